from typing import Any

import pytest

from kiezkontor.methods.geo import distance_m
from kiezkontor.vacancies.rules.exposes import (
    BLUR_M,
    BOTH,
    FIELDS,
    INTERIM,
    PERMANENT,
    Energy,
    blurred,
    energy_gaps,
    groups_of,
    is_offered,
)

FULL: dict[str, Any] = {"heat": 90.5, "power": 20.0, "carrier": "Fernwärme"}


@pytest.mark.parametrize(
    ("energy", "gaps"),
    [
        (Energy(), ["kind"]),
        (Energy("exempt"), []),
        (Energy("demand"), ["heat", "power", "carrier"]),
        (Energy("consumption", **FULL), []),
        (Energy("consumption", **FULL | {"power": None}), ["power"]),
        (Energy("demand", "homes", heat=0.0, carrier="Gas"), ["class", "year"]),
        (Energy("demand", "homes", heat=80.0, carrier="Gas", grade="C", year=1905), []),
    ],
)
def test_an_advertisement_says_which_energy_data_are_missing(energy, gaps):
    assert energy_gaps(energy) == gaps


@pytest.mark.parametrize(
    ("stage", "kind", "offered"),
    [
        ("owner_unknown", BOTH, True),
        ("in_talks", PERMANENT, True),
        ("interim_use", PERMANENT, True),
        ("interim_use", BOTH, True),
        ("interim_use", INTERIM, False),
        ("let", BOTH, False),
        ("dilapidated", BOTH, False),
        ("withdrawn", BOTH, False),
    ],
)
def test_a_unit_is_offered_as_long_as_it_can_be_had(stage, kind, offered):
    assert is_offered(stage, kind) == offered


@pytest.mark.parametrize("place", [(49.0094, 8.4044), (49.00999, 8.40001), (-33.9, 18.4), (0.0, 0.0), (60.1, -24.9)])
def test_a_blurred_place_is_always_the_same_and_lies_within_the_circle(place):
    first = blurred(*place)
    assert first == blurred(*place)
    assert distance_m(place, first) <= BLUR_M
    beside = place[0] + 0.00005, place[1] + 0.00005
    assert blurred(*beside) == first or distance_m(blurred(*beside), first) > BLUR_M


def test_places_of_a_square_share_one_point_so_that_none_is_found_by_taking_the_mean():
    middle = blurred(49.0094, 8.4044)
    around = [(middle[0] + north, middle[1] + east) for north in (-0.0008, 0, 0.0008) for east in (-0.0012, 0, 0.0012)]
    assert {blurred(*place) for place in around} == {middle}


def test_what_changed_lies_in_the_groups_it_is_released_with():
    assert groups_of(["rent_cold", "title", "deposit"]) == ["page", "rent"]
    assert groups_of([]) == []
    fields = [field for own in FIELDS.values() for field in own]
    assert len(fields) == len(set(fields))
