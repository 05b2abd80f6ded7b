import re
from collections.abc import Iterator
from itertools import starmap
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kiezkontor.directory import access_listed, access_vacancies
from kiezkontor.directory.access_listed import PINS
from kiezkontor.directory.filters import Filters
from kiezkontor.directory.listed import Pin
from kiezkontor.directory.listing import Listing
from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.tiles import basemap_file, version_of
from kiezkontor.districts.access import boundary_of
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.attribution import OPENSTREETMAP
from kiezkontor.methods.geo import Box, Point, box_in
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.geojson import answer, collection, place

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 256 * 1024
# A map shows so many pins of a box, and otherwise how many there are in each of some cells.
MOST_PINS, CELLS_ACROSS = 500, 12


@require_safe
@public_page
def geojson(request: DistrictRequest) -> HttpResponse:
    """The entries under the filters of the query string; without any, vacancies as well.

    box: west,south,east,north in degrees; only what lies within, and where that is more than MOST_PINS, how many lie in
    which part of it.
    """
    listing = Listing(request, Filters(request.GET), timezone.now())
    box = box_in(request.GET.get("box", ""))
    entries = listing.all_entries.order_by("sort_name", "pk")
    entries = entries if box is None else entries.within(box)
    if box is None:
        features = pins_of(entries)
    else:
        features = pins_of(entries[: MOST_PINS + 1])
        if len(features) > MOST_PINS:
            features = cells_of(entries, box)
    if request.GET.keys() <= {"box"}:
        features += [one for one in vacancy_features(request) if box is None or lies_in(one, box)]
    return collection(features, attribution=OPENSTREETMAP)


def pins_of(entries: EntryQuerySet) -> list[dict[str, Any]]:
    before, _slug, after = reverse("directory:profile", args=["-slug-"]).partition("-slug-")
    return [entry_feature(entry, f"{before}{entry.slug}{after}") for entry in PINS.of(entries)]


def cells_of(entries: EntryQuerySet, box: Box) -> list[dict[str, Any]]:
    """How many entries lie in which part of a box, at the middle of them."""
    return [
        place(cell.lat, cell.lon, key=f"cell-{number}", use_class="many", count=cell.count)
        for number, cell in enumerate(access_listed.cells(entries, box, across=CELLS_ACROSS))
    ]


def vacancy_features(request: DistrictRequest) -> list[dict[str, Any]]:
    found = access_vacancies.vacancies_today(request)
    middles = access_vacancies.middles_of_streets(found.others.parts, request.district)
    counts = found.others.parts
    streets = [vacancy_feature(street, middles[street], counts[street]) for street in counts if street in middles]
    return [*starmap(open_vacancy_feature, found.keyed), *streets]


def lies_in(found: dict[str, Any], box: Box) -> bool:
    lon, lat = found["geometry"]["coordinates"]
    return box.contains(lat, lon)


def entry_feature(entry: Pin, url: str) -> dict[str, Any]:
    return place(
        entry.lat,
        entry.lon,
        key=entry.pk,
        name=entry.title,
        category=entry.category_name,
        use_class=entry.use_class,
        url=url,
    )


def open_vacancy_feature(key: str, unit: access_vacancies.OpenVacancy) -> dict[str, Any]:
    details = [unit.place, _("next to %(name)s") % {"name": unit.beside} if unit.beside else ""]
    vacant = _("Vacant unit")
    return place(
        unit.lat,
        unit.lon,
        key=key,
        name=" · ".join(part for part in details if part) or vacant,
        category=_("Vacant unit, last use: %(use)s") % {"use": unit.former} if unit.former else vacant,
        use_class="vacant",
        url=f"{reverse('directory:vacancies')}#{key}",
    )


def vacancy_feature(street: str, middle: Point, count: int) -> dict[str, Any]:
    label = ngettext("%(count)s vacant unit", "%(count)s vacant units", count) % {"count": count}
    return place(
        *middle,
        key=f"vacant-{street}",
        name=street,
        category=label,
        use_class="vacant",
        count=count,
        url=reverse("directory:vacancies"),
    )


@require_safe
@public_page
def boundary(request: DistrictRequest) -> HttpResponse:
    """The outline of the district."""
    outline = boundary_of(request.district)
    if not outline:
        raise Http404(_("The boundary of this district is not known yet."))
    return answer({"type": "Feature", "properties": {"name": request.district.name}, "geometry": outline})


@require_safe
def basemap(request: DistrictRequest) -> HttpResponseBase:
    """The map file, or the part of it a `Range` header asks for (RFC 9110, 14.2; one range, the rest is ignored)."""
    file = basemap_file(request.district)
    if file is None:
        raise Http404(_("There is no map of this district yet."))
    size = file.stat().st_size
    version = version_of(file)
    etag = f'"{version}"'
    keep = "max-age=31536000, immutable" if request.GET.get("v") == version else "no-cache"
    for_whom = "public" if request.district.is_published else "private"
    headers = {"Accept-Ranges": "bytes", "ETag": etag, "Cache-Control": f"{for_whom}, no-transform, {keep}"}
    if request.headers.get("If-None-Match") and etag in parse_etags(request.headers["If-None-Match"]):
        return HttpResponse(status=304, headers=headers)
    wanted = None if request.headers.get("If-Range", etag) != etag else request.headers.get("Range")
    asked = RANGE.fullmatch(wanted.strip()) if wanted else None
    if asked is None or asked.groups() == ("", ""):
        return part_answer(request, file, 0, size, headers, status=200)
    first, last = range_of(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part_answer(request, file, first, last - first + 1, headers, status=206)


def range_of(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte of a range; first > last where nothing of it lies in the file."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    end = min(int(last), size - 1) if last else size - 1
    return int(first), end if int(first) < size and (not last or int(last) >= int(first)) else -1


def part_answer(
    request: DistrictRequest, file: Path, first: int, length: int, headers: dict[str, str], *, status: int
) -> HttpResponseBase:
    headers = {**headers, "Content-Length": str(length)}
    content_type = "application/vnd.pmtiles"
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    return StreamingHttpResponse(chunks(file, first, length), status=status, headers=headers, content_type=content_type)


def chunks(file: Path, first: int, length: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(first)
        while length > 0 and (chunk := stream.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
