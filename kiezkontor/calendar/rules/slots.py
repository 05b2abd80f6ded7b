"""The times of an event: how they follow each other, whether they lie within it, until when one may answer to them."""

from collections.abc import Iterable
from datetime import datetime

# So many times are set at once, one after the other.
MOST_AT_ONCE = 20


def one_after_another(begins: datetime, ends: datetime, count: int) -> list[tuple[datetime, datetime]]:
    """So many times of the same length; each begins when the one before it ends."""
    length = ends - begins
    return [(begins + number * length, ends + number * length) for number in range(count)]


def lie_within(times: Iterable[tuple[datetime, datetime]], *, first: datetime, last: datetime) -> bool:
    """Whether all these times lie within the event; without any they do."""
    return all(first <= begins and ends <= last for begins, ends in times)


def closes_at(begins: datetime, answers_until: datetime | None) -> datetime:
    """The last moment to answer to what begins then: until it begins, or earlier where the event says so."""
    return min(begins, answers_until) if answers_until else begins
