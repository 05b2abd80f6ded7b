"""Supply functions of an area: what people need near home, and which categories provide it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiezkontor.surveys.rules.differences import Compared, Pairs
from kiezkontor.surveys.rules.recorded import Recorded


class Supply(StrEnum):
    GROCERIES = "groceries"
    BAKERY = "bakery"
    DRUGSTORE = "drugstore"
    PHARMACY = "pharmacy"
    DOCTOR = "doctor"
    POST = "post"
    BANK = "bank"
    HAIRDRESSER = "hairdresser"
    GASTRONOMY = "gastronomy"
    CHILDCARE = "childcare"
    CULTURE = "culture"
    REPAIR = "repair"


PROVIDED_BY: dict[Supply, frozenset[str]] = {
    Supply.GROCERIES: frozenset({"shop=supermarket", "shop=convenience", "shop=greengrocer", "shop=grocery"}),
    Supply.BAKERY: frozenset({"shop=bakery"}),
    Supply.DRUGSTORE: frozenset({"shop=chemist"}),
    Supply.PHARMACY: frozenset({"amenity=pharmacy", "healthcare=pharmacy"}),
    Supply.DOCTOR: frozenset({"amenity=doctors", "healthcare=doctor", "amenity=clinic", "amenity=dentist"}),
    Supply.POST: frozenset({"amenity=post_office"}),
    Supply.BANK: frozenset({"amenity=bank"}),
    Supply.HAIRDRESSER: frozenset({"shop=hairdresser"}),
    Supply.GASTRONOMY: frozenset({"amenity=restaurant", "amenity=cafe", "amenity=pub", "amenity=bar"}),
    Supply.CHILDCARE: frozenset({"amenity=kindergarten", "amenity=childcare"}),
    Supply.CULTURE: frozenset(
        {"amenity=library", "amenity=theatre", "amenity=cinema", "amenity=arts_centre", "tourism=museum"}
    ),
    Supply.REPAIR: frozenset({"shop=shoe_repair", "shop=bicycle", "shop=tailor", "shop=electronics_repair"}),
}


def supplies(categories: Iterable[str]) -> list[Supply]:
    """The functions these categories provide, in lasting order."""
    there = set(categories)
    return [supply for supply in Supply if PROVIDED_BY[supply] & there]


@dataclass(frozen=True, slots=True)
class SupplyChange:
    lost: list[Supply]
    gained: list[Supply]


def supply_change(two: Compared, *, before: Collection[Supply], after: Collection[Supply]) -> SupplyChange:
    """What an area could do in one round and not in the other. before, after: of all units of either round.

    Lost only where the later round looked at every unit that had provided it; gained only where one that provides it
    was looked at before, or began for certain in between.
    """
    pairs = Pairs(two)
    lost = [
        supply
        for supply in Supply
        if supply in before
        and supply not in after
        and all(tells(pairs.after(row)) or row.unit in two.ended for row in providing(supply, two.before))
    ]
    gained = [
        supply
        for supply in Supply
        if supply in after
        and supply not in before
        and any(tells(pairs.before(row)) or began_after(row, two.since) for row in providing(supply, two.after))
    ]
    return SupplyChange(lost, gained)


def providing(supply: Supply, rows: Iterable[Recorded]) -> list[Recorded]:
    return [row for row in rows if row.is_used and row.category in PROVIDED_BY[supply]]


def tells(row: Recorded | None) -> bool:
    """Whether it is known what a unit was used for, if for anything."""
    return row is not None and row.occupancy != "unknown" and (not row.is_used or bool(row.category))


def began_after(row: Recorded, day: date) -> bool:
    return row.begins_earliest is not None and row.begins_earliest > day
