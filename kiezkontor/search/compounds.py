"""Parts of German compounds: Schuhreparatur is Schuh and Reparatur."""

from functools import lru_cache
from typing import Protocol

try:
    from charsplit_fst import Splitter as CharSplitter
except ImportError:  # no build for this platform
    CharSplitter = None

SURE = 0.6
LIKELY = 0.5
POSSIBLE = -0.6
SHORTEST_COMPOUND = 7
# The splitter's time grows with the square of the length and more.
LONGEST_COMPOUND = 40
SHORTEST_PART = 3
DEEPEST = 2


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Endings that the splitter takes for words.
NOT_WORDS = listed(
    "bar chen ein eln end ent erei erie erin erinnen ern erung haft heit ieren igkeit innen isch ische"
    " ischen keit kon lein lich ler ling los mal nis rei sal sam schaft statt ste sten tion tum ung ungen"
    " ver vor"
)


class Splitter(Protocol):
    def split_compound(self, word: str) -> list[tuple[float, str, str]]: ...


@lru_cache(maxsize=1)
def splitter() -> Splitter | None:
    """None where no build of charsplit-fst exists: compounds are then found by their beginning only."""
    return None if CharSplitter is None else CharSplitter()


@lru_cache(maxsize=100_000)
def splits(word: str) -> tuple[tuple[float, str, str], ...]:
    """Possible cuts of a word in small letters, the likeliest first: (score from about -2 to 1, front, back)."""
    tool = splitter()
    if tool is None or not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND or not word.isalpha():
        return ()
    return tuple(
        (score, front.lower(), back.lower())
        for score, front, back in tool.split_compound(word)[:4]
        if is_part(front.lower()) and is_part(back.lower())
    )


def is_part(part: str) -> bool:
    return len(part) >= SHORTEST_PART and part not in NOT_WORDS


def best_split(word: str) -> tuple[str, str] | None:
    """The first cut that is likely, or a possible one with a side that is surely a compound itself."""
    for score, front, back in splits(word):
        if score > LIKELY:
            return front, back
        if score > POSSIBLE and (is_compound(front) or is_compound(back)):
            return front, back
    return None


def is_compound(word: str) -> bool:
    cuts = splits(word)
    return bool(cuts) and cuts[0][0] > SURE


@lru_cache(maxsize=100_000)
def leaves(word: str, depth: int = DEEPEST) -> tuple[str, ...]:
    """The smallest parts in order; the word itself, alone, where it is none."""
    cut = best_split(word) if depth else None
    if cut is None:
        return (word,)
    return leaves(cut[0], depth - 1) + leaves(cut[1], depth - 1)


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """Everything the word is made of, large and small parts, without the word itself; empty if it is simple.

    zahnarztpraxis is made of zahnarzt, zahn, arzt, arztpraxis and praxis.
    """
    found: dict[str, None] = {}
    cuts = [(front, back) for score, front, back in splits(word) if score > SURE]
    first = best_split(word)
    for front, back in cuts or ([first] if first else []):
        for side in (front, back):
            found[side] = None
            for part in leaves(side):
                found[part] = None
    found.pop(word, None)
    return tuple(found)
