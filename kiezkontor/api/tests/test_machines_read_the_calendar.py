from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests.builders import district

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
EVENTS = "/musterkiez/api/v1/events"


@pytest.fixture
def kiez():
    return district(slug="musterkiez")


def titles(answer):
    return [each["title"] for each in answer.json()["items"]]


def test_programs_read_what_is_to_come_and_nothing_that_is_not_public(client, kiez):
    calendar.event(kiez, "Runde", place="Café Muster", lat=51.0, lon=7.0)
    calendar.event(kiez, "Vorbei", starts_at=timezone.now() - timedelta(days=3))
    calendar.event(kiez, "Geplant", announce=False)
    calendar.event(kiez, "Unter uns", audience="members")
    answer = client.get(EVENTS)
    assert titles(answer) == ["Runde"]
    (event,) = answer.json()["items"]
    assert (event["place"], event["lat"], event["status"]) == ("Café Muster", 51.0, "announced")
    assert client.get(event["url"]).status_code == 200
    assert titles(client.get(f"{EVENTS}?from=2020-01-01")) == ["Vorbei", "Runde"]


def test_programs_choose_like_people(client, kiez):
    calendar.event(kiez, "Kurs", kind="course", topic="Energie")
    calendar.event(kiez, "Markt", kind="public", starts_at=datetime(2099, 5, 1, 10, tzinfo=BERLIN))
    assert titles(client.get(f"{EVENTS}?kind=course")) == ["Kurs"]
    assert titles(client.get(f"{EVENTS}?topic=Energie")) == ["Kurs"]
    assert titles(client.get(f"{EVENTS}?from=2099-04-30")) == ["Markt"]
    assert titles(client.get(f"{EVENTS}?q=märkte")) == ["Markt"]
    paged = client.get(f"{EVENTS}?per_page=1&page=2").json()
    assert (paged["total"], paged["pages"], [each["title"] for each in paged["items"]]) == (2, 2, ["Markt"])
    assert client.get(f"{EVENTS}?page=0").status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31", "3000-01-01", "9999-12-31", "-99999999999", "99999999999"])
def test_days_that_nobody_can_count_on_from_are_refused(client, kiez, day):
    assert client.get(f"{EVENTS}?from={day}").status_code == 422


def test_signs_that_no_database_keeps_are_left_out_of_what_is_asked(client, kiez):
    calendar.event(kiez, "Kurs", kind="course", topic="Energie")
    assert titles(client.get(f"{EVENTS}?kind=cour%00se&topic=Ener%00gie")) == ["Kurs"]


def test_one_event_is_read_by_its_number(client, kiez):
    found = calendar.event(kiez, "Runde")
    hidden = calendar.event(kiez, "Unter uns", audience="members")
    assert client.get(f"{EVENTS}/{found.pk}").json()["uid"] == found.uid
    for number in (hidden.pk, 0, 10**30):
        assert client.get(f"{EVENTS}/{number}").status_code == 404


def test_the_description_names_every_field(client, kiez):
    described = client.get("/musterkiez/api/v1/openapi.json").json()
    assert "/events" in " ".join(described["paths"])
    assert {"starts_at", "moved_from", "status"} <= set(described["components"]["schemas"]["EventOut"]["properties"])
    asked = {each["name"] for each in described["paths"]["/musterkiez/api/v1/events"]["get"]["parameters"]}
    assert {"q", "kind", "topic", "from", "page", "per_page"} == asked
