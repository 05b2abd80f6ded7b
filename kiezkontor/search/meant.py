"""Words that stand for something: what objects are marked with, and what a question may mean by its words.

An area marks its objects ("shop=bakery") and says which marks a word may stand for; so an object is found by words
nobody wrote into it, in any language, and a better list of words needs no new index.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from kiezkontor.search import analysis
from kiezkontor.search.analysis import SearchWord


class Reach(IntEnum):
    """How far a question goes beyond what is looked for first."""

    FIRST = 1
    ALSO = 2
    NEAR = 3


class Meant(NamedTuple):
    """Marks one word may stand for: what is looked for first by it, what one is content with too, and what is near.

    near: asked for only where little else is found, and shown behind it.
    """

    first: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    near: tuple[str, ...] = ()

    def marks(self, reach: Reach) -> tuple[str, ...]:
        return (self.first, self.also, self.near)[reach - 1]

    def tokens(self, reach: Reach) -> tuple[str, ...]:
        further = (*(self.also if reach >= Reach.ALSO else ()), *(self.near if reach >= Reach.NEAR else ()))
        return (*map(first_token, self.first), *map(also_token, further))


type Meaning = Callable[[Sequence[SearchWord]], Sequence[Meant]]


def nothing_else(words: Sequence[SearchWord]) -> list[Meant]:
    return [Meant() for _word in words]


@lru_cache(maxsize=10_000)
def first_token(mark: str) -> str:
    """A token no word can have, because words hold no sign of equality."""
    return analysis.as_token(f"={mark}")


@lru_cache(maxsize=10_000)
def also_token(mark: str) -> str:
    return analysis.as_token(f"~{mark}")
