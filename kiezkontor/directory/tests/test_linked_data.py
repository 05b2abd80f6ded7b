import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiezkontor.directory.rules.linked_data import local_business, schema_type, script_json

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
}


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


def test_what_is_not_known_is_left_out():
    assert not {"address", "telephone", "sameAs", "image", "amenityFeature"} & set(
        local_business(**DETAILS, openings=[])
    )


def test_no_name_can_end_the_script_element():
    text = script_json({"name": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>alert(1)</script>"
