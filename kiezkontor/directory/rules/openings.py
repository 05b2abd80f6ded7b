"""What people read about opening times, from intervals worked out before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

ALWAYS = timedelta(days=7)
FULL_DAY = (time(0), time(0))


@dataclass(frozen=True, slots=True)
class Opening:
    """Open in [starts, ends), aware moments; certain: False for open-ended or conditional time."""

    starts: datetime
    ends: datetime
    certain: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """kind: what holds at the moment. until: when it ends, or when it opens next; None where that is not known."""

    kind: Literal["open", "always", "perhaps", "closed", "unknown"]
    until: datetime | None = None


def state_at(openings: Sequence[Opening], now: datetime) -> State:
    """Open or closed at a moment; "unknown" without openings that reach so far.

    openings: ascending, not overlapping. Open for more than a week on end counts as always.
    """
    for opening in openings:
        if opening.starts <= now < opening.ends:
            if not opening.certain:
                return State("perhaps", opening.ends)
            if opening.ends - now > ALWAYS:
                return State("always")
            return State("open", opening.ends)
    following = next((opening.starts for opening in openings if opening.starts > now and opening.certain), None)
    return State("unknown") if following is None else State("closed", following)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one day in local time; full_day: from midnight to midnight."""

    starts: time
    ends: time
    certain: bool = True
    full_day: bool = False


def days_of(openings: Iterable[Opening], *, first: date, count: int, zone: tzinfo) -> list[tuple[date, list[Span]]]:
    """The open stretches of `count` days from `first` on, each day once, in local time.

    A stretch past midnight belongs to the day it begins on when it ends by noon of the next (a bar until 2:00);
    a longer one is cut at each midnight.
    """
    days = {first + timedelta(days=number): list[Span]() for number in range(count)}
    for opening in openings:
        for day, span in cut(opening.starts.astimezone(zone), opening.ends.astimezone(zone), opening.certain):
            if day in days:
                days[day].append(span)
    return list(days.items())


def cut(starts: datetime, ends: datetime, certain: bool) -> Iterable[tuple[date, Span]]:
    following = starts.date() + timedelta(days=1)
    night = ends.date() == following and ends.time() <= time(12) and starts.time() != time(0)
    if ends.date() == starts.date() or night:
        yield starts.date(), Span(starts.time(), ends.time(), certain)
        return
    day = starts.date()
    while day <= ends.date():
        begin = starts.time() if day == starts.date() else time(0)
        end = ends.time() if day == ends.date() else time(0)
        if day != ends.date() or end != time(0):
            yield day, Span(begin, end, certain, full_day=(begin, end) == FULL_DAY)
        day += timedelta(days=1)
