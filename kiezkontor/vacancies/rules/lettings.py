"""Leases and interim uses: how long, for how much, and when somebody has to look at them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kiezkontor.organisations.rules.freshness import months_before

PERMANENT, FIXED_TERM, INTERIM = "permanent", "fixed_term", "interim"
# Before the end of a use for a time the office is told to see to what comes after it.
REMINDED_MONTHS = (3, 1)
# After moving in somebody asks how it goes.
FOLLOWED_MONTHS = (3, 6, 12)
# Whoever left later than that is asked about once more, so many months after the end; the key stands after all months.
AFTER_END, AFTER_END_MONTHS = 999, 3
# How a use ended of which nobody knows by that what became of whoever was there.
OPEN_ENDS = ("at_term", "early")
HIGHEST_RENT = Decimal(1_000_000)


class Refusal(StrEnum):
    """Why terms are not possible."""

    NO_END = "no_end"
    END_BEFORE_BEGIN = "end_before_begin"
    RENT_TWICE = "rent_twice"
    RENT_OUTSIDE = "rent_outside"
    EXTENDED_BEFORE_END = "extended_before_end"


@dataclass(frozen=True)
class Rent:
    """What is paid a month from a day on, in euros: cold rent, and utilities in advance."""

    from_on: date
    cold: Decimal
    utilities: Decimal = Decimal(0)

    @property
    def whole(self) -> Decimal:
        return self.cold + self.utilities


def after_months(months: int, *, on: date) -> date:
    """The day so many months later; the last of that month where it is shorter."""
    return months_before(on, -months)


def months_between(begins_on: date, ends_on: date) -> int:
    """How many months a use takes, a begun one counted whole. ends_on: the day after the last one."""
    months = (ends_on.year - begins_on.year) * 12 + ends_on.month - begins_on.month
    return months + (after_months(months, on=begins_on) < ends_on)


def refusal_of(
    kind: str, begins_on: date, ends_on: date | None, rents: Sequence[Rent], *, extendable_until: date | None = None
) -> Refusal | None:
    """Why these terms are not possible, None where they are. ends_on: the day after the last one; None without an end.

    Only a permanent lease may have none. Two rents from one day, or one from outside of the time, are refused.
    extendable_until: the last day it may be put off to, None where nothing is agreed; not before the last day it has.
    """
    if ends_on is None and kind != PERMANENT:
        return Refusal.NO_END
    if ends_on is not None and ends_on <= begins_on:
        return Refusal.END_BEFORE_BEGIN
    if ends_on is not None and extendable_until is not None and extendable_until < ends_on - timedelta(days=1):
        return Refusal.EXTENDED_BEFORE_END
    days = [rent.from_on for rent in rents]
    if len(set(days)) < len(days):
        return Refusal.RENT_TWICE
    if any(day < begins_on or (ends_on is not None and day >= ends_on) for day in days):
        return Refusal.RENT_OUTSIDE
    return None


def rent_on(rents: Sequence[Rent], day: date) -> Rent | None:
    """What is paid on a day; None before the first."""
    begun = [rent for rent in rents if rent.from_on <= day]
    return max(begun, key=lambda rent: rent.from_on, default=None)


def reminded_on(ends_on: date, *, on: date) -> date | None:
    """Since when the office is reminded of an end on that day: the last of the reminders that have come; None before.

    ends_on: the day after the last one, and what months are counted from.
    """
    come = [day for day in (months_before(ends_on, months) for months in REMINDED_MONTHS) if day <= on]
    return max(come, default=None)


def follow_ups(begins_on: date, ended_on: date | None = None) -> list[tuple[int, date]]:
    """After how many months somebody asks how it goes, and on which day that is due, in order.

    ended_on: from when on it is over. Then the same questions ask what became of whoever was there, and where all came
    before the end, one more does.
    """
    found = [(months, after_months(months, on=begins_on)) for months in FOLLOWED_MONTHS]
    if ended_on is not None and found[-1][1] < ended_on:
        found.append((AFTER_END, after_months(AFTER_END_MONTHS, on=ended_on)))
    return found


def question_due(questions: Sequence[tuple[int, date]], *, asked: int, on: date) -> tuple[int, date] | None:
    """The latest of `follow_ups` that is due and was not asked; None without. asked: the last that was, 0 for none."""
    return next(((months, day) for months, day in reversed(questions) if months > asked and day <= on), None)
