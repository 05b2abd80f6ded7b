"""When a place is usually open, as marks by which "Bäcker Sonntag" or "Apotheke 24 Stunden" finds it."""

from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache

from kiezkontor.methods.opening_hours import HoursError, WeekTable, week_table

# A week without a holiday or a school holiday anywhere in Germany.
ORDINARY_MONDAY = date(2026, 6, 15)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EARLY, LATE = time(7), time(20)


@lru_cache(maxsize=5_000)
def opening_marks(expression: str) -> tuple[str, ...]:
    """Marks for the days it is open in an ordinary week, and for early, late and always; none for unreadable hours.

    early: before seven on some day; late: beyond eight in the evening on some day.
    """
    if not expression:
        return ()
    try:
        week = week_table(expression, region="DE", on=ORDINARY_MONDAY)
    except HoursError:
        return ()
    return tuple(f"opening={mark}" for mark in _marks(week))


def _marks(week: WeekTable) -> Iterator[str]:
    for day, name in zip(week.days, DAYS, strict=True):
        if any(span.certain for span in day.spans):
            yield name
    spans = [span for day in week.days for span in day.spans if span.certain]
    if week.always_open:
        yield "always"
    if any(span.all_day or span.opens < EARLY for span in spans):
        yield "early"
    if any(span.all_day or span.overnight or (span.closes and span.closes > LATE) for span in spans):
        yield "late"
