"""Days in the words of a page."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language

# Before a month and before the word after the hour, in “21. März” and “5 March” and “21:00 Uhr”.
WITHIN = re.compile(r"(?<=\d) (?=[A-Z])|(?<=\d\.) (?=[A-Z])")


def weekday_and_day(day: date) -> str:
    """“Mittwoch, 25. November 2026” or “Wednesday, 25 November 2026”, in the active language."""
    return _written(day.date() if isinstance(day, datetime) else day, get_language())


@lru_cache(maxsize=1000)
def _written(day: date, _language: str | None) -> str:
    """Kept, because long lists name the same few days, and Django takes longer to write one than to read its row."""
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"


def unbroken(written: str) -> str:
    """Days and hours as pages show them, where no line ends within “21. März” or before “Uhr”."""
    return WITHIN.sub("\N{NO-BREAK SPACE}", written)


def last_day(until_on: date | None) -> date | None:
    """The last day of a half-open period, as people read it; None where it has no end."""
    return None if until_on is None else until_on - timedelta(days=1)
