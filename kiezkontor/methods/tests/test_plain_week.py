from datetime import datetime

import pytest

from kiezkontor.methods.opening_hours import HoursError, intervals, normalise
from kiezkontor.methods.opening_hours.plain_week import EVERY_DAY, PlainWeek, Season, plain_week, written
from kiezkontor.methods.tests.test_opening_hours import reference_rows

EIGHT, NOON, ONE, SIX, TWO_AT_NIGHT = 480, 720, 780, 1080, 1560
SHOP = ((EIGHT, SIX),)
BREAK = ((EIGHT, NOON), (ONE, SIX))

WEEKS = [
    ("", PlainWeek()),
    ("Mo-Fr 08:00-18:00", PlainWeek((SHOP,) * 5 + ((), ()))),
    ("Mo,Tu,Th,Fr 08:00-12:00,13:00-18:00; We 08:00-18:00", PlainWeek((BREAK, BREAK, SHOP, BREAK, BREAK, (), ()))),
    ("Mo-Fr 08:00-18:00; PH off", PlainWeek((SHOP,) * 5 + ((), ()), holidays=())),
    ("Mo-Su 08:00-18:00; PH 08:00-12:00", PlainWeek((SHOP,) * 7, holidays=((EIGHT, NOON),))),
    (
        "Mo-Su 08:00-18:00; Jul 20-Aug 10 off; PH off",
        PlainWeek((SHOP,) * 7, (), (Season((7, 20), (8, 10)),)),
    ),
    (
        "Mo-Fr 08:00-18:00; Dec 01-Dec 23 Su 13:00-18:00",
        PlainWeek((SHOP,) * 5 + ((), ()), None, (Season((12, 1), (12, 23), ((ONE, SIX),), frozenset({6})),)),
    ),
    (
        "Mo-Fr 08:00-18:00; 2026 Dec 24 off",
        PlainWeek((SHOP,) * 5 + ((), ()), None, (Season((12, 24), (12, 24), year=2026),)),
    ),
    ("Fr,Sa 18:00-02:00", PlainWeek(((),) * 4 + (((SIX, TWO_AT_NIGHT),),) * 2 + ((),))),
    ('Mo-Fr 08:00-18:00 || "nach Vereinbarung"', PlainWeek((SHOP,) * 5 + ((), ()), remark="nach Vereinbarung")),
    ('"nach Vereinbarung"', PlainWeek(remark="nach Vereinbarung")),
]


@pytest.mark.parametrize(("expression", "week"), WEEKS)
def test_hours_go_into_the_table_and_come_back(expression, week):
    assert plain_week(expression) == week
    assert written(week) == (normalise(expression) if expression else "")


@pytest.mark.parametrize(
    "expression",
    ["Mo-Fr sunrise-18:00", "Mo[1] 08:00-12:00", "week 1-20 Mo 08:00-12:00", "Mo-Fr 08:00+", "SH off", "easter off"],
)
def test_what_a_table_cannot_hold_stays_a_text(expression):
    assert plain_week(expression) is None


def test_what_cannot_be_read_says_so():
    with pytest.raises(HoursError):
        plain_week("Montags meistens")


def test_real_hours_are_open_at_the_same_times_after_a_visit_in_the_table():
    """Of all real hours of the reference: those the table holds, and nearly all of them it does."""
    start, end = datetime(2026, 7, 1), datetime(2027, 1, 10)
    held, changed = 0, []
    expressions = [row["opening_hours"] for row in reference_rows()]
    for expression in expressions:
        try:
            week = plain_week(expression)
        except HoursError:
            continue
        if week is None:
            continue
        held += 1
        before, after = (
            intervals(hours, region="DE-BE", lat=52.5, lon=13.4, start=start, end=end) if hours else []
            for hours in (normalise(expression), written(week))
        )
        if before != after:
            changed.append((expression, written(week)))
    assert changed == []
    assert held > 0.85 * len(expressions)


def test_a_season_of_every_day_is_the_rule():
    assert Season((1, 1), (1, 2)).days == EVERY_DAY
