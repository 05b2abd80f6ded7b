"""Categories: the "key=value" of OpenStreetMap with names and search words people use."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kiezkontor.organisations.rules.use_classes import UseClass, default_use_class

DATA = Path(__file__).resolve().parents[1] / "data"

# Names of the source say where they may break; in tables, labels and cards that is a character too many.
SOFT_HYPHEN = "\u00ad"
# How the English name of a shop or office is made where none was written down.
_ENGLISH_SUFFIX = {"shop": "shop", "office": "office", "craft": "", "amenity": "", "healthcare": "", "tourism": ""}


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """One category: key is "shop=bakery"; terms are lower-case search words and phrases, without repeats."""

    key: str
    name_de: str
    name_en: str
    terms_de: tuple[str, ...]
    terms_en: tuple[str, ...]
    use_class: UseClass

    def named(self, language: str) -> str:
        """language: two small letters; the German name for any but English."""
        return self.name_en if language == "en" else self.name_de


@dataclass(frozen=True, slots=True)
class _Preset:
    tags: tuple[tuple[str, str], ...]
    name: str
    terms: tuple[str, ...]


@cache
def _presets() -> tuple[_Preset, ...]:
    rows = json.loads((DATA / "osm-kategorien-de.json").read_text(encoding="utf-8"))
    named = ((row, row["name"].replace(SOFT_HYPHEN, "")) for row in rows)
    return tuple(_Preset(tuple(sorted(row["tags"].items())), name, tuple(row["terms"])) for row, name in named)


@cache
def _additions() -> dict[str, dict[str, Any]]:
    additions: dict[str, dict[str, Any]] = json.loads((DATA / "kategorien-ergaenzung.json").read_text("utf-8"))
    return additions


@cache
def taxonomy() -> Mapping[str, CategoryEntry]:
    """Every category with a German name, by key, in the order of the keys."""
    known = {f"{key}={value}": preset for preset in _presets() if len(preset.tags) == 1 for key, value in preset.tags}
    keys = sorted(known.keys() | _additions()["names_de"].keys())
    return {key: _entry(key, known.get(key)) for key in keys}


def _entry(key: str, preset: _Preset | None) -> CategoryEntry:
    more = _additions()
    name_de = more["names_de"].get(key) or (preset.name if preset else _words(key))
    terms_de = (*(preset.terms if preset else ()), *more["terms_de"].get(key, ()))
    return CategoryEntry(
        key=key,
        name_de=name_de,
        name_en=english_name(key),
        terms_de=tuple(dict.fromkeys(term.lower() for term in terms_de)),
        terms_en=tuple(more["terms_en"].get(key, ())),
        use_class=default_use_class(key),
    )


def _words(key: str) -> str:
    text = key.partition("=")[2].replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]


def english_name(key: str) -> str:
    """The English name of a category; made from its key where none is written down ("shop=tea": "Tea shop")."""
    written: str | None = _additions()["names_en"].get(key)
    if written:
        return written
    suffix = _ENGLISH_SUFFIX.get(key.partition("=")[0], "")
    words = _words(key)
    return f"{words} {suffix}" if suffix and not words.lower().endswith((suffix, "store", "er")) else words


def category(key: str) -> CategoryEntry:
    """The entry of any "key=value"; one that no list knows is named after its value."""
    return taxonomy().get(key) or _entry(key, None)


def category_key(written: str, known: Iterable[str] = ()) -> str | None:
    """The key meant by what a person or a table wrote: "shop=bakery", "Bäckerei", "bakery", a search word; else None.

    known: keys the installation has besides the taxonomy. A name that fits several categories means the one
    of a shop first, then gastronomy and other amenities, then crafts.
    """
    text = " ".join(written.split())
    if not text:
        return None
    if "=" in text:
        key = "=".join(part.strip() for part in text.lower().split("=", 1))
        return key if key in taxonomy() or key in known else None
    return _by_word().get(text.lower())


_PREFERRED = ("shop", "amenity", "craft", "healthcare", "tourism", "office")


@cache
def _by_name() -> dict[str, frozenset[str]]:
    keys: dict[str, set[str]] = {}
    for entry in taxonomy().values():
        keys.setdefault(entry.name_de, set()).add(entry.key)
    return {name: frozenset(found) for name, found in keys.items()}


def namesakes(key: str) -> frozenset[str]:
    """The key with all others of the same name: to people "amenity=fuel" and "shop=fuel" are one category."""
    return _by_name().get(category(key).name_de, frozenset()) | {key}


@cache
def _by_word() -> dict[str, str]:
    found: dict[str, str] = {}
    entries = sorted(taxonomy().values(), key=lambda entry: (_PREFERRED.index(entry.key.partition("=")[0]), entry.key))
    for words_of in (
        lambda entry: (entry.name_de,),
        lambda entry: (entry.name_en, entry.key.partition("=")[2], _words(entry.key)),
        lambda entry: entry.terms_de,
    ):
        for entry in entries:
            for word in words_of(entry):
                found.setdefault(word.lower(), entry.key)
    return found


def all_words() -> Iterator[str]:
    """Names and search words of every category and preset, German and English: words that are spelt right."""
    for entry in taxonomy().values():
        yield from (entry.name_de, entry.name_en, *entry.terms_de, *entry.terms_en)
    for preset in _presets():
        yield from (preset.name, *preset.terms)
