"""What meetings of a year came to (I-NET-1 and I-NET-2): how many, who came, what was done of what was agreed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TARGET_A_YEAR = 4


class Light(StrEnum):
    """Of a quarter. GREEN: met; YELLOW: not yet, and it is not over; RED: over without a meeting."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting that took place. guests: whoever was there, each once: the key of their organisation, or of themselves
    where they came for none ("o12", "p3", "n:anna beispiel"); people: how many they were.
    """

    on: date
    guests: frozenset[str]
    people: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """visits: guests of each meeting added up; guests: different ones; first: those who came to none before the
    period; again: those who came to more than one in it.
    """

    meetings: int
    people: int
    visits: int
    guests: int
    first: int
    again: int

    @property
    def first_share(self) -> float | None:
        """0 to 1; None where nobody came."""
        return self.first / self.guests if self.guests else None

    @property
    def again_share(self) -> float | None:
        return self.again / self.guests if self.guests else None


def turnout(meetings: Sequence[Met], *, before: Iterable[Met]) -> Turnout:
    """meetings: of the period; before: all earlier ones, by which it is told who came for the first time."""
    known = frozenset().union(*(each.guests for each in before))
    came: dict[str, int] = {}
    for each in meetings:
        for guest in each.guests:
            came[guest] = came.get(guest, 0) + 1
    return Turnout(
        meetings=len(meetings),
        people=sum(each.people for each in meetings),
        visits=sum(came.values()),
        guests=len(came),
        first=sum(guest not in known for guest in came),
        again=sum(times > 1 for times in came.values()),
    )


def light_of(next_on: date, *, held: int, today: date) -> Light:
    """Of the quarter before next_on. held: meetings in it that took place."""
    if held:
        return Light.GREEN
    return Light.RED if next_on <= today else Light.YELLOW


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something a meeting asked somebody to do; done_on: None while it is open."""

    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """in_time, late: done by their day or after it; without a day they are done in time. overdue: open after their day;
    open: open and not overdue.
    """

    in_time: int
    late: int
    overdue: int
    open: int

    @property
    def in_time_share(self) -> float | None:
        """Of those that are done or should be, 0 to 1; None where there are none."""
        decided = self.in_time + self.late + self.overdue
        return self.in_time / decided if decided else None


def kept(agreed: Iterable[Agreed], *, today: date) -> Kept:
    numbers = {"in_time": 0, "late": 0, "overdue": 0, "open": 0}
    for each in agreed:
        numbers[fate(each, today)] += 1
    return Kept(**numbers)


def fate(agreed: Agreed, today: date) -> str:
    if agreed.done_on is not None:
        return "in_time" if agreed.due_on is None or agreed.done_on <= agreed.due_on else "late"
    return "overdue" if agreed.due_on is not None and agreed.due_on < today else "open"
