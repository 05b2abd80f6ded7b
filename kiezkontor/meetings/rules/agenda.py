"""How an agenda is put together and how long it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from kiezkontor.meetings.rules.kinds import Source

# Minutes an item is planned with until somebody says otherwise [inferred].
MINUTES = {
    Source.TASKS: 10,
    Source.EARLIER: 10,
    Source.PROBLEM: 10,
    Source.IDEA: 10,
    Source.STANDING: 5,
    Source.OWN: 10,
}
# What is offered by itself, without a choice of somebody: ideas are many, and a meeting is short.
CHOSEN_AT_FIRST = frozenset({Source.TASKS, Source.EARLIER, Source.PROBLEM, Source.STANDING})


class Place(IntEnum):
    """Where an item stands: open tasks first, then what opens a meeting each time; what closes it stays last."""

    TASKS, OPENING, BETWEEN, CLOSING = range(4)


@dataclass(frozen=True)
class Times:
    """begins: of each item, in order. left: minutes that are still free; below 0 the agenda is too long."""

    begins: tuple[datetime, ...]
    left: int


def times_of(minutes: Sequence[int], *, begins: datetime, ends: datetime) -> Times:
    """When each item begins if all keep to their minutes."""
    found, at = [], begins
    for each in minutes:
        found.append(at)
        at += timedelta(minutes=each)
    return Times(tuple(found), int((ends - at).total_seconds() // 60))


def in_order(places: Sequence[Place]) -> list[int]:
    """Places of items in the order of an agenda, those of one kind as they stand."""
    return sorted(range(len(places)), key=lambda at: (places[at], at))


def moved(order: Sequence[int], key: int, by: int, *, first: int | None = None) -> list[int]:
    """The keys with one of them further up (by < 0) or down; the ends stay ends.

    first: the key that stays at the top, None where any may be there.
    """
    keys = [each for each in order if each != first]
    if key in keys:
        place = keys.index(key)
        keys.insert(min(max(place + by, 0), len(keys) - 1), keys.pop(place))
    return keys if first is None else [first, *keys]
