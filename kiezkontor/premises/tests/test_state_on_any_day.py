"""One query answers the state of every unit on any day."""

from datetime import date

import pytest

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.actions.observations import Sighting, add_observation, correct_observation
from kiezkontor.premises.actions.succession import EVERYBODY, Part, merge_units, split_unit
from kiezkontor.premises.models import UseSpell
from kiezkontor.premises.rules.since import since_range
from kiezkontor.premises.tests import builders

pytestmark = pytest.mark.django_db
BY = system_viewer("test")
VISIT, LATER, CHANGE = date(2024, 1, 10), date(2024, 6, 1), date(2024, 9, 1)


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def at(district):
    """Notes what somebody saw at a unit on a day."""

    def see(unit, occupancy, seen_on, since=None):
        sighting = Sighting(occupancy, since or (None, seen_on))
        return add_observation(unit, sighting, seen_on=seen_on, district=district, by=BY)

    return see


def before_2019(district, at):
    unit = builders.unit(district, "1")
    at(unit, "occupied", VISIT, since_range("before", day=None, year=2019, seen_on=VISIT))


def seen_twice(district, at):
    unit = builders.unit(district, "1")
    at(unit, "occupied", VISIT)
    at(unit, "vacant", LATER)


def known_to_the_day(district, at):
    unit = builders.unit(district, "1")
    at(unit, "occupied", VISIT)
    at(unit, "vacant", LATER, (date(2024, 3, 1), date(2024, 3, 1)))


def corrected(district, at):
    unit = builders.unit(district, "1")
    at(unit, "occupied", VISIT)
    wrong = at(unit, "vacant", LATER)
    correct_observation(wrong.pk, Sighting("under_works", (None, LATER)), district=district, by=BY)


def was_split(district, at):
    unit = builders.unit(district, "1", position="whole")
    at(unit, "occupied", VISIT)
    parts = [Part({"position": "left"}, EVERYBODY), Part({"position": "right"}, "vacant")]
    right = split_unit(unit, parts, on=CHANGE, district=district, by=BY)[1]
    at(right, "under_works", date(2024, 10, 1))


def was_merged(district, at):
    left = builders.unit(district, "1", position="left")
    right = builders.unit(district, "1", position="right", building=left.building)
    at(left, "occupied", VISIT)
    at(right, "vacant", LATER)
    merge_units([left, right], {"position": "whole"}, goes_on="", keeps=left, on=CHANGE, district=district, by=BY)


CASES = {
    before_2019: {
        "2018-12-30": {},
        "2018-12-31": {"": "occupied"},
        "2030-01-01": {"": "occupied"},
    },
    seen_twice: {
        "2024-01-09": {},
        "2024-05-31": {"": "occupied"},
        "2024-06-01": {"": "vacant"},
    },
    known_to_the_day: {
        "2024-02-29": {"": "occupied"},
        "2024-03-01": {"": "vacant"},
    },
    corrected: {
        "2024-05-31": {"": "occupied"},
        "2024-06-01": {"": "under_works"},
    },
    was_split: {
        "2024-08-31": {"whole": "occupied"},
        "2024-09-01": {"left": "occupied", "right": "vacant"},
        "2024-10-01": {"left": "occupied", "right": "under_works"},
    },
    was_merged: {
        "2024-01-10": {"left": "occupied"},
        "2024-08-31": {"left": "occupied", "right": "vacant"},
        "2024-09-01": {"whole": "occupied"},
    },
}


@pytest.mark.parametrize("happened", CASES, ids=lambda happened: happened.__name__)
def test_each_day_has_its_state(district, at, happened, django_assert_num_queries):
    happened(district, at)
    found = {}
    for day in CASES[happened]:
        with django_assert_num_queries(1):
            spells = UseSpell.objects.current_on(date.fromisoformat(day)).order_by("unit_id")
            found[day] = dict(spells.values_list("unit__position", "occupancy"))
    assert found == CASES[happened]
