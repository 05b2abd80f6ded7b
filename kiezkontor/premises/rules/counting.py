"""Which map objects count as a business or as a vacancy, and under which category.

docs/formats.md states the same rules in words; whoever changes one changes both.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

Kind = Literal["business", "vacant"]

BUSINESS_AMENITIES = frozenset(
    [
        "arts_centre",
        "bank",
        "bar",
        "biergarten",
        "cafe",
        "car_rental",
        "casino",
        "childcare",
        "cinema",
        "clinic",
        "community_centre",
        "coworking_space",
        "dentist",
        "doctors",
        "driving_school",
        "fast_food",
        "fuel",
        "gambling",
        "ice_cream",
        "internet_cafe",
        "kindergarten",
        "library",
        "marketplace",
        "nightclub",
        "pharmacy",
        "post_office",
        "pub",
        "restaurant",
        "social_facility",
        "studio",
        "theatre",
        "veterinary",
    ]
)
BUSINESS_TOURISM = frozenset(["hotel", "hostel", "guest_house", "apartment", "gallery", "museum"])
NOT_A_SHOP = frozenset({"vacant", "no"})
VACANT_KEYS = ("disused:shop", "disused:craft", "disused:office", "abandoned:shop", "was:shop")

LONGEST_CATEGORY = 120
# Where an object carries several business tags, the first key in this order names its category. The trade over
# the counter is what people see; amenity=doctors says more than healthcare=doctor, an office tag least of all.
CATEGORY_KEYS = ("shop", "amenity", "craft", "healthcare", "tourism", "office")
KEYS_READ = (*CATEGORY_KEYS, *VACANT_KEYS, "disused:amenity")


def business_categories(tags: Mapping[str, str]) -> tuple[str, ...]:
    """All active business tags as "key=value", the one that counts first; empty for anything else.

    Of several values ("bakery;cafe") the first stands for the tag.
    """
    found = []
    for key in CATEGORY_KEYS:
        value = tags.get(key)
        if value is None or not _is_business(key, value):
            continue
        found.append(category_key(key, value.split(";")[0].strip()))
    return tuple(found)


def category_key(key: str, value: str) -> str:
    """ "key=value", cut where a text somebody wrote into the tag is longer than any category."""
    return f"{key}={value}"[:LONGEST_CATEGORY]


def _is_business(key: str, value: str) -> bool:
    if key == "shop":
        return value not in NOT_A_SHOP
    if key == "amenity":
        return value in BUSINESS_AMENITIES
    if key == "tourism":
        return value in BUSINESS_TOURISM
    return True


def is_vacant(tags: Mapping[str, str]) -> bool:
    """True for an empty shop: vacancy tags and no active business tag on the same object."""
    marked = (
        tags.get("shop") == "vacant"
        or any(key in tags for key in VACANT_KEYS)
        or tags.get("disused:amenity") in BUSINESS_AMENITIES
    )
    return marked and not business_categories(tags)


def kind_of(tags: Mapping[str, str]) -> Kind | None:
    """Whether the object is a business, a vacancy, or (None) nothing we count."""
    if business_categories(tags):
        return "business"
    return "vacant" if is_vacant(tags) else None


def former_category(tags: Mapping[str, str]) -> str:
    """What a vacant shop was, as "key=value"; empty where the map does not say ("disused:shop=yes")."""
    for key in (*VACANT_KEYS, "disused:amenity"):
        value = tags.get(key, "").split(";")[0].strip()
        if value and value not in {"yes", "no", "vacant"}:
            return category_key(key.partition(":")[2], value)
    return ""


def scope_keys(seen: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """The categories somebody evidently asked for: of each object the one that counts, "vacant" for vacancies.

    A secondary tag proves nothing: a query for bakeries also returns the bakery with a café, not the cafés.
    """
    keys = set()
    for tags in seen:
        categories = business_categories(tags)
        if categories:
            keys.add(categories[0])
        elif is_vacant(tags):
            keys.add("vacant")
    return frozenset(keys)
