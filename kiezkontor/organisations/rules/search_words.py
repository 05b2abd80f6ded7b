"""Everyday words by which people look for places, from `data/search-words.tsv`.

The map says "shop=shoe_repair"; people say "Schuster", "Absätze erneuern" or "ayakkabı tamiri". The table has one
row per category and language: category, language, words separated by "; ". All words are lower-case and stand in
the singular, with the plural where it is formed irregularly; German has short phrases too ("hose kürzen"), regional
words and other spellings. Languages are ISO 639-1; Arabic, Russian and Ukrainian come in their script and, where it
is common, in Latin letters. A "+" after the language ("de+") marks what one can also get there but would look for
elsewhere first: cigarettes in a newsagent's. Brands are not in the table; `ketten-marken-de.csv` has them.

A category is either one we count ("shop=bakery") or a finer tag that an object may carry besides ("cuisine=italian",
"diet:vegan=yes"). Rows are sorted by category and language. Whoever adds a word asks: would somebody who typed it be
content with every place of this category?
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"

HEADER = ("category", "language", "words")
LANGUAGES = ("de", "en", "tr", "ar", "es", "fr", "it", "pl", "ro", "ru", "uk", "vi")
ALSO = "+"

# Values that say more than "yes" and include it: a place that is vegan only has vegan food, one with a terrace has
# seats outside. "limited" and "no" are left out on purpose.
_INCLUDES_YES = frozenset({"only", "designated", "sidewalk", "terrace", "garden", "patio", "roof", "backyard"})


def marks_of(category: str, tags: Mapping[str, str]) -> tuple[str, ...]:
    """The rows of the table that speak of a place: its category, then its finer tags in the order of their names."""
    return (category, *sorted(_keys_of(tags) - {category}))


def _keys_of(tags: Mapping[str, str]) -> set[str]:
    table = read_table()
    keys = set()
    for name in tags.keys() & _tag_names():
        for value in tags[name].split(";"):
            key = f"{name}={value.strip()}"
            if key not in table and value.strip() in _INCLUDES_YES:
                key = f"{name}=yes"
            if key in table:
                keys.add(key)
    return keys


@cache
def _tag_names() -> frozenset[str]:
    return frozenset(key.partition("=")[0] for key in read_table())


@cache
def read_table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The whole table: words by category and language, as written."""
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in (DATA / "search-words.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        category, language, words = line.split("\t")
        table.setdefault(category, {})[language] = tuple(words.split("; "))
    return table


@cache
def neighbours() -> Mapping[str, tuple[str, ...]]:
    """What whoever looks for a category is content with too, from `data/neighbours.tsv`: pastry shops for a bakery."""
    lines = (DATA / "neighbours.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {category: tuple(others.split("; ")) for category, others in (line.split("\t") for line in lines)}
