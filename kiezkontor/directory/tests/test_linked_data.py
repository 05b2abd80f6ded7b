import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.directory.rules.linked_data import local_business, schema_type
from kiezkontor.shared.markup import script_json

BERLIN = ZoneInfo("Europe/Berlin")
DETAILS = {
    "category": "shop=bakery",
    "name": "Bäckerei",
    "url": "https://kontor.example/b/",
    "street": "",
    "postcode": "",
    "city": "",
    "lat": 49.0,
    "lon": 8.4,
    "phone": "",
    "website": "",
    "image": "",
    "step_free": None,
    "first_on": date(2026, 11, 23),
    "last_on": date(2026, 11, 25),
}


def hours_told(opens, closes):
    openings = [(opens.replace(tzinfo=BERLIN), closes.replace(tzinfo=BERLIN))]
    found = local_business(**DETAILS, openings=openings)["openingHoursSpecification"]
    return [(row["validFrom"], row["opens"], row["closes"]) for row in found]


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("shop=bakery", "Bakery"),
        ("shop=anything", "Store"),
        ("office=lawyer", "LocalBusiness"),
        ("", "LocalBusiness"),
    ],
)
def test_categories_have_a_type_search_engines_know(category, name):
    assert schema_type(category) == name


def test_hours_are_told_for_each_day():
    openings = [(datetime(2026, 11, 23, 9, tzinfo=BERLIN), datetime(2026, 11, 23, 18, 30, tzinfo=BERLIN))]
    found = local_business(**DETAILS, openings=openings)["openingHoursSpecification"]
    assert found == [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "09:00:00",
            "closes": "18:30:00",
            "validFrom": "2026-11-23",
            "validThrough": "2026-11-23",
            "dayOfWeek": "https://schema.org/Monday",
        }
    ]


def test_an_evening_that_ends_after_midnight_stays_one():
    assert hours_told(datetime(2026, 11, 23, 18), datetime(2026, 11, 24, 2)) == [("2026-11-23", "18:00:00", "02:00:00")]


def test_what_never_closes_is_told_day_by_day_and_not_as_closed():
    assert hours_told(datetime(2026, 11, 20), datetime(2027, 1, 9)) == [
        ("2026-11-23", "00:00:00", "23:59:00"),
        ("2026-11-24", "00:00:00", "23:59:00"),
        ("2026-11-25", "00:00:00", "23:59:00"),
    ]


def test_a_long_weekend_begins_and_ends_at_its_hours():
    assert hours_told(datetime(2026, 11, 23, 6), datetime(2026, 11, 25, 1)) == [
        ("2026-11-23", "06:00:00", "23:59:00"),
        ("2026-11-24", "00:00:00", "23:59:00"),
        ("2026-11-25", "00:00:00", "01:00:00"),
    ]


def test_what_is_not_known_is_left_out():
    assert not {"address", "telephone", "sameAs", "image", "amenityFeature"} & set(
        local_business(**DETAILS, openings=[])
    )


def test_no_name_can_end_the_script_element():
    text = script_json({"name": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>alert(1)</script>"
