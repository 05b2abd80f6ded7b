from datetime import date

import pytest

from kiezkontor.districts.rules.period import (
    Period,
    days_of,
    months_of,
    one_month_after,
    printed_long,
    printed_short,
    status_on,
)

SCHILLERKIEZ = Period(date(2017, 1, 1), date(2018, 12, 31))
KIEZGROESSEN = Period(date(2017, 3, 1), date(2019, 12, 31))
BURGSTAEDT = Period(date(2020, 1, 1), precision="year")
HERTEN = Period(date(2020, 11, 1), precision="month")
OPEN_DAY = Period(date(2020, 5, 4))
ONLY_AN_END = Period(None, date(2018, 12, 31), precision="unknown")
NOTHING_KNOWN = Period(None, precision="unknown")


@pytest.mark.parametrize(
    ("period", "language", "long", "short"),
    [
        (SCHILLERKIEZ, "de", "1. Januar 2017 bis 31. Dezember 2018", "01/2017-12/2018"),
        (SCHILLERKIEZ, "en-gb", "1 January 2017 to 31 December 2018", "01/2017-12/2018"),
        (KIEZGROESSEN, "de", "1. März 2017 bis 31. Dezember 2019", "03/2017-12/2019"),
        (BURGSTAEDT, "de", "seit 2020", "seit 2020"),
        (BURGSTAEDT, "en", "since 2020", "since 2020"),
        (HERTEN, "de", "seit November 2020", "seit 11/2020"),
        (OPEN_DAY, "de", "seit dem 4. Mai 2020", "seit 05/2020"),
        (OPEN_DAY, "en", "since 4 May 2020", "since 05/2020"),
        (ONLY_AN_END, "de", "bis 31. Dezember 2018", "bis 12/2018"),
        (NOTHING_KNOWN, "de", "Laufzeit nicht bekannt", ""),
        (NOTHING_KNOWN, "en", "period not known", ""),
        (
            Period(date(2020, 1, 1), date(2022, 6, 30), "year"),
            "de",
            "2020 bis 30. Juni 2022",
            "2020-06/2022",
        ),
    ],
)
def test_a_period_is_printed_exactly_and_by_months(period, language, long, short):
    assert printed_long(period, language) == long
    assert printed_short(period, language) == short


@pytest.mark.parametrize(
    ("period", "months", "days"),
    [
        (SCHILLERKIEZ, 24, 730),
        (KIEZGROESSEN, 34, 1036),
        (Period(date(2020, 2, 29), date(2020, 2, 29)), 1, 1),
        (Period(date(2020, 1, 31), date(2020, 2, 1)), 2, 2),
        (Period(date(2020, 1, 1), date(2020, 12, 31), "month"), 12, None),
        (Period(date(2020, 1, 1), date(2020, 12, 31), "year"), None, None),
        (BURGSTAEDT, None, None),
        (ONLY_AN_END, None, None),
    ],
)
def test_a_period_is_counted_in_months_and_days(period, months, days):
    assert months_of(period) == months
    assert days_of(period) == days


@pytest.mark.parametrize(
    ("period", "on", "expected"),
    [
        (SCHILLERKIEZ, date(2016, 12, 31), "planned"),
        (SCHILLERKIEZ, date(2017, 1, 1), "running"),
        (SCHILLERKIEZ, date(2018, 12, 31), "running"),
        (SCHILLERKIEZ, date(2019, 1, 1), "finished"),
        (BURGSTAEDT, date(2026, 1, 1), "running"),
        (ONLY_AN_END, date(2018, 1, 1), "running"),
        (ONLY_AN_END, date(2019, 1, 1), "finished"),
        (NOTHING_KNOWN, date(2026, 1, 1), None),
    ],
)
def test_a_project_is_planned_running_or_finished(period, on, expected):
    assert status_on(period, on=on) == expected


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: Period(None), "beginning is a date"),
        (lambda: Period(date(2020, 1, 1), precision="unknown"), "beginning is a date"),
        (lambda: Period(date(2020, 1, 2), date(2020, 1, 1)), "cannot end before it began"),
    ],
)
def test_periods_that_cannot_be_are_refused(make, reason):
    with pytest.raises(ValueError, match=reason):
        make()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2026, 3, 28)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 11, 15), date(2026, 12, 15)),
    ],
)
def test_an_answer_is_due_one_month_later(day, expected):
    assert one_month_after(day) == expected
