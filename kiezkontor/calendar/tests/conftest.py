"""A district whose office invites to an event."""

import pytest

from kiezkontor.calendar.tests import builders
from kiezkontor.districts.tests import builders as districts


@pytest.fixture
def kiez(settings):
    settings.MAIL_REPLY = "antwort@quartier.example"
    return districts.district(office_email="buero@example.org")


@pytest.fixture
def event(kiez):
    return builders.event(kiez, "Runde", capacity=5)


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client
