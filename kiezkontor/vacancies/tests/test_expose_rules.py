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
    amounts_in,
    blurred,
    energy_gaps,
    groups_of,
    is_offered,
    tells,
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


WITHHELD = ["Karlstraße 12", "Erika Eigentum", "Eigentum", "0721 / 47-11", "erika@eigentum.example", ""]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Heller Laden nahe der Karlstraße", False),
        ("Heller Laden, Karlstr. 12, frei", True),
        ("Heller Laden, Karlstr. 123, frei", False),
        ("KARLSTRASSE 12", True),
        ("Frau Eigentum freut sich", True),
        ("Eigentumswohnungen darüber", False),
        ("Anruf unter 07214711 genügt", True),
        ("Schreiben Sie an Erika@Eigentum.example", True),
        ("Für 743 € kalt", True),
        ("Für 743,00 Euro kalt", True),
        ("Für 1.486 Euro kalt", False),
        ("Die Kaution: 2.229 €", True),
        ("Baujahr 1905, 68 m²", False),
        ("", False),
    ],
)
def test_a_text_tells_what_is_withheld(text, told):
    assert tells(text, WITHHELD, euros=[743.0, None, 2229.0]) == told


def test_small_amounts_are_taken_for_other_numbers():
    assert not tells("3 Stufen, 1 Fenster", [], euros=[3.0, 1.0])


def test_amounts_are_read_however_they_are_written():
    assert amounts_in("1200, 1.200, 1 200,50 und 1200.5") == {1200.0, 1200.5}


def test_what_changed_lies_in_the_groups_it_is_released_with():
    assert groups_of(["rent_cold", "title", "deposit"]) == ["page", "rent"]
    assert groups_of([]) == []
    fields = [field for own in FIELDS.values() for field in own]
    assert len(fields) == len(set(fields))
