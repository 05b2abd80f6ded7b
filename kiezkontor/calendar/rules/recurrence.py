"""When the events of a series are: a rule of RFC 5545 on local days, and what becomes of holidays."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Self
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

MOST_DATES = 400
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTER, YEAR = 3, 12
# Those that repeat within a day are not among them, nor what only some programs know.
PARTS = frozenset("FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTHDAY BYMONTH BYSETPOS".split())
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
INTERVALS = range(1, 1000)
LONGEST_RULE = 500
# The days of a month, and the how manieth weekday: of a month, or of a whole year.
MONTH_DAYS, NTH_OF_MONTH, NTH_OF_YEAR = 31, 5, 53
NTH_DAY = re.compile(r"([+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)")
# Days, weeks, months or years without a date after which a rule is followed no further. The 29th of February takes 95
# months around the year 2100.
MOST_WITHOUT_DATE = 100


class OnHoliday(StrEnum):
    """What becomes of a date on a public holiday."""

    KEEP = "keep"
    SKIP = "skip"
    WEEK_LATER = "week_later"


class Stride(int):
    """How far a rule goes at each step; it counts the steps where it is added. Raises ValueError after
    MOST_WITHOUT_DATE of them where none was `found`: what finds no date would be followed to the year 9999.
    """

    steps = without_date = 0

    @classmethod
    def of(cls, rule: str) -> Self:
        return cls(parts_of(rule).get("INTERVAL", 1))

    def found(self) -> None:
        self.steps += 1
        self.without_date = 0

    def __radd__(self, reached: int) -> int:
        self.go()
        return reached + int(self)

    def __mul__(self, days: int) -> int:
        self.go()
        return int(self) * days

    def go(self) -> None:
        self.steps += 1
        self.without_date += 1
        if self.without_date > MOST_WITHOUT_DATE:
            raise ValueError("no date")


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

    Raises ValueError for one that cannot be read, that repeats within a day, or that finds a date seldom or never.
    """
    written = rule.strip().upper().removeprefix("RRULE:")
    parts = parts_of(written)
    if len(written) > LONGEST_RULE or not parts.keys() <= PARTS or parts.get("FREQ") not in FREQUENCIES:
        raise ValueError(rule)
    if int(parts.get("INTERVAL", 1)) not in INTERVALS or is_seldom(parts) or not all(days_exist(parts)):
        raise ValueError(rule)
    try:
        next(moments(written, datetime.combine(date(2026, 1, 1), time.min), Stride.of(written)), None)
    except (TypeError, KeyError, IndexError, OverflowError) as broken:
        raise ValueError(rule) from broken
    return written


def parts_of(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.split(";"))


def is_seldom(parts: dict[str, str]) -> bool:
    """Whether days or weeks are to be left out that a rule by months says better."""
    filters = {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"} & parts.keys()
    if parts["FREQ"] == "DAILY":
        return bool(filters - {"BYDAY"}) or (bool(filters) and int(parts.get("INTERVAL", 1)) > 1)
    return parts["FREQ"] == "WEEKLY" and bool(filters & {"BYMONTHDAY", "BYSETPOS"})


def days_exist(parts: dict[str, str]) -> Iterator[bool]:
    """Of each day that is named, whether a month or year can have it."""
    most = NTH_OF_YEAR if parts["FREQ"] == "YEARLY" else NTH_OF_MONTH
    if "BYDAY" in parts:
        for each in parts["BYDAY"].split(","):
            found = NTH_DAY.fullmatch(each)
            yield found is not None and 1 <= abs(int(found[1] or 1)) <= most
    if "BYMONTHDAY" in parts:
        yield from (1 <= abs(int(each)) <= MONTH_DAYS for each in parts["BYMONTHDAY"].split(","))


def moments(rule: str, begin: datetime, stride: Stride) -> Iterator[datetime]:
    """The dates of a checked rule; raises ValueError where none comes for long."""
    followed = rrulestr(rule, dtstart=begin)
    if not isinstance(followed, rrule):
        raise ValueError(rule)
    for each in followed.replace(interval=stride):
        stride.found()
        yield each


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
    found = {
        taken
        for day in islice(_days(rule, first_on, until), MOST_DATES)
        if (taken := taken_for(day, holidays, on_holiday)) is not None
    }
    return sorted(day for day in found if day <= until)


def taken_for(day: date, holidays: Collection[date], on_holiday: OnHoliday) -> date | None:
    """The day on which a date of the rule takes place; None where it stays out."""
    if day not in holidays or on_holiday == OnHoliday.KEEP:
        return day
    later = day + timedelta(days=7)
    return later if on_holiday == OnHoliday.WEEK_LATER and later not in holidays else None


def on_holidays(
    rule: str, first_on: date, *, until: date, holidays: Collection[date], on_holiday: OnHoliday
) -> list[tuple[date, date | None]]:
    """Which dates of the rule fall on a holiday, ascending, each with the day it takes place on; None where it stays
    out."""
    days = islice(_days(rule, first_on, until), MOST_DATES)
    return [(day, taken_for(day, holidays, on_holiday)) for day in days if day in holidays]


def _days(rule: str, first_on: date, until: date) -> Iterator[date]:
    with suppress(ValueError):
        for each in moments(rule, datetime.combine(first_on, time.min), Stride.of(rule)):
            if each.date() > until:
                return
            yield each.date()


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Seven in the evening stays seven in the evening when the clocks change.

    A time that a change of the clocks leaves out is read as it was before the change.
    """
    return datetime.combine(day, at, tzinfo=zone)
