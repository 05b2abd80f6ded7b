"""The four use classes and the default class of each category; docs/formats.md states the same in words."""

from typing import Literal

UseClass = Literal["retail", "gastronomy", "local_economy", "public_use"]

USE_CLASSES: tuple[UseClass, ...] = ("retail", "gastronomy", "local_economy", "public_use")

GASTRONOMY = frozenset("restaurant cafe bar pub fast_food ice_cream biergarten nightclub".split())
SERVICE_SHOPS = frozenset(
    "hairdresser beauty massage tattoo laundry dry_cleaning tailor shoe_repair locksmith copyshop"
    " travel_agency car_repair funeral_directors pet_grooming storage_rental rental party bookmaker"
    " money_lender pawnbroker ticket".split()
)
RETAIL_BESIDE_SHOPS = frozenset({"pharmacy", "fuel"})
PUBLIC_USES = frozenset(
    "library community_centre social_facility kindergarten childcare arts_centre theatre marketplace museum".split()
)
PUBLIC_OFFICES = frozenset(
    "association government ngo charity foundation religion political_party diplomatic educational_institution".split()
)


def default_use_class(category: str) -> UseClass:
    """The use class of a category written "key=value"; anything not named elsewhere is local economy."""
    key, _, value = category.partition("=")
    if key == "shop":
        return "local_economy" if value in SERVICE_SHOPS else "retail"
    if key == "office":
        return "public_use" if value in PUBLIC_OFFICES else "local_economy"
    if key == "amenity" and value in GASTRONOMY:
        return "gastronomy"
    if key in {"amenity", "healthcare"} and value in RETAIL_BESIDE_SHOPS:
        return "retail"
    if key in {"amenity", "tourism"} and value in PUBLIC_USES:
        return "public_use"
    return "local_economy"
