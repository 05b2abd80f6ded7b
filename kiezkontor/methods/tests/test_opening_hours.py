"""What is open when: against the reference, on holidays, over midnight, and when the clock changes."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.methods.opening_hours import HoursError, intervals, public_holidays, school_holidays

BERLIN = ZoneInfo("Europe/Berlin")
REFERENCE = Path(__file__).parent / "data" / "opening_hours_reference.jsonl.gz"


def reference_rows():
    with gzip.open(REFERENCE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def joined(times):
    """Rows as the format has them, those that touch made one: the same rows are the same open minutes."""
    found: list[list[str]] = []
    for begins, ends, *unknown in times:
        if found and found[-1][1] == begins and found[-1][2:] == unknown:
            found[-1][1] = ends
        else:
            found.append([begins, ends, *unknown])
    return found


def answered(row, window):
    return [
        [begins.isoformat("T", "minutes"), ends.isoformat("T", "minutes"), *([] if certain else ["unbekannt"])]
        for begins, ends, certain in intervals(
            row["opening_hours"],
            region=row["region"],
            lat=row["lat"],
            lon=row["lon"],
            start=datetime.fromisoformat(window["von"]),
            end=datetime.fromisoformat(window["bis"]),
        )
    ]


def open_times(expression, start, end, region="DE-BE", lat=None, lon=None):
    """Readable: "Fr 18:00-02:00", "?" behind what is uncertain."""
    found = intervals(
        expression,
        region=region,
        lat=lat,
        lon=lon,
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
    )
    return [f"{begins:%a %H:%M}-{ends:%H:%M}{'' if certain else '?'}" for begins, ends, certain in found]


@pytest.mark.parametrize("second_opinion", ["gleich", "anders", "fehler"])
def test_real_opening_hours_are_open_in_the_same_minutes_as_in_the_reference(second_opinion):
    rows = [row for row in reference_rows() if row["zweite_umsetzung"] == second_opinion]
    wrong = []
    for row in rows:
        if row.get("fehler"):
            with pytest.raises(HoursError):
                intervals(row["opening_hours"], region="DE-BE", start=datetime(2026, 6, 1), end=datetime(2026, 6, 2))
            continue
        if any(answered(row, window) != joined(window["offen"]) for window in row["fenster"]):
            wrong.append(row["opening_hours"])
    assert len(rows) == {"gleich": 716, "anders": 76, "fehler": 8}[second_opinion]
    assert wrong == []


@pytest.mark.parametrize(
    ("region", "day", "is_holiday"),
    [
        ("DE-BY", "2026-01-06", True),
        ("DE-BE", "2026-01-06", False),
        ("DE-BW", "2026-06-04", True),
        ("DE-BE", "2026-06-04", False),
        ("DE-BE", "2026-03-08", True),
        ("DE-BY", "2026-08-15", True),
        ("DE-BW", "2026-08-15", False),
        ("DE-BY", "2026-11-01", True),
        ("DE-HE", "2026-11-01", False),
        ("DE-SN", "2026-11-18", True),
        ("DE-TH", "2026-09-20", True),
        ("DE-MV", "2026-10-31", True),
        ("DE", "2026-10-03", True),
        ("DE", "2026-06-04", False),
    ],
)
def test_a_shop_closed_on_holidays_keeps_those_of_its_own_state(region, day, is_holiday):
    found = open_times("Mo-Su 10:00-12:00; PH off", f"{day}T00:00", f"{day}T23:00", region)
    assert (found == []) is is_holiday
    assert (date.fromisoformat(day) in public_holidays(region, 2026)) is is_holiday


@pytest.mark.parametrize(("language", "name"), [("de", "Neujahr"), ("en", "New Year's Day")])
def test_a_holiday_is_named_in_the_language_of_the_page(language, name):
    assert public_holidays("DE", 2026)[date(2026, 1, 1)].named(language) == name


def test_school_holidays_follow_the_state():
    assert open_times("SH Mo-Fr 10:00-12:00", "2026-07-09T00:00", "2026-07-10T00:00", "DE-BE") == ["Thu 10:00-12:00"]
    assert open_times("SH Mo-Fr 10:00-12:00", "2026-07-09T00:00", "2026-07-10T00:00", "DE-BY") == []
    assert school_holidays("DE", 2026) == frozenset()


@pytest.mark.parametrize(
    ("expression", "first_days_of_june_2026"),
    [
        ("We, Sa 08:00-13:00", ["Wed 08:00-13:00", "Sat 08:00-13:00"]),
        ("Mo 09:00-12:00, 14:00-18:00", ["Mon 09:00-12:00", "Mon 14:00-18:00"]),
        ("Mo,Tu 10:00-13:00, Tu 15:00-16:00", ["Mon 10:00-13:00", "Tue 10:00-13:00", "Tue 15:00-16:00"]),
        ("Mo-Fr 09:00-18:00; Tu-Fr off", ["Mon 09:00-18:00"]),
        ("Fr 18:00+", ["Fri 18:00-04:00?"]),
        ("Fr 12:00-18:00+", ["Fri 12:00-18:00", "Fri 18:00-04:00?"]),
        ("Fr 12:00+", ["Fri 12:00-00:00?"]),
        ("Fr 07:00+,12:00-16:00", ["Fri 07:00-12:00?", "Fri 12:00-16:00"]),
        ('Fr 10:00-12:00 "by appointment"', ["Fri 10:00-12:00?"]),
        ('Fr 10:00-12:00 open "garden"', ["Fri 10:00-12:00"]),
        ('"by appointment"', ["Mon 00:00-00:00?"]),
        ('Mo 10:00-12:00 || "by appointment"', ["Mon 00:00-10:00?", "Mon 10:00-12:00", "Mon 12:00-00:00?"]),
        ('closed "renovation"', []),
        ("24/7", ["Mon 00:00-00:00"]),
        ("Mo[1] 10:00-12:00; Tu[2] 10:00-12:00", ["Mon 10:00-12:00"]),
        ("week 23 Mo 10:00-12:00; week 24-30/2 Tu 10:00-12:00", ["Mon 10:00-12:00"]),
        ("Jun 02-04,06 10:00-12:00", ["Tue 10:00-12:00", "Wed 10:00-12:00", "Thu 10:00-12:00", "Sat 10:00-12:00"]),
        ("2025 Jun 02 10:00-12:00, 2026 Jun 02 14:00-15:00", ["Tue 14:00-15:00"]),
        ("easter+58 days 10:00-12:00", ["Tue 10:00-12:00"]),
        ("Jun Tu[1]-Jun We[1] 10:00-12:00", ["Tue 10:00-12:00", "Wed 10:00-12:00"]),
        ("Oct-May Mo 10:00-12:00", []),
        ("2026-2030/2 Mo 10:00-12:00; 2027+ Mo off", ["Mon 10:00-12:00"]),
        ("Fr (sunrise+02:00)-(sunset-10:00)", ["Fri 06:48-11:24"]),
    ],
)
def test_a_week_in_june_opens_as_the_text_says(expression, first_days_of_june_2026):
    assert open_times(expression, "2026-06-01T00:00", "2026-06-08T00:00", lat=52.54, lon=13.36) == (
        first_days_of_june_2026
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Fr,Sa 20:00-02:00", ["Fri 20:00-02:00", "Sat 20:00-02:00"]),
        ("Sa 20:00-26:00; Su 10:00-12:00", ["Sat 20:00-00:00", "Sun 10:00-12:00"]),
        ("Sa 20:00-26:00, Su 10:00-12:00", ["Sat 20:00-02:00", "Sun 10:00-12:00"]),
        ("Fr 18:00-00:00; Sa 00:00-01:00", ["Fri 18:00-01:00"]),
    ],
)
def test_a_night_that_began_on_friday_goes_on_past_midnight(expression, expected):
    assert open_times(expression, "2026-06-01T00:00", "2026-06-08T12:00") == expected


def test_times_are_cut_at_both_ends_of_the_window():
    assert open_times("10:00-18:00", "2026-06-01T12:00", "2026-06-02T11:00") == ["Mon 12:00-18:00", "Tue 10:00-11:00"]
    assert open_times("Su 20:00-02:00", "2026-06-01T01:00", "2026-06-01T09:00") == ["Mon 01:00-02:00"]
    assert open_times("24/7", "2026-06-01T12:00", "2026-06-01T12:00") == []


def hours_open(expression, start, end):
    found = intervals(expression, region="DE-BE", start=start, end=end)
    return [
        (begins.astimezone(UTC).strftime("%H:%M"), ends.astimezone(UTC).strftime("%H:%M")) for begins, ends, _ in found
    ]


@pytest.mark.parametrize(
    ("expression", "in_utc"),
    [
        ("Sa 22:00-06:00", [("20:00", "05:00")]),
        ("Su 02:00-03:00", [("00:00", "02:00")]),
        ("Su 02:30-05:00", [("00:30", "04:00")]),
        ("Sa 18:00-02:30", [("16:00", "00:30")]),
        ("Su 08:00-09:00", [("07:00", "08:00")]),
    ],
)
def test_when_the_clock_goes_back_the_night_is_an_hour_longer(expression, in_utc):
    start, end = datetime(2026, 10, 24, 12, tzinfo=BERLIN), datetime(2026, 10, 25, 12, tzinfo=BERLIN)
    assert hours_open(expression, start, end) == in_utc


@pytest.mark.parametrize(
    ("expression", "in_utc"),
    [
        ("Sa 22:00-06:00", [("21:00", "04:00")]),
        ("Su 02:00-03:00", []),
        ("Su 02:15-02:45", []),
        ("Su 02:30-05:00", [("01:00", "03:00")]),
        ("Sa 18:00-02:30", [("17:00", "01:00")]),
        ("Su 08:00-09:00", [("06:00", "07:00")]),
    ],
)
def test_when_the_clock_goes_forward_the_missing_hour_is_left_out(expression, in_utc):
    start, end = datetime(2027, 3, 27, 12, tzinfo=BERLIN), datetime(2027, 3, 28, 12, tzinfo=BERLIN)
    assert hours_open(expression, start, end) == in_utc


def test_a_window_inside_the_hour_that_comes_twice_is_answered_in_absolute_time():
    first_pass = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second_pass = first_pass.replace(fold=1)
    assert hours_open("24/7", first_pass, second_pass) == [("00:30", "01:30")]
    assert hours_open("Su 02:00-02:45", first_pass, second_pass) == [("00:30", "00:45")]
    utc = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert hours_open("24/7", utc, utc + timedelta(hours=3)) == [("00:30", "03:30")]


def test_an_unknown_state_is_refused():
    for region in ("DE-XX", "FR", "DE-", ""):
        with pytest.raises(HoursError) as refused:
            intervals("24/7", region=region, start=datetime(2026, 6, 1), end=datetime(2026, 6, 2))
        assert refused.value.code == "region"


def test_forty_five_days_of_all_reference_texts_take_less_than_a_second():
    """Measured about 0.15 s; the import works out every distinct text once."""
    texts = [row["opening_hours"] for row in reference_rows() if not row.get("fehler")]
    began = process_time()
    for text in texts:
        intervals(text, region="DE-BE", start=datetime(2026, 11, 21), end=datetime(2027, 1, 5))
    assert process_time() - began < 1
