"""How uses follow from what was seen, and where a postcode lies."""

from datetime import date

import pytest

from kiezkontor.premises.rules.postcodes import state_of_most, state_of_postcode
from kiezkontor.premises.rules.spells import Seen, spells_from

JAN, FEB, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


def seen(key, on, occupancy="occupied", *, who=(1,), earliest=None, latest=None):
    people = frozenset(who) if occupancy == "occupied" else frozenset()
    return Seen(key, on, occupancy, organisations=people, since_earliest=earliest, since_latest=latest)


def summary(*observations):
    return [
        (spell.begins_earliest, spell.begins_latest, spell.told_by.occupancy) for spell in spells_from(observations)
    ]


@pytest.mark.parametrize(
    ("observations", "spells"),
    [
        ([], []),
        ([seen(1, JAN)], [(None, JAN, "occupied")]),
        ([seen(1, JAN, latest=date(2018, 12, 31))], [(None, date(2018, 12, 31), "occupied")]),
        ([seen(1, JAN), seen(2, MARCH)], [(None, JAN, "occupied")]),
        (
            [seen(1, JAN), seen(2, MARCH, "vacant")],
            [(None, JAN, "occupied"), (date(2026, 1, 2), MARCH, "vacant")],
        ),
        (
            [seen(1, JAN), seen(2, FEB), seen(3, APRIL, "vacant", earliest=FEB, latest=MARCH)],
            [(None, JAN, "occupied"), (date(2026, 2, 2), MARCH, "vacant")],
        ),
        (
            [seen(1, JAN), seen(2, MARCH, "vacant", earliest=date(2020, 1, 1), latest=date(2020, 12, 31))],
            [(None, JAN, "occupied"), (date(2026, 1, 2), date(2026, 1, 2), "vacant")],
        ),
        ([seen(1, JAN), seen(2, MARCH, who=(2,))], [(None, JAN, "occupied"), (date(2026, 1, 2), MARCH, "occupied")]),
        ([seen(2, MARCH, "vacant"), seen(1, JAN)], [(None, JAN, "occupied"), (date(2026, 1, 2), MARCH, "vacant")]),
        ([seen(1, JAN), seen(2, JAN, "vacant")], [(None, JAN, "vacant")]),
        (
            [seen(1, JAN), seen(2, FEB, "vacant"), seen(3, MARCH)],
            [
                (None, JAN, "occupied"),
                (date(2026, 1, 2), FEB, "vacant"),
                (date(2026, 2, 2), MARCH, "occupied"),
            ],
        ),
    ],
)
def test_a_use_begins_after_the_former_was_last_seen(observations, spells):
    assert summary(*observations) == spells


@pytest.mark.parametrize(
    ("postcode", "state"),
    [
        ("76133", "BW"), ("82467", "BY"), ("13509", "BE"), ("67655", "RP"), ("45699", "NW"), ("09366", "SN"),
        ("22143", "HH"), ("28195", "HB"), ("24103", "SH"), ("66111", "SL"), ("39104", "ST"), ("99084", "TH"),
        ("14467", "BB"), ("18055", "MV"), ("30159", "NI"), ("60311", "HE"), ("1234", None), ("ABCDE", None),
        ("00000", None),
    ],
)  # fmt: skip
def test_a_postcode_tells_the_state(postcode, state):
    assert state_of_postcode(postcode) == state


def test_most_postcodes_decide():
    assert state_of_most(["76133", "76133", "13509", ""]) == "BW"
    assert state_of_most([]) is None
