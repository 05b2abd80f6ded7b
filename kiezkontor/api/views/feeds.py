"""Files and feeds of a district's entries for spreadsheets, maps and readers."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.directory.access_listed import CHANGED
from kiezkontor.directory.filters import Filters
from kiezkontor.directory.listing import Listing
from kiezkontor.directory.models import Entry, EntryQuerySet
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.attribution import OPENSTREETMAP
from kiezkontor.shared.caching import public_page
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
    feed = Atom1Feed(
        title=_("%(district)s: new and changed entries") % {"district": district.name},
        link=request.build_absolute_uri(reverse("directory:list")),
        description=district.claim,
        feed_url=request.build_absolute_uri(),
        author_name=district.office_name or district.name,
        feed_copyright=OPENSTREETMAP,
        language=request.LANGUAGE_CODE,
    )
    before, after = profile_urls(request)
    tag = f"tag:{name_of_host(request)},2026:{district.slug}"
    for entry in latest:
        feed.add_item(
            title=printable(entry.title),
            link=f"{before}{entry.slug}{after}",
            unique_id=f"{tag}/{entry.organisation_id}",
            # The library calls summaries HTML.
            description=escape(printable(", ".join(part for part in (entry.category_name, entry.address) if part))),
            updateddate=entry.changed_at,
            pubdate=entry.changed_at,
        )
    last = feed.latest_post_date() if feed.num_items() else datetime(2026, 1, 1, tzinfo=UTC)
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Last-Modified"] = timezone.localtime(last, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def name_of_host(request: DistrictRequest) -> str:
    """The host without its port, as ids of entries need it (RFC 4151)."""
    return urlsplit(request.build_absolute_uri("/")).hostname or ""


def printable(text: str) -> str:
    """XML has no place for control characters."""
    return text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())
