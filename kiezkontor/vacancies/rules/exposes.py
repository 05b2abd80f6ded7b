"""What an exposé may tell: what is released together, when a unit is no longer offered, and how a place is blurred."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, floor, radians
from typing import Literal

from kiezkontor.methods.geo import METRES_PER_DEGREE, Box, Point
from kiezkontor.vacancies.rules.stages import DILAPIDATED, INTERIM_USE, LET, WITHDRAWN

PERMANENT, INTERIM, BOTH, SALE = "permanent", "interim", "both", "sale"
PAGE, ROOM, TERMS, RENT = "page", "room", "terms", "rent"
ADDRESS, PHOTOS, PLAN, OWNER = "address", "photos", "plan", "owner"
ENERGY = ("energy_kind", "energy_house", "energy_heat", "energy_power", "energy_carrier", "energy_class", "energy_year")
# What is released together → the fields of an exposé that it shows. Whoever advertises has to tell of the energy
# (§ 87 GEG), so that is released with the page itself. Areas and equipment are the register's.
FIELDS: Mapping[str, tuple[str, ...]] = {
    PAGE: ("title", "words", "kind", *ENERGY),
    ROOM: (),
    TERMS: ("free_from", "longest_months", "wanted", "excluded"),
    RENT: ("rent_cold", "utilities", "rent_includes", "deposit", "price"),
    ADDRESS: (),
    PHOTOS: (),
    PLAN: (),
    OWNER: ("contact_name", "contact_phone", "contact_email"),
}
GROUPS = tuple(FIELDS)
# How a unit can be had, by the kind of its exposé; also where nobody has noted that.
WAYS: Mapping[str, frozenset[str]] = {
    PERMANENT: frozenset({PERMANENT}),
    INTERIM: frozenset({INTERIM}),
    BOTH: frozenset({PERMANENT, INTERIM}),
    SALE: frozenset({SALE}),
    "": frozenset({PERMANENT, INTERIM, SALE}),
}
OVER = frozenset({LET, DILAPIDATED, WITHDRAWN})

# The side of the squares places are put into the middle of, and a circle around that middle that holds the square.
CELL_M, BLUR_M = 200.0, 150

type Gap = Literal["kind", "heat", "power", "carrier", "class", "year"]


def groups_of(fields: Iterable[str]) -> list[str]:
    """In which groups these fields are released, in the order of GROUPS."""
    named = set(fields)
    return [group for group, own in FIELDS.items() if named & set(own)]


def is_offered(stage: str, kind: str) -> bool:
    """Whether a unit at this stage can still be had: beside an interim use only for good."""
    return stage not in OVER and not (stage == INTERIM_USE and kind == INTERIM)


def is_free_too_early(free_from: date | None, used_until: date | None) -> bool:
    """Whether a unit is said to be free before the end of the use that goes on there. None: at once, and no end."""
    return used_until is not None and (free_from is None or free_from < used_until)


@dataclass(frozen=True)
class Energy:
    """What a certificate says. kind: "demand", "consumption", "exempt" or "" for none yet; house: "homes" or "other".

    heat, power: kWh a square metre and year.
    """

    kind: str = ""
    house: str = "other"
    heat: float | None = None
    power: float | None = None
    carrier: str = ""
    grade: str = ""
    year: int | None = None


def energy_gaps(energy: Energy) -> list[Gap]:
    """What an advertisement would have to say of the energy and does not; empty where nothing is missing.

    Source: § 87 (1) and (2) GEG: of houses that are no homes heat and power each by itself, of homes class and year.
    """
    if energy.kind == "exempt":
        return []
    if not energy.kind:
        return ["kind"]
    gaps: list[Gap] = [] if energy.heat is not None else ["heat"]
    gaps += ["power"] if energy.house == "other" and energy.power is None else []
    gaps += [] if energy.carrier else ["carrier"]
    if energy.house == "homes":
        gaps += [] if energy.grade else ["class"]
        gaps += [] if energy.year else ["year"]
    return gaps


def square_of(lat: float, lon: float) -> Box:
    """The square of CELL_M that a place lies in."""
    step = CELL_M / METRES_PER_DEGREE
    south = floor(lat / step) * step
    across = step / cos(radians(south + step / 2))
    west = floor(lon / across) * across
    return Box(south, west, south + step, west + across)


def blurred(lat: float, lon: float) -> Point:
    """The middle of the square that a place lies in; every place of a square gets the same, each time.

    A place that is moved anew for each unit or each visit could be found by taking the mean of several.
    """
    square = square_of(lat, lon)
    return round((square.south + square.north) / 2, 5), round((square.west + square.east) / 2, 5)
