"""Who counts as having been there, and when people may say so themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """DEPUTY: came in the place of somebody else."""

    PRESENT = "present"
    DEPUTY = "deputy"
    EXCUSED = "excused"
    ABSENT = "absent"


THERE = frozenset({State.PRESENT, State.DEPUTY})

# The code on the wall works from two hours before a meeting until four hours after it [inferred]: who helps to put up
# the chairs checks in, and who took a photo of it does not come to the next meeting.
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=4)
# Who swapped contacts has them by then: in the own address book, or in the mail of the morning after.
SWAPPED = timedelta(days=7)


@dataclass(frozen=True)
class Numbers:
    """Each person once. present: with deputies; entitled: how many of these may vote."""

    present: int
    entitled: int
    deputies: int
    excused: int
    absent: int


def numbers_of(noted: Sequence[tuple[str, bool]]) -> Numbers:
    """noted: of each person their state and whether they may vote."""
    states = [state for state, _may_vote in noted]
    return Numbers(
        present=sum(state in THERE for state in states),
        entitled=sum(state in THERE and may_vote for state, may_vote in noted),
        deputies=states.count(State.DEPUTY),
        excused=states.count(State.EXCUSED),
        absent=states.count(State.ABSENT),
    )


def same_name(name: str) -> str:
    """What two writings of one name have in common: spaces and capitals do not make another person."""
    return " ".join(name.split()).casefold()


def with_where_from(name: str, where: str) -> str:
    """A name with the entry or what somebody comes from, unless that is the name itself."""
    return f"{name}, {where}" if where and where != name else name


def is_open(starts_at: datetime, ends_at: datetime, *, now: datetime) -> bool:
    """Whether people may check in themselves and follow the meeting on their telephone."""
    return starts_at - BEFORE <= now <= ends_at + AFTER


def may_swap(starts_at: datetime, ends_at: datetime, *, now: datetime) -> bool:
    """Whether contacts are swapped: in the room, and by the office from sheets until they are forgotten."""
    return starts_at - BEFORE <= now < ends_at + SWAPPED
