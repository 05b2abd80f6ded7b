"""Days in the words of a page."""

from datetime import date, timedelta

from django.utils.formats import date_format


def weekday_and_day(day: date) -> str:
    """“Mittwoch, 25. November 2026” or “Wednesday, 25 November 2026”, in the active language."""
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"


def last_day(until_on: date | None) -> date | None:
    """The last day of a half-open period, as people read it; None where it has no end."""
    return None if until_on is None else until_on - timedelta(days=1)
