"""The days of a month as a calendar shows them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = 7
FIRST_YEAR, LAST_YEAR = 2000, 2100
AHEAD_MONTHS = 6


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year that pages may show."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_on(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month | None":
        return known_month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> "Month | None":
        return known_month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def last_on(self) -> date:
        return date(self.year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)

    def weeks(self) -> list[list[date]]:
        """Whole weeks from Monday on, with the days of the months beside it that complete them."""
        first = self.first_on - timedelta(days=self.first_on.weekday())
        count = (self.last_on - first).days // WEEK + 1
        return [[first + timedelta(days=WEEK * week + day) for day in range(WEEK)] for week in range(count)]


def within(month: Month | None, days: tuple[date, date] | None, *, today: date) -> Month | None:
    """The month, where something is or may soon be found there; else None, so that no link leads on for ever.

    days: the first and the last one of all events, None where there are none. Today's month and the `AHEAD_MONTHS`
    after it are always led to.
    """
    if month is None:
        return None
    first_on, last_on = days or (today, today)
    ends = max(last_on, today + timedelta(days=AHEAD_MONTHS * 30))
    return month if month.last_on >= min(first_on, today) and month.first_on <= ends else None


def known_month(year: int, month: int) -> Month | None:
    """None for a month no page shows: before 2000, after 2100, or not of a calendar."""
    return Month(year, month) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None


def read_month(text: str) -> Month:
    """“2027-05” as it stands in addresses; raises ValueError for a month no page shows."""
    year, _hyphen, month = text.partition("-")
    found = known_month(int(year), int(month))
    if found is None:
        raise ValueError(text)
    return found


def days_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day something lasts; what ends at midnight ends on the day before."""
    begins, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if ends > begins and (ends.hour, ends.minute, ends.second) == (0, 0, 0):
        ends -= timedelta(seconds=1)
    return begins.date(), ends.date()
