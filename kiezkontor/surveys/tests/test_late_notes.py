"""A round was frozen while notes of it waited on a telephone."""

import json

import pytest
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import Observation, Unit
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path
from kiezkontor.surveys.actions.rounds import is_intact
from kiezkontor.surveys.models import EmptyHouse, FrozenUnit, WalkConflict
from kiezkontor.surveys.tests.builders import survey_round
from kiezkontor.surveys.tests.test_walking import Phone, operation, state
from kiezkontor.surveys.tests.walks import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def walked(district):
    return survey_round(district, number=1, reference_on=timezone.localdate())


@pytest.fixture
def bakery(district):
    unit = premises.unit(district, "1")
    premises.used(unit, organisations.organisation("Bäckerei Muster"))
    return unit


@pytest.fixture
def phone(district, walked, bakery):
    """With a note of the bakery that was sent before the freeze."""
    phone = Phone(district, 1)
    phone.send(phone.unchanged(bakery))
    freeze(1)
    return phone


def decide(phone, decision):
    waiting = WalkConflict.objects.get(decision="open")
    page = district_path(phone.district.slug, "surveys:conflict", 1, waiting.pk)
    assert phone.client.post(page, {"decision": decision}).status_code == 302


def page(phone, name):
    return " ".join(phone.client.get(district_path(phone.district.slug, name, 1)).content.decode().split())


def test_a_locked_telephone_opens_again_for_sending_what_waits(phone):
    answer = phone.post("surveys:walk_take_along", token=phone.token)
    assert answer["lease"]["key"] == phone.packed["lease"]["key"]
    assert "units" not in answer


def test_nobody_takes_a_frozen_round_along(phone, district):
    address = district_path(district.slug, "surveys:walk_take_along", 1)
    answer = phone.client.post(address, json.dumps({"token": ""}), content_type="application/json")
    assert answer.status_code == 422
    assert "eingefroren" in answer.json()["sentence"]
    assert not phone.client.get(district_path(district.slug, "surveys:walk_greeting")).json()["rounds"]


@pytest.mark.parametrize("decision", ["theirs", "mine"])
def test_a_late_note_waits_for_a_person_and_no_figure_changes(phone, walked, bakery, decision):
    before = list(FrozenUnit.objects.values())
    (answer,) = phone.send(phone.note(bakery, occupancy="vacant", former_ended="rent"))
    assert answer["status"] == "late"
    assert state(bakery)[0] == "occupied"
    assert "nach dem Einfrieren" in page(phone, "surveys:round")
    assert "nach dem Einfrieren" in page(phone, "surveys:conflicts")
    assert AuditEntry.objects.filter(verb="walk.late").count() == 1
    decide(phone, decision)
    assert state(bakery)[0] == {"theirs": "occupied", "mine": "vacant"}[decision]
    assert Observation.objects.filter(survey_round=walked).count() == 1
    assert list(FrozenUnit.objects.values()) == before
    walked.refresh_from_db()
    assert is_intact(walked)


def test_a_late_note_that_says_what_stands_needs_no_decision(phone, bakery):
    (answer,) = phone.send(phone.unchanged(bakery))
    assert answer["status"] == "taken"
    assert Observation.objects.latest("pk").survey_round is None
    assert not WalkConflict.objects.exists()


@pytest.mark.parametrize(("decision", "units"), [("theirs", 1), ("mine", 2)])
def test_a_late_new_unit_stays_only_if_somebody_takes_it(phone, bakery, decision, units):
    values = {"occupancy": "occupied", "newcomer": "Atelier Probe"}
    (answer,) = phone.send(operation("new_unit", local="u1", address=bakery.address_id, values=values))
    assert answer["status"] == "late"
    assert "Atelier Probe" in page(phone, "surveys:conflicts")
    decide(phone, decision)
    assert Unit.objects.count() == units
    assert AuditEntry.objects.filter(verb="walk.decided").count() == 1
    if units > 1:
        assert state(Unit.objects.latest("pk")) == ("occupied", ["Atelier Probe"])


def test_a_house_without_a_unit_is_not_noted_any_more(phone, bakery):
    (answer,) = phone.send(operation("empty_house", address=bakery.address_id))
    assert (answer["status"], EmptyHouse.objects.count()) == ("refused", 0)
    assert "eingefroren" in answer["sentence"]


def test_the_coordination_finds_late_notes_on_the_desk(phone, bakery, district, client):
    phone.send(phone.note(bakery, occupancy="vacant"))
    client.force_login(districts.coordinator(district))
    desk = " ".join(client.get(f"/{district.slug}/buero/").content.decode().split())
    assert "1 Notiz kam nach dem Einfrieren" in desk
