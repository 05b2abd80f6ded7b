"""The week of a profile page, and whether it is open now."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.methods.opening_hours import (
    Interval,
    SpecialKind,
    Status,
    StatusKind,
    intervals,
    next_holiday,
    status,
    week_table,
)

BERLIN = ZoneInfo("Europe/Berlin")


def shown(span):
    """ "18:00-02:00" with "+" for an open end and "?" for doubt."""
    closes = f"-{span.closes:%H:%M}" if span.closes else ""
    return f"{span.opens:%H:%M}{closes}{'+' if span.open_end else ''}{'' if span.certain else '?'}"


def week(expression, on=date(2026, 12, 21), region="DE-BE"):
    table = week_table(expression, region=region, on=on)
    return [" ".join(map(shown, day.spans)) for day in table.days]


@pytest.mark.parametrize(
    ("expression", "monday_to_sunday"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:00; PH off", [*["09:00-12:00 14:00-18:00"] * 4, "", "", ""]),
        ("Mo-We 18:00-02:00; Th-Su off", ["18:00-02:00"] * 3 + [""] * 4),
        ("Mo-Th 18:00-02:00; Fr-Su 20:00-05:00+", ["18:00-02:00"] * 4 + ["20:00-05:00+"] * 3),
        ("18:00+", ["18:00+"] * 7),
        ("12:00-18:00+", ["12:00-18:00+"] * 7),
        ("12:00-24:00+", ["12:00-00:00+"] * 7),
        ('Mo 10:00-12:00 "by appointment"; Tu 10:00-12:00', ["10:00-12:00?", "10:00-12:00", *[""] * 5]),
        ('Mo-Su 10:00-12:00; "by appointment"', ["10:00-12:00"] * 7),
        ("Mo 00:00-24:00; Tu 00:00-06:00", ["00:00-00:00", "00:00-06:00", *[""] * 5]),
        ("off", [""] * 7),
    ],
)
def test_visitors_see_each_night_with_the_evening_it_began(expression, monday_to_sunday):
    assert week(expression) == monday_to_sunday


def test_the_week_begins_today_and_names_its_holidays():
    table = week_table(
        'Mo-Sa 09:00-18:00; PH off; Dec 24 09:00-12:00 open "Christmas Eve"', region="DE-BE", on=date(2026, 12, 22)
    )
    assert [day.on.day for day in table.days] == [22, 23, 24, 25, 26, 27, 28]
    assert [day.holiday.name_en if day.holiday else "" for day in table.days] == [
        *["", "", "", "Christmas Day", "Boxing Day", "", ""]
    ]
    assert table.days[2].notes == ("Christmas Eve",)
    assert table.next_holiday is not None
    assert table.next_holiday.on == date(2026, 12, 25)
    assert table.next_holiday.spans == ()
    assert table.next_holiday.by_rule_for_holidays
    assert [special.kind for special in table.specials] == [SpecialKind.PUBLIC_HOLIDAY, SpecialKind.SEASON]
    assert table.specials[1].first_on == date(2026, 12, 24)


def test_a_text_silent_about_holidays_leaves_doubt_about_them():
    table = week_table("Mo-Sa 09:00-18:00", region="DE-BE", on=date(2026, 12, 22))
    assert table.next_holiday is not None
    assert not table.next_holiday.by_rule_for_holidays
    assert table.specials == ()


def test_seasons_are_listed_with_the_dates_that_come_next():
    table = week_table("Apr-Oct Tu-Su 10:00-18:00; Nov-Mar off; 2020 Dec 01 off", region="DE-BE", on=date(2026, 12, 1))
    assert [(special.first_on, special.last_on, special.weekdays) for special in table.specials] == [
        (date(2027, 4, 1), date(2027, 10, 31), (1, 2, 3, 4, 5, 6)),
        (date(2026, 11, 1), date(2027, 3, 31), ()),
    ]
    assert [[shown(span) for span in special.spans] for special in table.specials] == [["10:00-18:00"], []]


def test_a_text_without_times_is_not_shown_as_closed():
    table = week_table('"by appointment"', region="DE-BE", on=date(2026, 12, 1))
    assert not table.names_times
    assert table.notes == ("by appointment",)
    always = week_table("24/7", region="DE-BE", on=date(2026, 12, 1))
    assert always.names_times
    assert always.always_open


def test_the_next_holiday_of_the_state_is_named_in_both_languages():
    found = next_holiday("DE-BY", date(2026, 12, 27))
    assert found is not None
    assert (found.on, found.name_de, found.name_en) == (date(2027, 1, 1), "Neujahr", "New Year's Day")
    epiphany = next_holiday("DE-BY", date(2027, 1, 2))
    assert epiphany is not None
    assert epiphany.on == date(2027, 1, 6)
    good_friday = next_holiday("DE-HH", date(2027, 1, 2))
    assert good_friday is not None
    assert good_friday.on == date(2027, 3, 26)


def test_people_learn_whether_it_is_open_now():
    start = datetime(2026, 6, 1, tzinfo=BERLIN)
    found = intervals("Mo 10:00-18:00; Tu 12:00-18:00+", region="DE-BE", start=start, end=start + timedelta(days=7))

    def at(day, hour):
        return datetime(2026, 6, day, hour, tzinfo=BERLIN)

    assert status(found, at(1, 9)) == Status(StatusKind.CLOSED, opens_at=at(1, 10))
    assert status(found, at(1, 10)) == Status(StatusKind.OPEN, at(1, 18))
    assert status(found, at(1, 18)) == Status(StatusKind.CLOSED, opens_at=at(2, 12))
    assert status(found, at(2, 13)) == Status(StatusKind.OPEN, at(2, 18), open_end=True)
    assert status(found, at(2, 20)) == Status(StatusKind.UNKNOWN, at(3, 4))
    assert status(found, at(3, 5)) == Status(StatusKind.CLOSED)
    assert status([], at(3, 5)) == Status(StatusKind.CLOSED)


def test_the_end_of_what_is_stored_is_not_a_closing_time():
    start, end = datetime(2026, 6, 1), datetime(2026, 7, 1)
    found = [Interval(start, end)]
    assert status(found, datetime(2026, 6, 2), known_until=end) == Status(StatusKind.OPEN, None)
    assert status(found, datetime(2026, 6, 2)).until == end
