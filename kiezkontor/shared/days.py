"""Days in the words of a page."""

from datetime import date

from django.utils.formats import date_format


def weekday_and_day(day: date) -> str:
    """“Mittwoch, 25. November 2026” or “Wednesday, 25 November 2026”, in the active language."""
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"
