"""A new organisation, the same whether the map, a table or a person tells of it."""

import random
from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify

from kiezkontor.organisations.models import Category, Organisation
from kiezkontor.organisations.rules.chains import chain_of
from kiezkontor.organisations.rules.search_words import marks_of

Kind = Organisation.Kind
KINDS = {
    "office=association": Kind.ASSOCIATION,
    "office=ngo": Kind.ASSOCIATION,
    "office=charity": Kind.SOCIAL_CARRIER,
    "office=foundation": Kind.ASSOCIATION,
    "office=political_party": Kind.ASSOCIATION,
    "office=religion": Kind.ASSOCIATION,
    "office=government": Kind.ADMINISTRATION,
    "office=diplomatic": Kind.ADMINISTRATION,
    "amenity=social_facility": Kind.SOCIAL_CARRIER,
    "amenity=kindergarten": Kind.SOCIAL_CARRIER,
    "amenity=childcare": Kind.SOCIAL_CARRIER,
    "amenity=community_centre": Kind.SOCIAL_CARRIER,
    "amenity=library": Kind.ADMINISTRATION,
}
NO_TAGS: Mapping[str, str] = {}


def new_organisation(
    said: Mapping[str, Any],
    *,
    category: Category | None,
    tags: Mapping[str, str] = NO_TAGS,
    hours_pattern_id: int | None = None,
) -> Organisation:
    """A row not stored yet, of `values_of_new`."""
    return Organisation(**values_of_new(said, category=category, tags=tags, hours_pattern_id=hours_pattern_id))


def values_of_new(
    said: Mapping[str, Any],
    *,
    category: Category | None,
    tags: Mapping[str, str] = NO_TAGS,
    hours_pattern_id: int | None = None,
) -> dict[str, Any]:
    """Columns and what follows from what is said of an organisation: kind, chain, search words, place in the order.

    said: columns and their values; what stands there is taken as it is, so a kind or chain given there wins over the
    one that follows. category: the stored one, not among `said`. tags: the source's marks of the object.
    The same columns of `said` give the same columns in the same order.
    """
    name = said.get("name", "")
    key = category.key if category is not None else ""
    values: dict[str, Any] = {"kind": KINDS.get(key, Kind.BUSINESS)}
    if "is_chain" not in said:
        chain = chain_of({"name": name, **tags}, key)
        values |= {"is_chain": chain.is_chain, "brand": chain.brand[:120]}
    return {
        **values,
        **said,
        "slug": slug_of(name),
        "category_id": key or None,
        "hours_pattern_id": hours_pattern_id,
        "keywords": keywords(tags, key),
        "shuffle": random.getrandbits(31),
    }


def slug_of(name: str) -> str:
    return slugify(name)[:80]


def keywords(tags: Mapping[str, str], category: str) -> str:
    """The finer marks of the source by which it is found ("cuisine=greek diet:vegan=yes"), with blanks between."""
    return " ".join(marks_of(category, tags)[1:])[:2000]
