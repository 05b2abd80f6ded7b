"""Spans of time that results are counted in: quarters, halves and years, or any days, and what lies before each."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.vacancies.rules.lettings import after_months

WRITTEN = re.compile(r"([12][0-9]{3})(?:-(h[12]|q[1-4]))?")
MONTHS_OF = {"h": 6, "q": 3}
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Period:
    """since: the first day; before: the day after the last one. key: as an address has it, "" for days of one's own."""

    since: date
    before: date
    key: str = ""

    @property
    def last_on(self) -> date:
        return self.before - timedelta(days=1)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day < self.before

    def touches(self, since: date, before: date | None) -> bool:
        """Whether something that went on from a day, and until another one or still, went on in it."""
        return since < self.before and (before is None or before > self.since)


def period_of(key: str) -> Period | None:
    """ "2026", "2026-h2" or "2026-q3"; None for anything else."""
    found = WRITTEN.fullmatch(key)
    if found is None or int(found[1]) < FIRST_YEAR:
        return None
    year, part = int(found[1]), found[2]
    if not part:
        return Period(date(year, 1, 1), date(year + 1, 1, 1), key)
    months = MONTHS_OF[part[0]]
    since = after_months(months * (int(part[1]) - 1), on=date(year, 1, 1))
    return Period(since, after_months(months, on=since), key)


def in_full_quarters(period: Period, *, today: date) -> Period:
    """A year as far as its quarters are over; no day of it where none is.

    Whoever reads only totals and comes back the next day would find out single cases by what has changed.
    """
    running = date(today.year, today.month - (today.month - 1) % 3, 1)
    return replace(period, before=max(period.since, min(period.before, running)))


def year_with_quarters(today: date) -> str:
    """The latest year of which a quarter is over."""
    return str(months_before(today, 3).year)


def before_of(period: Period) -> Period:
    """The one right before: of the same kind, or of as many days."""
    if not period.key:
        return Period(period.since - (period.before - period.since), period.since)
    year, part = int(period.key[:4]), period.key[5:]
    if not part:
        key = f"{year - 1}"
    elif part[1] == "1":
        key = f"{year - 1}-{part[0]}{12 // MONTHS_OF[part[0]]}"
    else:
        key = f"{year}-{part[0]}{int(part[1]) - 1}"
    months = MONTHS_OF[part[0]] if part else 12
    return Period(months_before(period.since, months), period.since, key)
