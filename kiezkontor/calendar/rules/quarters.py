"""Whether every quarter has its member meeting, and which days would do where one has none."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from kiezkontor.calendar.rules.kinds import Kind

# Meetings at which members plan together.
MEETINGS = frozenset({Kind.ROUND, Kind.BREAKFAST, Kind.SALON, Kind.ROUND_TABLE})
MONTHS = 3
# Early enough to invite to it.
NOTICE_DAYS = 21
PROPOSALS = 3
# Members are at the till on the other days.
GOOD_WEEKDAYS = (1, 2, 3)
APART_DAYS = 7


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def first_on(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def last_on(self) -> date:
        return self.next.first_on - timedelta(days=1)

    @property
    def invite_until(self) -> date:
        """The last day to plan a meeting in it that people can be invited to."""
        return self.last_on - timedelta(days=NOTICE_DAYS)


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def possible_quarters(today: date) -> list[Quarter]:
    """Those looked at: this quarter and the next, this one only while there is time to invite to a meeting in it."""
    this = quarter_of(today)
    return [each for each in (this, this.next) if today <= each.invite_until]


def proposals(
    quarter: Quarter, *, today: date, taken: Collection[date], holidays: Collection[date], closed: Collection[date] = ()
) -> list[date]:
    """Up to three days for a meeting, spread over what is left of the quarter, ascending.

    taken: days with another event; holidays: public ones, nor the day before or after one; closed: school holidays,
    taken only where no other day is left.
    """
    first = max(quarter.first_on, today + timedelta(days=NOTICE_DAYS))
    days = [first + timedelta(days=nth) for nth in range((quarter.last_on - first).days + 1)]
    bridged = {day + timedelta(days=nth) for day in holidays for nth in (-1, 0, 1)}
    good = [day for day in days if day.weekday() in GOOD_WEEKDAYS and day not in bridged and day not in taken]
    wanted = [day for day in good if day not in closed] or good
    return spread(wanted)


def spread(days: list[date]) -> list[date]:
    """The first, the middle and the last of them, none within a week of another."""
    if not days:
        return []
    found: list[date] = []
    for aim in (days[len(days) // 4], days[len(days) // 2], days[len(days) * 3 // 4]):
        if all(abs((aim - other).days) >= APART_DAYS for other in found):
            found.append(aim)
    return found[:PROPOSALS]
