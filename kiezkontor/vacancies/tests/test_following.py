"""The register says something else than a case: the office is asked, and nothing is closed silently."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.actions.observations import Sighting, note_sighting
from kiezkontor.premises.actions.succession import EVERYBODY, Part, split_unit, undo_succession
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.tests.builders import survey_round
from kiezkontor.vacancies.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/leerstand/"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def mira(kiez):
    return districts.coordinator(kiez)


@pytest.fixture
def office(client, mira):
    client.force_login(mira)
    return client


@pytest.fixture
def by(mira):
    return viewer_for(mira, on=timezone.localdate())


@pytest.fixture
def see(kiez, by):
    def note(case, occupancy, **details):
        builders.later(case)
        today = timezone.localdate()
        note_sighting(case.unit, Sighting(occupancy, (today, today)), seen_on=today, district=kiez, by=by, **details)

    return note


def page(case, rest=""):
    return f"{LIST}{case.pk}/{rest}"


def test_what_a_walk_saw_is_asked_on_the_desk_and_answered_in_one_tap(office, kiez, see):
    case = builders.case(kiez, stage="in_talks")
    assert "Bitte entscheiden" not in office.get(page(case)).text
    see(case, "occupied", survey_round=survey_round(kiez))
    assert "Die Begehung sagt: genutzt seit" in office.get("/musterkiez/buero/").text
    shown = office.get(page(case)).text
    assert "Die Begehung sagt: genutzt seit" in shown
    case.refresh_from_db()
    assert case.is_open
    assert office.get(f"{LIST}?show=asked").context["page"].paginator.count == 1
    office.post(page(case, "folgen/"), {"answer": "let"})
    case.refresh_from_db()
    assert case.outcome == "let"
    assert "Die Begehung sagt" not in office.get("/musterkiez/buero/").text


def test_an_interim_use_puts_the_case_to_its_stage(office, kiez, see):
    case = builders.case(kiez, stage="in_talks")
    see(case, "interim_use")
    assert "Das Register sagt: Zwischennutzung seit" in office.get(page(case)).text
    office.post(page(case, "folgen/"), {"answer": "interim"})
    case.refresh_from_db()
    assert (case.stage, case.is_open) == ("interim_use", True)
    assert "Das Register sagt" not in office.get(page(case)).text


def test_whoever_leaves_a_case_as_it_is_is_asked_no_more(office, kiez, see):
    case = builders.case(kiez, stage="in_talks")
    see(case, "occupied")
    office.post(page(case, "folgen/"), {"answer": "keep"})
    case.refresh_from_db()
    assert (case.stage, case.is_open) == ("in_talks", True)
    assert "Bitte entscheiden" not in office.get(page(case)).text


def test_only_what_is_asked_can_be_answered(office, kiez):
    case = builders.case(kiez, stage="in_talks")
    office.post(page(case, "folgen/"), {"answer": "let"})
    case.refresh_from_db()
    assert case.is_open


def test_an_expected_vacancy_begins_when_the_register_says_so(office, kiez, see):
    unit = premises.unit(kiez)
    premises.used(unit, occupancy="occupied")
    case = builders.case(kiez, unit, expected_from=timezone.localdate() + timedelta(days=30))
    assert "Bitte entscheiden" not in office.get(page(case)).text
    see(case, "vacant")
    office.post(page(case, "folgen/"), {"answer": "begun"})
    case.refresh_from_db()
    assert (case.expected_from, case.is_open) == (None, True)


def test_a_case_goes_on_with_a_part_of_its_unit(office, kiez, by):
    case = builders.case(kiez)
    parts = [Part({"position": side, "floor": 0, "area_sqm": None}, EVERYBODY) for side in ("left", "right")]
    left, right = split_unit(case.unit, parts, on=timezone.localdate(), district=kiez, by=by)
    shown = office.get(page(case)).text
    assert "Die Einheit wurde geteilt" in shown
    office.post(page(case, f"mitnehmen/{left.pk}/"))
    case.refresh_from_db()
    assert case.unit_id == left.pk
    assert "Bitte entscheiden" not in office.get(page(case)).text
    with pytest.raises(ActionRefused, match="etwas notiert"):
        undo_succession(right, district=kiez, by=by)


def test_many_questions_are_one_line_on_the_desk(office, kiez, see):
    for number in range(6):
        see(builders.case(kiez, builders.vacant_unit(kiez, f"{number + 1}")), "occupied")
    assert "Zu 6 Leerständen sagt das Register etwas anderes" in office.get("/musterkiez/buero/").text
