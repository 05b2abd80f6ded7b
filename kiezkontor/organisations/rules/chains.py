"""Chain or independent: is a business part of a brand that has many shops."""

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from kiezkontor.organisations.rules.use_classes import default_use_class

DATA = Path(__file__).resolve().parents[1] / "data"

# Brands sell under neighbouring categories: a bakery chain is also mapped as a café.
_RELATED = (
    frozenset({"shop=bakery", "shop=pastry", "shop=confectionery", "amenity=cafe"}),
    frozenset({"shop=supermarket", "shop=convenience", "shop=discount", "shop=health_food"}),
    frozenset({"shop=chemist", "shop=perfumery", "shop=cosmetics"}),
    frozenset({"amenity=fast_food", "amenity=restaurant", "amenity=cafe"}),
    frozenset({"shop=clothes", "shop=fashion", "shop=boutique", "shop=department_store"}),
    frozenset({"shop=electronics", "shop=mobile_phone", "shop=telecommunication"}),
    frozenset({"shop=doityourself", "shop=hardware", "shop=garden_centre"}),
)


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """brand: the name of the chain, empty for an independent business. reason: what told it."""

    is_chain: bool
    brand: str = ""
    reason: Literal["brand_wikidata", "brand", "name", "none"] = "none"


INDEPENDENT = ChainVerdict(False)


def folded(text: str) -> str:
    """A name for comparison: lower case, no accents, "ß" as "ss", letters and digits only."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " und ").replace("+", " und "))
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def _brands() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Brand by Wikidata id; and by folded spelling the brands by category."""
    by_id: dict[str, str] = {}
    by_name: dict[str, dict[str, str]] = {}
    with (DATA / "ketten-marken-de.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["wikidata"]:
                by_id.setdefault(row["wikidata"], row["brand"])
            for spelling in (row["brand"], *row["spellings"].split("|")):
                if key := folded(spelling):
                    by_name.setdefault(key, {}).setdefault(row["category"], row["brand"])
    return by_id, by_name


def chain_of(tags: Mapping[str, str], category: str) -> ChainVerdict:
    """Whether an object with these map tags, counted under a category, is part of a chain.

    A Wikidata id of a brand is enough, listed or not: only known brands have one. A brand or a name as text counts
    when it equals a listed spelling within the same or a related category: "Adler" sells clothes, not beer.
    A list of brands ("BMW;Mini") names what is sold and proves nothing. Public and social bodies are never chains.
    """
    by_id, _by_name = _brands()
    name = tags.get("brand") or tags.get("name", "")
    for wikidata in tags.get("brand:wikidata", "").split(";"):
        if wikidata in by_id:
            return ChainVerdict(True, tags.get("brand") or by_id[wikidata], "brand_wikidata")
    if (
        tags.get("brand:wikidata", "").startswith("Q")
        and ";" not in tags["brand:wikidata"]
        and default_use_class(category) != "public_use"
    ):
        return ChainVerdict(True, name, "brand_wikidata")
    if brand := _listed(tags.get("brand", ""), category):
        return ChainVerdict(True, brand, "brand")
    if brand := _listed(tags.get("name", ""), category):
        return ChainVerdict(True, brand, "name")
    return INDEPENDENT


def _listed(spelling: str, category: str) -> str:
    categories = _brands()[1].get(folded(spelling), {})
    if category in categories:
        return categories[category]
    for group in _RELATED:
        if category in group:
            for related in sorted(group & categories.keys()):
                return categories[related]
    return ""
