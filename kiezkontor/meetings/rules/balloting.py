"""Votes by ballot paper: which marks count, what they come to, and whether the papers add up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """ONE: one answer. SEVERAL: each answer that one agrees with. POINTS: a number of points shared out."""

    ONE = "one"
    SEVERAL = "several"
    POINTS = "points"


class Stage(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Trouble(StrEnum):
    UNKNOWN = "unknown"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Papers:
    """given = used + unused. blank: of the used, without any mark. is_over: more were used than people were there."""

    given: int
    used: int
    blank: int
    is_over: bool

    @property
    def unused(self) -> int:
        return self.given - self.used


@dataclass(frozen=True)
class Place:
    """An answer with its votes. rank: 1 for the most, the same for as many; share: of the used papers, in percent."""

    key: int
    votes: int
    rank: int
    share: int


def trouble_with(marks: Mapping[int, int], *, way: str, points: int, options: Collection[int]) -> Trouble | None:
    """Why a paper cannot be: a mark for nothing, or more than there may be. A blank one is one.

    marks: option → points, 1 each where there are none to share out.
    """
    if any(option not in options or number < 1 for option, number in marks.items()):
        return Trouble.UNKNOWN
    if way == Way.POINTS:
        return Trouble.TOO_MANY if sum(marks.values()) > points else None
    if any(number > 1 for number in marks.values()):
        return Trouble.TOO_MANY
    return Trouble.TOO_MANY if way == Way.ONE and len(marks) > 1 else None


def places(votes: Mapping[int, int], *, used: int) -> list[Place]:
    """The most first, else in the order of the paper; as many votes share a rank."""
    ordered = sorted(votes, key=lambda key: -votes[key])
    return [
        Place(
            key=key,
            votes=votes[key],
            rank=1 + sum(other > votes[key] for other in votes.values()),
            share=round(100 * votes[key] / used) if used else 0,
        )
        for key in ordered
    ]


def adds_up(votes: Sequence[int], papers: Papers, *, way: str, points: int) -> bool:
    """Whether the counted votes can come from the used papers."""
    marked = papers.used - papers.blank
    if not 0 <= papers.blank <= papers.used <= papers.given:
        return False
    if way == Way.ONE:
        return sum(votes) == marked
    most = marked * points if way == Way.POINTS else marked * len(votes)
    return marked <= sum(votes) <= most
