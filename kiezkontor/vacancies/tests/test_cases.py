"""The coordination opens cases for vacant units, keeps them and closes them."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, FIELD_WORKER
from kiezkontor.audit.models import AuditEntry
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import SubLocation
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import DistrictBuilding
from kiezkontor.premises.tests import builders as premises
from kiezkontor.vacancies.models import VacancyCase
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


def page(case, rest=""):
    return f"{LIST}{case.pk}/{rest}"


def test_vacant_units_without_a_case_are_offered_and_opened_all_at_once(office, kiez):
    builders.vacant_unit(kiez, "1")
    builders.vacant_unit(kiez, "2")
    builders.case(kiez, builders.vacant_unit(kiez, "3"))
    premises.used(premises.unit(kiez, "4"))
    offered = office.get(f"{LIST}ohne-fall/").text
    assert "Musterstraße 1" in offered
    assert "Musterstraße 3" not in offered
    assert "Musterstraße 4" not in offered
    office.post(f"{LIST}alle-eroeffnen/")
    assert VacancyCase.objects.open().count() == 3
    office.post(f"{LIST}alle-eroeffnen/")
    assert VacancyCase.objects.open().count() == 3
    assert AuditEntry.objects.filter(verb="vacancy.opened").count() == 2


def test_the_desk_counts_vacant_units_without_a_case_until_they_have_one(office, kiez):
    elsewhere = districts.district("Nachbarkiez")
    builders.vacant_unit(elsewhere, "9")
    premises.used(premises.unit(kiez, "4"))
    assert "ohne Fall" not in office.get("/musterkiez/buero/").text
    case = builders.case(kiez, builders.vacant_unit(kiez, "1"))
    assert "ohne Fall" not in office.get("/musterkiez/buero/").text
    builders.vacant_unit(kiez, "2")
    told = office.get("/musterkiez/buero/").text
    assert "1 leere Einheit ohne Fall" in told
    assert f"{LIST}ohne-fall/" in told
    VacancyCase.objects.filter(pk=case.pk).update(closed_at=timezone.now(), outcome="other")
    assert "2 leere Einheiten ohne Fall" in office.get("/musterkiez/buero/").text
    office.post(f"{LIST}alle-eroeffnen/")
    assert "ohne Fall" not in office.get("/musterkiez/buero/").text


def test_a_unit_has_one_open_case_at_most(office, kiez):
    unit = builders.vacant_unit(kiez, "1")
    said = {"origin": "office", "causes": ["size", "price"]}
    opened = office.post(f"{LIST}eroeffnen/{unit.pk}/", said)
    case = VacancyCase.objects.get()
    assert opened.url == page(case)
    again = office.post(f"{LIST}eroeffnen/{unit.pk}/", said)
    assert again.status_code == 422
    assert "hat schon einen offenen Fall" in again.text
    office.post(page(case, "schliessen/"), {"outcome": "mistake"})
    assert office.post(f"{LIST}eroeffnen/{unit.pk}/", said).status_code == 302
    assert VacancyCase.objects.count() == 2


def test_a_coming_vacancy_has_its_day_and_a_vacant_unit_none(office, kiez):
    used = premises.unit(kiez, "7")
    premises.used(used, occupancy="occupied")
    found = office.get(f"{LIST}ohne-fall/?q=Musterstr.+7").text
    assert f"{LIST}eroeffnen/{used.pk}/" in found
    day = timezone.localdate() + timedelta(days=90)
    office.post(f"{LIST}eroeffnen/{used.pk}/", {"origin": "owner", "expected_from": day.isoformat()})
    assert VacancyCase.objects.get().expected_from == day
    assert "Musterstraße 7" in office.get(f"{LIST}?show=coming").text
    empty = builders.vacant_unit(kiez, "8")
    refused = office.post(f"{LIST}eroeffnen/{empty.pk}/", {"origin": "owner", "expected_from": day.isoformat()})
    assert "steht laut Register schon leer" in refused.text


def test_stages_follow_one_another_with_colour_sign_and_word(office, kiez):
    case = builders.case(kiez, stage="no_contact")
    office.post(page(case, "stand/"), {"to": "in_talks", "words": "Am Telefon erreicht."})
    shown = office.get(page(case)).text
    assert "stage__sign--in_talks" in shown
    assert "kern-icon--speech" in shown
    assert "Im Gespräch" in shown
    assert "Am Telefon erreicht." in shown
    case.refresh_from_db()
    assert case.stage == "in_talks"
    VacancyCase.objects.filter(pk=case.pk).update(stage="let")
    refused = office.post(page(case, "stand/"), {"to": "dilapidated"})
    assert refused.status_code == 422


def test_the_register_says_since_when_and_nothing_is_copied(office, kiez):
    unit = premises.unit(kiez, "5", area_sqm=80)
    premises.used(unit, organisations.organisation("Blumen Beispiel"), seen_on=date(2024, 3, 1))
    premises.vacant(unit, seen_on=date(2025, 3, 1))
    case = builders.case(kiez, unit)
    shown = office.get(page(case)).text
    assert "Blumen Beispiel" in shown
    assert "spätestens seit 01.03.2025" in shown
    assert "80 m²" in shown


def test_the_next_step_stands_on_the_desk_of_the_coordination_alone(office, kiez, mira, client):
    case = builders.case(kiez)
    office.post(page(case, "schritt/"), {"what": "Grundbuch einsehen", "due_on": "2026-01-05", "assigned_to": mira.pk})
    task = Task.objects.get()
    assert (task.open_to, task.about_id) == (Task.OpenTo.COORDINATION, case.pk)
    assert "Grundbuch einsehen" in office.get("/musterkiez/buero/").text
    assert "Grundbuch einsehen" in office.get(f"{LIST}?show=due").text
    assert "Grundbuch" not in office.get(f"{LIST}?show=unplanned").text
    office.post(page(case, "schritt/"), {"what": "Eigentümerin anrufen"})
    assert Task.objects.get().what == "Eigentümerin anrufen"
    office.post(page(case, "schliessen/"), {"outcome": "used"})
    assert Task.objects.get().done_at is not None


def test_a_closed_case_keeps_what_was_noted_and_opens_again(office, kiez):
    case = builders.case(kiez)
    office.post(page(case, "notiz/"), {"words": "Der Boden ist nass."})
    office.post(page(case, "schliessen/"), {"outcome": "withdrawn", "words": "Nutzt sie selbst."})
    shown = office.get(page(case)).text
    assert "Der Boden ist nass." in shown
    assert "Nutzt sie selbst." in shown
    assert "soll nicht vermietet werden" in shown
    assert office.get(LIST).context["page"].paginator.count == 0
    assert office.get(f"{LIST}?show=closed").context["page"].paginator.count == 1
    late = office.post(page(case, "stand/"), {"to": "in_talks"})
    assert "inzwischen geschlossen" in late.text
    office.post(page(case, "wieder-oeffnen/"))
    case.refresh_from_db()
    assert case.is_open


def test_the_list_is_narrowed_by_place_stage_and_time(office, kiez):
    part = SubLocation.objects.create(district=kiez, name="Oststadt", boundary=districts.A_SQUARE)
    old, young = premises.unit(kiez, "1"), premises.unit(kiez, "2", street_name="Andere Straße")
    today = timezone.localdate()
    premises.vacant(old, seen_on=today - timedelta(days=500))
    premises.vacant(young, seen_on=today - timedelta(days=20))
    DistrictBuilding.objects.filter(building=young.building).update(sub_location=part)
    builders.case(kiez, old, stage="in_talks")
    builders.case(kiez, young)

    def listed(asked):
        return [row.case.unit_id for row in office.get(f"{LIST}?{asked}").context["rows"]]

    assert listed("") == [young.pk, old.pk]
    assert listed("stage=in_talks") == [old.pk]
    assert listed("since=12") == [old.pk]
    assert listed(f"part={part.pk}") == [young.pk]
    assert listed(f"street={old.address.street_id}") == [old.pk]
    assert listed("q=Andere+Str.+2") == [young.pk]
    tiles = {tile["mark"].stage: tile["number"] for tile in office.get(f"{LIST}?since=12").context["tiles"]}
    assert (tiles["in_talks"], tiles["owner_unknown"]) == (1, 0)


def test_the_list_is_a_file_too(office, kiez):
    builders.case(kiez, builders.vacant_unit(kiez, "9"), causes=["size"], note="Streng geheim")
    text = office.get(f"{LIST}faelle.csv").content.decode("utf-8-sig")
    assert "Musterstraße 9" in text
    assert "Größe oder Zuschnitt" in text
    assert "Streng geheim" not in text
    book = load_workbook(BytesIO(office.get(f"{LIST}faelle.xlsx").content))
    assert book.active["A2"].value == "Musterstraße 9"


@pytest.mark.parametrize("role", [EDITOR, FIELD_WORKER])
def test_the_rest_of_the_office_reads_nothing_of_it(client, kiez, role):
    case = builders.case(kiez, note="Erbengemeinschaft")
    client.force_login(districts.role(person(), kiez, role).person)
    assert client.get(LIST).status_code == 403
    assert client.get(page(case)).status_code == 403
    assert "leerstand" not in client.get("/musterkiez/buero/").text


def test_units_lead_to_their_case(office, kiez):
    unit = builders.vacant_unit(kiez)
    assert f"{LIST}eroeffnen/{unit.pk}/" in office.get(f"/musterkiez/buero/einheiten/{unit.pk}/").text
    case = builders.case(kiez, unit)
    assert page(case) in office.get(f"/musterkiez/buero/einheiten/{unit.pk}/").text


def test_the_map_holds_the_cases_of_the_list_in_the_colour_of_their_stage(office, kiez):
    talks = builders.case(kiez, builders.vacant_unit(kiez, "1"), stage="in_talks")
    unknown = builders.case(kiez, builders.vacant_unit(kiez, "2"))
    path = "/musterkiez/buero/leerstand/karte/"
    for query, cases in (("", [talks, unknown]), ("?stage=in_talks", [talks])):
        text = office.get(f"{path}{query}").text
        assert [f'data-key="{each.pk}"' in text for each in (talks, unknown)] == [
            each in cases for each in (talks, unknown)
        ]
        assert f'data-geojson="{path}faelle.geojson{query}"' in text
        found = json.loads(office.get(f"{path}faelle.geojson{query}").content)["features"]
        assert [(each["properties"]["key"], each["properties"]["use_class"]) for each in found] == [
            (str(each.pk), each.stage) for each in cases
        ]


def test_a_case_names_the_ideas_for_it(office, kiez):
    case = builders.case(kiez)
    idea = builders.idea(kiez, case=case, words="Ein Repaircafé an Samstagen.")
    text = office.get(f"/musterkiez/buero/leerstand/{case.pk}/").text
    assert f"/musterkiez/buero/leerstand/ideen/{idea.pk}/" in text
    assert str(idea) in text
