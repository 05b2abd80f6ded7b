"""Supply functions of an area: what people need near home, and which categories provide it."""

from collections.abc import Iterable
from enum import StrEnum


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
