import pytest

from kiezkontor.districts.models.district import FederalState
from kiezkontor.districts.rules.clock import urgency_on
from kiezkontor.districts.rules.state_law import law_of, privacy_authority
from kiezkontor.districts.tests.builders import LONG_AGO


@pytest.mark.parametrize("state", FederalState.values)
def test_every_state_has_its_authorities(state):
    law = law_of(state)
    assert law.privacy_name
    assert law.access_name
    assert law.access_law
    assert law.privacy_url.startswith("https://")
    assert law.access_url.startswith("https://")


def test_people_are_sent_to_the_body_of_their_own_state():
    addresses = [law_of(state).access_url for state in FederalState.values]
    assert len(set(addresses)) == len(addresses)


def test_bavaria_has_two_privacy_authorities():
    assert privacy_authority("BY", public_body=True) != privacy_authority("BY", public_body=False)
    assert privacy_authority("BE", public_body=True) == privacy_authority("BE", public_body=False)


@pytest.mark.parametrize(
    ("days", "answered", "expected"),
    [
        (0, False, "due_soon"),
        (-6, False, "due_soon"),
        (-7, False, "open"),
        (1, False, "overdue"),
        (9, True, "answered"),
    ],
)
def test_a_report_becomes_urgent(days, answered, expected):
    on = LONG_AGO.fromordinal(LONG_AGO.toordinal() + days)
    assert urgency_on(LONG_AGO, answered=answered, on=on) == expected
