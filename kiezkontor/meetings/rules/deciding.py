"""What a vote came to, and whether it counts."""

from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    TOO_MANY = "too_many"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Outcome:
    """entitled: who could vote. has_quorum: enough of them were there. is_adopted: more yes than no, with a quorum."""

    entitled: int
    has_quorum: bool
    is_adopted: bool


def entitled(present: int, interested: int) -> int:
    """Whoever has an own interest cannot vote and is not counted."""
    return max(present - interested, 0)


def proposed_quorum(seats: int, percent: int | None = None) -> int | None:
    """How many must be able to vote: this part of the seats, more than half where none is said; None without seats."""
    if not seats:
        return None
    return seats // 2 + 1 if percent is None else -(-seats * percent // 100)


def trouble_with(yes: int, no: int, abstained: int, *, entitled: int) -> Trouble | None:
    """Why these votes cannot be: more than people, or none at all. An abstention is a vote."""
    if yes + no + abstained == 0:
        return Trouble.NOBODY
    return Trouble.TOO_MANY if yes + no + abstained > entitled else None


def outcome(yes: int, no: int, *, entitled: int, quorum: int | None) -> Outcome:
    """A tie does not carry. quorum: how many must be able to vote; None where the body has none."""
    has_quorum = quorum is None or entitled >= quorum
    return Outcome(entitled, has_quorum, has_quorum and yes > no)


def agreed(*, entitled: int, quorum: int | None) -> Outcome:
    """Without a count: nobody spoke against it."""
    has_quorum = quorum is None or entitled >= quorum
    return Outcome(entitled, has_quorum, has_quorum)
