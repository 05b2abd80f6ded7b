from datetime import date, timedelta
from decimal import Decimal

import pytest

from kiezkontor.vacancies.rules.lettings import (
    FIXED_TERM,
    INTERIM,
    PERMANENT,
    Refusal,
    Rent,
    after_months,
    follow_ups,
    refusal_of,
    reminded_on,
    rent_on,
)

BEGIN, END = date(2026, 3, 1), date(2027, 3, 1)


def rent(day, cold="100"):
    return Rent(day, Decimal(cold), Decimal("20.50"))


@pytest.mark.parametrize(
    ("kind", "ends_on", "rents", "expected"),
    [
        (PERMANENT, None, [], None),
        (PERMANENT, END, [], None),
        (INTERIM, END, [rent(BEGIN), rent(date(2027, 2, 28))], None),
        (INTERIM, None, [], Refusal.NO_END),
        (FIXED_TERM, None, [], Refusal.NO_END),
        (INTERIM, BEGIN, [], Refusal.END_BEFORE_BEGIN),
        (PERMANENT, date(2026, 2, 1), [], Refusal.END_BEFORE_BEGIN),
        (PERMANENT, None, [rent(BEGIN), rent(BEGIN, "200")], Refusal.RENT_TWICE),
        (INTERIM, END, [rent(END)], Refusal.RENT_OUTSIDE),
        (INTERIM, END, [rent(date(2026, 2, 28))], Refusal.RENT_OUTSIDE),
    ],
)
def test_terms_that_are_not_possible_say_why(kind, ends_on, rents, expected):
    assert refusal_of(kind, BEGIN, ends_on, rents) == expected


@pytest.mark.parametrize(
    ("ends_on", "until", "expected"),
    [
        (END, END, None),
        (END, END - timedelta(days=1), None),
        (END, END - timedelta(days=2), Refusal.EXTENDED_BEFORE_END),
        (None, BEGIN, None),
        (END, None, None),
    ],
)
def test_an_extension_ends_no_sooner_than_what_it_extends(ends_on, until, expected):
    assert refusal_of(PERMANENT, BEGIN, ends_on, [], extendable_until=until) == expected


def test_a_staged_rent_is_the_latest_that_has_begun():
    steps = [rent(date(2026, 9, 1), "300"), rent(BEGIN, "100")]
    assert rent_on(steps, date(2026, 2, 28)) is None
    assert rent_on(steps, date(2026, 8, 31)).cold == 100
    assert rent_on(steps, date(2026, 9, 1)).whole == Decimal("320.50")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), date(2026, 12, 1)),
        (date(2027, 1, 31), date(2026, 12, 1)),
        (date(2027, 2, 1), date(2027, 2, 1)),
        (date(2027, 6, 1), date(2027, 2, 1)),
    ],
)
def test_the_office_is_reminded_three_months_and_one_month_before_the_end(on, expected):
    assert reminded_on(END, on=on) == expected


def test_months_are_counted_to_the_last_day_of_a_shorter_one():
    assert after_months(3, on=date(2025, 11, 30)) == date(2026, 2, 28)
    assert after_months(3, on=date(2027, 11, 30)) == date(2028, 2, 29)
    assert follow_ups(date(2026, 8, 31)) == [
        (3, date(2026, 11, 30)),
        (6, date(2027, 2, 28)),
        (12, date(2027, 8, 31)),
    ]
