"""When the events of a series are: a rule of RFC 5545 on local days, and what becomes of holidays."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MOST_DATES = 400
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTER, YEAR = 3, 12
# Those that repeat within a day are not among them, nor what only some programs know.
PARTS = frozenset("FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTHDAY BYMONTH BYSETPOS".split())
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
INTERVALS = range(1, 1000)
# Rules that find a date seldom or never would be followed to the year 9999 day by day.
SELDOM = re.compile(
    r"FREQ=DAILY.*BYMONTH=|BYMONTH=.*FREQ=DAILY|FREQ=DAILY.*INTERVAL=.*BY|FREQ=WEEKLY.*BYSETPOS|BYSETPOS.*FREQ=WEEKLY"
)


class OnHoliday(StrEnum):
    """What becomes of a date on a public holiday."""

    KEEP = "keep"
    SKIP = "skip"
    WEEK_LATER = "week_later"


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    TWICE_A_MONTH = "twice_a_month"
    MONTHLY = "monthly"
    SAME_DAY = "same_day"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


def rule_for(rhythm: Rhythm, first_on: date) -> str:
    """The rule that repeats what the first date is: its weekday, and the how manieth of its month.

    The fifth of a month becomes the last, because most months have no fifth; so do the days 29 to 31 where the day of
    the month is repeated. Twice a month goes with the first and third, or the second and fourth.
    """
    if rhythm == Rhythm.SAME_DAY:
        return f"FREQ=MONTHLY;BYMONTHDAY={-1 if first_on.day > 28 else first_on.day}"
    day = DAYS[first_on.weekday()]
    if rhythm == Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={day}"
    if rhythm == Rhythm.FORTNIGHTLY:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}"
    nth = (first_on.day - 1) // 7 + 1
    if rhythm == Rhythm.TWICE_A_MONTH:
        several = (1, 3) if nth % 2 else (2, 4)
        return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{each}{day}" for each in several)
    months = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: QUARTER, Rhythm.YEARLY: YEAR}[rhythm]
    every = f";INTERVAL={months}" if months > 1 else ""
    return f"FREQ=MONTHLY{every};BYDAY={-1 if nth > 4 else nth}{day}"


def checked(rule: str) -> str:
    """A rule as it is kept, by days, weeks, months or years.

    Raises ValueError for one that cannot be read, that repeats within a day, or that would have to be looked for long.
    """
    written = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in written.split(";"))
    if not parts.keys() <= PARTS or parts.get("FREQ") not in FREQUENCIES or SELDOM.search(written):
        raise ValueError(rule)
    if int(parts.get("INTERVAL", 1)) not in INTERVALS:
        raise ValueError(rule)
    try:
        rrulestr(written, dtstart=datetime.combine(date(2026, 1, 1), time.min))
    except (TypeError, KeyError, IndexError, OverflowError) as broken:
        raise ValueError(rule) from broken
    return written


def dates(
    rule: str,
    first_on: date,
    *,
    until: date,
    holidays: Collection[date] = frozenset(),
    on_holiday: OnHoliday = OnHoliday.KEEP,
) -> list[date]:
    """The dates of a series from its first on until a day, that day included; at most MOST_DATES, ascending.

    holidays: of the place. A date that moves a week later stays out where another is already there or it is a holiday
    as well.
    """
    found: set[date] = set()
    for day in islice(_days(rule, first_on, until), MOST_DATES):
        if day not in holidays or on_holiday == OnHoliday.KEEP:
            found.add(day)
        elif on_holiday == OnHoliday.WEEK_LATER and day + timedelta(days=7) not in holidays:
            found.add(day + timedelta(days=7))
    return sorted(day for day in found if day <= until)


def _days(rule: str, first_on: date, until: date) -> Iterator[date]:
    begin = datetime.combine(first_on, time.min)
    for each in rrulestr(rule, dtstart=begin):
        if each.date() > until:
            return
        yield each.date()


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Seven in the evening stays seven in the evening when the clocks change.

    A time that a change of the clocks leaves out is read as it was before the change.
    """
    return datetime.combine(day, at, tzinfo=zone)
