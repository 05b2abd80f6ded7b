from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.calendar.rules.recurrence import OnHoliday, Rhythm, checked, dates, moment, rule_for

FIRST_WEDNESDAY = date(2027, 1, 6)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("rhythm", "first_on", "rule"),
    [
        (Rhythm.WEEKLY, FIRST_WEDNESDAY, "FREQ=WEEKLY;BYDAY=WE"),
        (Rhythm.FORTNIGHTLY, FIRST_WEDNESDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        (Rhythm.TWICE_A_MONTH, FIRST_WEDNESDAY, "FREQ=MONTHLY;BYDAY=1WE,3WE"),
        (Rhythm.TWICE_A_MONTH, date(2027, 1, 28), "FREQ=MONTHLY;BYDAY=2TH,4TH"),
        (Rhythm.MONTHLY, FIRST_WEDNESDAY, "FREQ=MONTHLY;BYDAY=1WE"),
        (Rhythm.MONTHLY, date(2027, 3, 31), "FREQ=MONTHLY;BYDAY=-1WE"),
        (Rhythm.SAME_DAY, date(2027, 3, 15), "FREQ=MONTHLY;BYMONTHDAY=15"),
        (Rhythm.SAME_DAY, date(2027, 3, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (Rhythm.QUARTERLY, date(2027, 3, 16), "FREQ=MONTHLY;INTERVAL=3;BYDAY=3TU"),
        (Rhythm.YEARLY, date(2027, 11, 28), "FREQ=MONTHLY;INTERVAL=12;BYDAY=4SU"),
    ],
)
def test_a_rhythm_repeats_what_the_first_date_is(rhythm, first_on, rule):
    assert rule_for(rhythm, first_on) == rule
    assert dates(rule, first_on, until=date(2030, 1, 1))[0] == first_on


def test_first_wednesdays():
    found = dates("FREQ=MONTHLY;BYDAY=1WE", FIRST_WEDNESDAY, until=date(2027, 5, 31))
    assert found == [date(2027, m, d) for m, d in [(1, 6), (2, 3), (3, 3), (4, 7), (5, 5)]]


@pytest.mark.parametrize(
    ("what", "found"),
    [
        (OnHoliday.KEEP, [date(2027, 1, 6), date(2027, 2, 3)]),
        (OnHoliday.SKIP, [date(2027, 2, 3)]),
        (OnHoliday.WEEK_LATER, [date(2027, 1, 13), date(2027, 2, 3)]),
    ],
)
def test_holidays_are_avoided(what, found):
    epiphany = {date(2027, 1, 6)}
    rule = "FREQ=MONTHLY;BYDAY=1WE"
    assert dates(rule, FIRST_WEDNESDAY, until=date(2027, 2, 28), holidays=epiphany, on_holiday=what) == found


def test_two_holidays_a_week_apart_leave_the_date_out():
    both = {date(2027, 1, 6), date(2027, 1, 13)}
    rule = "FREQ=MONTHLY;BYDAY=1WE"
    found = dates(rule, FIRST_WEDNESDAY, until=date(2027, 1, 31), holidays=both, on_holiday=OnHoliday.WEEK_LATER)
    assert found == []


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "BYDAY=MO",
        "FREQ=DAILY;BYHOUR=1,2",
        "nonsense",
        "FREQ=DAILY\nDTSTART:20200101",
        "FREQ=DAILY;COUNT=2 FREQ=WEEKLY",
        "FREQ=",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY",
        "FREQ=DAILY;INTERVAL=0;BYDAY=MO",
        "FREQ=MONTHLY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;INTERVAL=seven",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "BYDAY=TU;INTERVAL=7;FREQ=DAILY",
        "FREQ=DAILY;BYMONTHDAY=31;BYDAY=MO;BYSETPOS=5",
        "BYSETPOS=5;FREQ=DAILY",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "BYSETPOS=2;FREQ=WEEKLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=99999999999MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYDAY=54MO",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=" + ",".join(["MO"] * 400),
    ],
)
def test_rules_that_are_none_are_refused(rule):
    with pytest.raises(ValueError, match=r".*"):
        checked(rule)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=TU,TH",
        "FREQ=DAILY;INTERVAL=10;COUNT=4",
        "FREQ=DAILY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=WEEKLY;UNTIL=20200101T000000",
    ],
)
def test_rules_are_kept_as_they_are(rule):
    assert checked(rule) == rule


def test_a_rule_may_come_with_its_name():
    assert checked(" rrule:freq=monthly;byday=1we ") == "FREQ=MONTHLY;BYDAY=1WE"


def test_half_past_seven_stays_half_past_seven_when_the_clocks_change():
    before, after = moment(date(2027, 3, 24), time(7, 30), BERLIN), moment(date(2027, 3, 31), time(7, 30), BERLIN)
    assert (before.utcoffset().seconds, after.utcoffset().seconds) == (3600, 7200)
    assert (before.hour, after.hour) == (7, 7)


def test_a_rule_that_finds_no_day_from_its_first_on_stops():
    assert dates("FREQ=MONTHLY;INTERVAL=12;BYMONTH=1", date(2027, 2, 1), until=date(2028, 2, 1)) == []


def test_every_29th_of_february_is_found():
    rule = "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29"
    found = dates(rule, date(2088, 1, 1), until=date(2112, 1, 1))
    assert [day.year for day in found] == [2088, 2092, 2096, 2104, 2108]


def test_a_rule_without_end_stops():
    assert len(dates("FREQ=DAILY", date(2027, 1, 1), until=date(2100, 1, 1))) == 400
