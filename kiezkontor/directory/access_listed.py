"""Entries as lists show them, read by statements that are written once; they hold only what is public."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import starmap
from math import cos, radians
from typing import Any

from django.db.models import Avg, Count, F, IntegerField, QuerySet, Value
from django.db.models.functions import Floor

from kiezkontor.directory.access import (
    by_distance,
    in_fair_order,
    is_open_at,
    known_as_independent,
    visible_in,
    visible_to,
)
from kiezkontor.directory.listed import COLUMNS, HIT_COLUMNS, PIN_COLUMNS, Cell, Changed, Hit, Independent, Listed, Pin
from kiezkontor.directory.models import Entry, EntryQuerySet
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.methods.geo import Box
from kiezkontor.shared.prepared import Prepared

NEIGHBOURHOOD_M, MOST_NEARBY = 400, 6
type Rows = QuerySet[Entry, Any]


class Shape[Row]:
    """How entries are read: these columns of each, the key first, made into a row of some kind.

    with_independent: the last value of a row is whether the entry is known as independent.
    """

    def __init__(self, columns: Sequence[str], make: Callable[..., Row], *, with_independent: bool = False) -> None:
        self.columns = columns
        self.make = make
        self.with_independent = with_independent
        self._ask = Prepared(self._of_keys)

    def of(self, entries: EntryQuerySet) -> list[Row]:
        """The entries of a query in its order. One statement."""
        return list(starmap(self.make, self._values(entries)))

    def of_keys(self, district: District, pks: Sequence[int]) -> list[Row]:
        """The entries with these keys in this order, as far as they are there. One statement, none for no keys."""
        return in_this_order(pks, self.make, self._ask(district=district.pk, pks=pks) if pks else [])

    def _of_keys(self, *, district: int, pks: Sequence[int]) -> Rows:
        return self._values(visible_in(district).filter(pk__in=pks))

    def _values(self, entries: EntryQuerySet) -> Rows:
        if not self.with_independent:
            return entries.values_list(*self.columns)
        return entries.annotate(is_independent=known_as_independent()).values_list(*self.columns, "is_independent")


def in_this_order[Row](pks: Sequence[int], make: Callable[..., Row], rows: Iterable[Sequence[Any]]) -> list[Row]:
    """rows: in any order, the key first."""
    by_key = {row[0]: make(*row) for row in rows}
    return [by_key[pk] for pk in pks if pk in by_key]


LISTED = Shape(COLUMNS, Listed)
INDEPENDENT = Shape(COLUMNS, Independent, with_independent=True)
HITS = Shape(HIT_COLUMNS, Hit)
PINS = Shape(PIN_COLUMNS, Pin)
CHANGED = Shape((*COLUMNS, "organisation", "changed_at"), Changed)


@Prepared
def _open_hits(*, district: int, pks: Sequence[int], moment: datetime) -> Rows:
    entries = visible_in(district).filter(pk__in=pks)
    return entries.annotate(open_now=is_open_at(moment)).values_list(*HIT_COLUMNS, "open_now")


def open_hits(district: District, pks: Sequence[int], *, now: datetime) -> list[Hit]:
    """As HITS gives them, and whether they are open."""
    return in_this_order(pks, Hit, _open_hits(district=district.pk, pks=pks, moment=now) if pks else [])


@Prepared
def _nearby(
    *, district: int, but: int, south: float, north: float, west: float, east: float, lat: float, lon: float, fit: float
) -> Rows:
    box = Box(south=south, west=west, north=north, east=east)
    others = visible_in(district).within(box).exclude(pk=but)
    return by_distance(others, lat, lon, narrowing=fit).values_list(*COLUMNS)[:MOST_NEARBY]


def nearby(entry: Entry) -> list[Listed]:
    """Other entries of the district within a short walk, nearest first, MOST_NEARBY at most."""
    box = Box.around(entry.lat, entry.lon, north_m=NEIGHBOURHOOD_M, east_m=NEIGHBOURHOOD_M)
    rows = _nearby(
        district=entry.district_id, but=entry.pk, lat=entry.lat, lon=entry.lon, fit=cos(radians(entry.lat)),
        south=box.south, north=box.north, west=box.west, east=box.east,
    )  # fmt: skip
    return [Listed(*row) for row in rows]


def cells(entries: EntryQuerySet, box: Box, *, across: int) -> list[Cell]:
    """The entries within a box, counted in a grid of so many columns and rows; empty cells are left out."""

    def place(name: str, first: float, last: float) -> Floor:
        return Floor((F(name) - Value(first)) * Value(across / (last - first)), output_field=IntegerField())

    grid = entries.annotate(row=place("lat", box.south, box.north), column=place("lon", box.west, box.east))
    counted = grid.order_by().values_list("row", "column").annotate(Count("pk"), Avg("lat"), Avg("lon"))
    return [Cell(count, lat, lon) for _row, _column, count, lat, lon in counted.order_by("row", "column")]


def all_by_name(request: DistrictRequest) -> "array[int]":
    """The keys of all entries of the request's district; remembered until something changes."""

    def read() -> "array[int]":
        entries = visible_to(request.viewer, request.district).order_by("sort_name", "pk")
        return array("q", entries.values_list("pk", flat=True))

    return of_district(request, "order by name", read, has_language=False)


def all_in_fair_order(request: DistrictRequest, *, on: date) -> "array[int]":
    """As `all_by_name`, as the draw of a day orders them."""

    def read() -> "array[int]":
        entries = visible_to(request.viewer, request.district)
        return array("q", in_fair_order(entries, request.district, on=on).values_list("pk", flat=True))

    return of_district(request, "fair order", read, moment=on.isoformat(), has_language=False)
