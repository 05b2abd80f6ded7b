"""What becomes of the events of a series when it changes, and whose turn it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

# As far ahead events are made.
DAYS_AHEAD = 366
# An event changed by hand stands for the new date next to it, not further away than this.
NEAR_DAYS = 15


@dataclass(frozen=True)
class Made:
    """An event of a series to come. on: the date of the series it stands for; fixed: it stays as it is."""

    pk: int
    on: date
    fixed: bool = False


@dataclass(frozen=True)
class Plan:
    """stay_or_move: new date by event; too_many: events no date is left for; missing: dates without an event."""

    stay_or_move: dict[int, date]
    too_many: list[int]
    missing: list[date]


def replan(made: Iterable[Made], dates: Iterable[date]) -> Plan:
    """Give the events to come the dates of a changed series, in order.

    A fixed one takes the date next to its own away, so that nobody meets twice in its place.
    """
    in_order = sorted(made, key=lambda each: (each.on, each.pk))
    left = sorted(set(dates))
    for each in in_order:
        if each.fixed and left:
            nearest = min(left, key=lambda day: (abs((day - each.on).days), day))
            if abs((nearest - each.on).days) <= NEAR_DAYS:
                left.remove(nearest)
    free = [each.pk for each in in_order if not each.fixed]
    return Plan(dict(zip(free, left, strict=False)), free[len(left) :], left[len(free) :])


def title_of(title: str, number: int | None) -> str:
    """“87. Gewerberunde” where events are counted."""
    return f"{number}. {title}" if number else title


def numbered(title: str, number: int | None, *, before: int | None = None) -> str:
    """A title somebody wrote, with the number of its event in place of the one before; one that says it stays."""
    bare = title.removeprefix(f"{before}. ") if before != number else title
    return bare if number and re.search(rf"\b{number}\b", bare) else title_of(bare, number)


def host_in_turn[T](hosts: Sequence[T], turns: int) -> T | None:
    """Who has the next event, after so many; None where there are no hosts."""
    return hosts[turns % len(hosts)] if hosts else None
