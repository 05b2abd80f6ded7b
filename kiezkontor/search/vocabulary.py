"""Which known word somebody meant. Pure: keys of words in, similarity out; the same on every database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from kiezkontor.search import analysis

SHORTEST_CORRECTED = 4
LONGEST_SOUND = 40
# Tried on misspelt German trades (Bäkerei, Schuhreperatur, Zahnartz, Resturant); lower brings strangers.
SIMILAR = 0.72
SIMILAR_AND_SOUNDS_ALIKE = 0.6

# Letters that sound by their neighbours, in this order, each tried where its letter occurs.
BESIDE_OTHERS = tuple(
    (letter, re.compile(pattern), code)
    for letter, pattern, code in (
        ("ph", r"ph", "3"),
        ("c", r"(?<=[sz])c|^c(?![ahkloqrux])|(?<!^)c(?![ahkoqux])", "8"),
        ("", r"[dt](?=[csz8])", "8"),
        ("x", r"(?<=[ckq])x", "8"),
    )
)
ALONE = str.maketrans(
    {"x": "48"}
    | {
        letter: str(code)
        for code, letters in enumerate(("aeijouy", "bp", "dt", "fvw", "gkqc", "l", "mn", "r", "sz"))
        for letter in letters
    }
)
SILENT = re.compile(r"[^0-9]")
REPEATED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class KnownWord:
    key: str
    shown: str
    uses: int


def head(key: str) -> str:
    return key[:2]


def tail(key: str) -> str:
    return key[-3:]


@lru_cache(maxsize=100_000)
def sound(key: str) -> str:
    """How a folded word sounds to German ears; "friseur" and "frisor" alike. Vowels count at the beginning only.

    Source: Postel 1969, Kölner Phonetik.
    """
    code = key
    for letter, pattern, digit in BESIDE_OTHERS:
        if letter in code:
            code = pattern.sub(digit, code)
    code = code.translate(ALONE)
    if not (code.isascii() and code.isdigit()):
        code = SILENT.sub("", code)
    code = REPEATED.sub(r"\1", code)
    return (code[:1] + code[1:].replace("0", ""))[:LONGEST_SOUND]


def likeliest(key: str, known: Iterable[KnownWord]) -> KnownWord | None:
    """The known word that was most likely meant by a folded word; None when none is near enough.

    Equally near: the word used more often, then the alphabet.
    """
    best: tuple[float, int, str] | None = None
    meant: KnownWord | None = None
    for word in known:
        if abs(len(word.key) - len(key)) > 3:
            continue
        likeness = DamerauLevenshtein.normalized_similarity(key, word.key, score_cutoff=SIMILAR_AND_SOUNDS_ALIKE)
        if not likeness or differs_in_first_sound(key, word.key):
            continue
        sounds_alike = sound(word.key) == sound(key)
        if likeness < (SIMILAR_AND_SOUNDS_ALIKE if sounds_alike else SIMILAR):
            continue
        rank = (-likeness - (0.1 if sounds_alike else 0.0), -word.uses, word.key)
        if best is None or rank < best:
            best, meant = rank, word
    return meant


def differs_in_first_sound(key: str, other: str) -> bool:
    """Only the first letter is another, and sounds so: nobody who writes Müller means Füller."""
    return key[1:] == other[1:] and sound(key)[:1] != sound(other)[:1]


def is_known(key: str, known: Iterable[KnownWord]) -> bool:
    """Whether the word, its stem or its beginning is there, so that the index finds something under it."""
    stemmed = analysis.stem(key)
    return any(word.key.startswith(key) or analysis.stem(word.key) == stemmed for word in known)


def known_or_likeliest(key: str, known: Iterable[KnownWord]) -> KnownWord | None:
    """The word itself where it is known, else the likeliest; None when none is near enough."""
    known = list(known)
    exact = next((word for word in known if word.key == key), None)
    return exact or likeliest(key, known)
