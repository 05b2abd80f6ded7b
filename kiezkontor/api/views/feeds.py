"""Files and feeds of a district's entries for spreadsheets, maps and readers."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.directory.access_listed import CHANGED
from kiezkontor.directory.filters import Filters
from kiezkontor.directory.listing import Listing
from kiezkontor.directory.models import Entry, EntryQuerySet
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.attribution import OPENSTREETMAP
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.feeds import Item, atom_feed
from kiezkontor.shared.spreadsheet import harmless

FEED_ENTRIES = 50
CHUNK = 500
PLACEHOLDER = "0-0"
COLUMNS = [
    *("name", "use_class", "category", "category_de", "category_en", "street", "number", "postcode", "city"),
    *("lat", "lon", "phone", "website", "opening_hours", "wheelchair", "chain", "member", "confirmed", "url"),
]


def profile_urls(request: DistrictRequest) -> tuple[str, str]:
    """What stands before and after the slug in a profile's address.

    Computed before a body is streamed: by then the district's path is no longer in front.
    """
    before, _slug, after = reverse("directory:profile", args=[PLACEHOLDER]).partition(PLACEHOLDER)
    return request.build_absolute_uri(before), after


def row_of(entry: Entry, url: str) -> list[object]:
    return [
        *(entry.name, entry.use_class, entry.category_id, entry.category_de, entry.category_en),
        *(entry.street, entry.number, entry.postcode, entry.city, entry.lat, entry.lon),
        *(entry.phone, entry.website, entry.opening_hours, entry.wheelchair),
        *(int(entry.is_chain), int(entry.is_member), int(entry.is_confirmed), url),
    ]


def asked(request: DistrictRequest) -> EntryQuerySet:
    """The entries under the search words and filters of the address, as on the directory page."""
    return Listing(request, Filters(request.GET), timezone.now()).all_entries


def entries_in_order(request: DistrictRequest) -> Iterator[Entry]:
    return asked(request).order_by("sort_name", "pk").iterator(chunk_size=CHUNK)


class Line:
    """A file for the csv module that hands each line on."""

    def write(self, line: str) -> str:
        return line


@require_safe
@public_page
def entries_csv(request: DistrictRequest) -> StreamingHttpResponse:
    before, after = profile_urls(request)
    return StreamingHttpResponse(
        csv_lines(entries_in_order(request), before, after),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{request.district.slug}.csv"'},
    )


def csv_lines(entries: Iterable[Entry], before: str, after: str) -> Iterator[str]:
    writer = csv.writer(Line(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for entry in entries:
        row = row_of(entry, f"{before}{entry.slug}{after}")
        yield writer.writerow([harmless(cell) for cell in row])


@require_safe
@public_page
def entries_geojson(request: DistrictRequest) -> StreamingHttpResponse:
    before, after = profile_urls(request)
    return StreamingHttpResponse(
        geojson_parts(entries_in_order(request), before, after, request.district.name),
        content_type="application/geo+json",
    )


def geojson_parts(entries: Iterable[Entry], before: str, after: str, title: str) -> Iterator[str]:
    head = {"type": "FeatureCollection", "name": title, "attribution": OPENSTREETMAP}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    comma = ""
    for entry in entries:
        yield comma + json.dumps(feature(entry, f"{before}{entry.slug}{after}"), ensure_ascii=False)
        comma = ","
    yield "]}"


def feature(entry: Entry, url: str) -> dict[str, Any]:
    cells = dict(zip(COLUMNS, row_of(entry, url), strict=True))
    lat, lon = cells.pop("lat"), cells.pop("lon")
    return {
        "type": "Feature",
        "id": entry.pk,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {name: value for name, value in cells.items() if value not in ("", None)},
    }


@require_safe
@public_page
def entries_atom(request: DistrictRequest) -> HttpResponse:
    district = request.district
    latest = CHANGED.of(asked(request).order_by("-changed_at", "-pk")[:FEED_ENTRIES])
    before, after = profile_urls(request)
    return atom_feed(
        request,
        (
            Item(
                key=str(entry.organisation_id),
                title=entry.title,
                about=", ".join(part for part in (entry.category_name, entry.address) if part),
                url=f"{before}{entry.slug}{after}",
                changed_at=entry.changed_at,
                made_at=entry.changed_at,
            )
            for entry in latest
        ),
        title=_("%(district)s: new and changed entries") % {"district": district.name},
        url=reverse("directory:list"),
        place=district.slug,
        about=district.claim,
        author=district.office_name or district.name,
        licence=OPENSTREETMAP,
    )
