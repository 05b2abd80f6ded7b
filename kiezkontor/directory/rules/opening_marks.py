"""When a place is usually open, as marks by which "Bäcker Sonntag" or "Apotheke 24 Stunden" finds it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from kiezkontor.methods.opening_hours import HoursError, ordinary_week

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Minutes of a day. What ends before NIGHT_ENDS belongs to the evening before.
NIGHT_ENDS, EARLY, LATE, A_DAY = 6 * 60, 7 * 60, 20 * 60, 24 * 60


@lru_cache(maxsize=5_000)
def opening_marks(expression: str) -> tuple[str, ...]:
    """Marks for the days it is open in an ordinary week, and for early, late and always; none for unreadable hours.

    early: before seven on some day; late: beyond eight in the evening on some day.
    """
    try:
        week = ordinary_week(expression) if expression else ()
    except HoursError:
        return ()
    days = [[span for span in day if span[1] > NIGHT_ENDS] for day in week]
    return tuple(f"opening={mark}" for mark in _marks(days))


def _marks(days: Sequence[Sequence[tuple[int, int]]]) -> Iterator[str]:
    yield from (name for name, spans in zip(DAYS, days, strict=False) if spans)
    spans = list(chain.from_iterable(days))
    if spans and all(day == [(0, A_DAY)] for day in days):
        yield "always"
    if any(begins < EARLY for begins, _ends in spans):
        yield "early"
    if any(ends > LATE for _begins, ends in spans):
        yield "late"
