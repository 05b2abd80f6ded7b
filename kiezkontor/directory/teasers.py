"""The still map of a district, with its streets and entries."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from kiezkontor.directory.models import EntryQuerySet
from kiezkontor.directory.rules.teaser import Frame, where_most_are
from kiezkontor.districts.access import streets_of
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box

AROUND_M = 230
COVER = "xMidYMid slice"


@dataclass(frozen=True, slots=True)
class Teaser:
    """width, height: of the drawing. streets: a path. dots: use class → path.

    fit: how it fills its place on the page, as in SVG's preserveAspectRatio.
    """

    width: int
    height: int
    streets: str
    dots: dict[str, str]
    fit: str = "xMidYMid meet"


def district_teaser(district: District, entries: EntryQuerySet) -> Teaser | None:
    """A district where most of its entries are; None where its extent is not known."""
    if district.box is None:
        return None
    points = list(entries.values_list("lat", "lon", "use_class"))
    box = where_most_are([(lat, lon) for lat, lon, _ in points], district.box)
    frame = Frame.around(box)
    return Teaser(frame.width, frame.height, streets_drawn(box, street_texts(district)), frame.dots(points), COVER)


def street_texts(district: District) -> tuple[str, ...]:
    """The streets' lines as stored JSON: the drawing is kept as long as these texts stay the same."""
    rows: Any = streets_of(district).order_by("pk").annotate(text=Cast("lines", TextField()))
    return tuple(rows.values_list("text", flat=True))


type Line = list[list[float]]


def street_lines(district: District) -> list[tuple[Box, Line]]:
    """Every line of a street with the box it lies in."""
    lines: list[Line] = [line for text in street_texts(district) for line in json.loads(text or "[]")]
    return [(box_of(line), line) for line in lines]


def box_of(line: Line) -> Box:
    lons, lats = [point[0] for point in line], [point[1] for point in line]
    return Box(south=min(lats), west=min(lons), north=max(lats), east=max(lons))


def place_teaser(lines: Iterable[tuple[Box, Line]], lat: float, lon: float) -> Teaser:
    """The streets around one place, which is in the middle. lines: of `street_lines`."""
    box = Box.around(lat, lon, north_m=AROUND_M, east_m=1.6 * AROUND_M)
    frame = Frame.around(box)
    near = (line for around, line in lines if touch(box, around))
    return Teaser(frame.width, frame.height, frame.streets(near), {}, COVER)


def touch(one: Box, other: Box) -> bool:
    across = other.west <= one.east and other.east >= one.west
    return across and other.south <= one.north and other.north >= one.south


@lru_cache(maxsize=64)
def streets_drawn(box: Box, texts: tuple[str, ...]) -> str:
    return Frame.around(box).streets(line for text in texts for line in json.loads(text or "[]"))
