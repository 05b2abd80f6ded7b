"""Which known word somebody meant. Pure: keys of words in, similarity out; the same on every database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from kiezkontor.search import analysis

# Of four letters one other makes another word: Mond and Mand, Demo and Deko.
SHORTEST_CORRECTED = 5
LONGEST_SOUND = 40
# From so many letters on a word stays itself with two mistakes; tried on German trades (Schuhreperatur, Resturant).
LONG = 9
# For long words that sound alike (Fisioterapie); lower brings strangers.
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
    if len(key) < SHORTEST_CORRECTED:
        return None
    sounds = sound(key)
    for word in known:
        sounds_alike = sound(word.key) == sounds
        most = most_mistakes(key, word.key, sounds_alike)
        distance = DamerauLevenshtein.distance(key, word.key, score_cutoff=most)
        if distance > most or begins_otherwise(key, word.key, distance):
            continue
        likeness = 1 - distance / max(len(key), len(word.key))
        rank = (-likeness - (0.1 if sounds_alike else 0.0), -word.uses, word.key)
        if best is None or rank < best:
            best, meant = rank, word
    return meant


def most_mistakes(key: str, other: str, sounds_alike: bool) -> int:
    """How many letters may be wrong, missing, too many or swapped for one word to be meant by the other.

    One; two in a long word, or where it sounds alike and loses no two letters (Frisör, but no Fred for Freude); in a
    long word that sounds alike two fifths of it.
    """
    if len(key) >= LONG:
        return int((1 - SIMILAR_AND_SOUNDS_ALIKE) * max(len(key), len(other))) if sounds_alike else 2
    return 2 if sounds_alike and len(other) > len(key) - 2 else 1


def begins_otherwise(key: str, other: str, distance: int) -> bool:
    """Whether the first letter says that another word is meant: nobody who writes Müller means Füller.

    A first letter that was left out, swapped or heard otherwise is the only mistake, but in a long word that sounds
    alike ("Fisiotherapie").
    """
    if key[0] == other[0]:
        return False
    if sound(key) == sound(other) and len(key) >= LONG:
        return False
    return distance > 1 or (key[1:] == other[1:] and sound(key)[:1] != sound(other)[:1])


def is_known(key: str, known: Iterable[KnownWord]) -> bool:
    """Whether the word, its stem or its beginning is there, so that the index finds something under it."""
    stemmed = analysis.stem(key)
    return any(word.key.startswith(key) or analysis.stem(word.key) == stemmed for word in known)


def known_or_likeliest(key: str, known: Iterable[KnownWord]) -> KnownWord | None:
    """The word itself where it is known, else the likeliest; None when none is near enough."""
    known = list(known)
    exact = next((word for word in known if word.key == key), None)
    return exact or likeliest(key, known)
