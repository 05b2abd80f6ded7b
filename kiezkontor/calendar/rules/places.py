"""Places and the waiting list: who has one, who waits, who moves up; strictly in the order of the answers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

# Whoever is offered a place shortly before hears of it in time or not at all.
LAST_CALL = timedelta(hours=2)
MOST_PEOPLE = 20


class Seat(StrEnum):
    """NONE: says maybe or no. OFFERED: the place is kept until the offer lapses; LAPSED: it was not taken in time."""

    NONE = ""
    SEATED = "seated"
    WAITING = "waiting"
    OFFERED = "offered"
    LAPSED = "lapsed"


# With these a place is taken, for nobody else may have it.
TAKING = frozenset({Seat.SEATED, Seat.OFFERED})


def free_places(capacity: int | None, taken: int) -> int | None:
    """None where there are places for everybody; never below 0, also where the capacity was lowered."""
    return None if capacity is None else max(0, capacity - taken)


def is_full(capacity: int | None, *, taken: int, waiting: int) -> bool:
    """Whether everybody who says yes now waits in line. waiting: how many answers wait already."""
    return free_places(capacity, taken) == 0 or (capacity is not None and waiting > 0)


def seat_of_new(people: int, *, free: int | None, waiting: int) -> Seat:
    """What somebody gets who says yes for so many. waiting: how many answers wait already; nobody passes them."""
    if free is None:
        return Seat.SEATED
    return Seat.SEATED if not waiting and people <= free else Seat.WAITING


def may_grow(more: int, *, free: int | None, waiting: int) -> bool:
    """Whether somebody who has places may have so many more."""
    return more <= 0 or free is None or (not waiting and more <= free)


def moving_up(queue: Iterable[tuple[int, int]], free: int | None) -> list[int]:
    """Keys of those who get a place now. queue: key and people, in the order of their answers.

    A group that does not fit yet is not passed by smaller ones behind it: its turn would never come.
    """
    keys: list[int] = []
    for key, people in queue:
        if free is not None:
            if people > free:
                break
            free -= people
        keys.append(key)
    return keys


def offer_until(now: datetime, *, hours: int, starts_at: datetime) -> datetime | None:
    """Until when an offered place waits for its yes; None where the place is theirs without asking.

    hours: of the event; 0 asks nobody. So short before the beginning that no time is left, nobody is asked either.
    """
    until = min(now + timedelta(hours=hours), starts_at - LAST_CALL)
    return until if hours and until > now else None
