"""Anybody reports a vacancy without an account; the office makes a case of it, or says why not."""

import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models.changes import PageChange
from kiezkontor.districts.tests import builders as districts
from kiezkontor.home.retention import forget
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared import guard
from kiezkontor.vacancies.models import VacancyCase, VacancyReport
from kiezkontor.vacancies.rules.limits import REPORTS_AN_HOUR
from kiezkontor.vacancies.tests import builders
from kiezkontor.voices.tests.builders import mails

pytestmark = pytest.mark.django_db
FORM, OFFICE = "/musterkiez/leerstand/melden/", "/musterkiez/buero/leerstand/meldungen/"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def mira(kiez):
    return districts.coordinator(kiez, "Mira Muster")


@pytest.fixture
def office(client, mira):
    client.force_login(mira)
    return client


def told(**more):
    return {"when": "vacant", "place": "Musterstraße 5", "homepage": "", "opened": guard.opened_now()} | more


def test_an_address_is_enough_and_leads_to_its_state(client, kiez, mira):
    assert FORM in client.get("/musterkiez/leerstand/").text
    answer = client.post(FORM, told())
    report = VacancyReport.objects.get()
    assert (report.status, report.responsible, report.email) == ("received", mira, "")
    shown = client.get(answer["Location"]).text
    assert "Danke, es ist angekommen" in shown
    assert "Mira Muster" in shown
    assert "noindex" in shown
    assert mails() == []


def test_a_point_on_the_map_will_do_and_nothing_will_not(client, kiez):
    assert client.post(FORM, told(place="", lat="52.47", lon="13.42")).status_code == 302
    refused = client.post(FORM, told(place=""))
    assert refused.status_code == 422
    assert "Bitte schreiben Sie, wo es ist" in refused.text


@pytest.mark.parametrize("unlike_people", [{"homepage": "https://example.org"}, {"opened": ""}])
def test_a_photo_is_looked_at_only_for_whom_the_guard_lets_through(client, kiez, unlike_people, monkeypatch):
    unpacked = []
    monkeypatch.setattr("kiezkontor.organisations.fields.in_two_sizes", lambda data: unpacked.append(data) or ())
    photo = SimpleUploadedFile("laden.jpg", picture(), "image/jpeg")
    assert client.post(FORM, told(image=photo) | unlike_people).status_code == 422
    assert unpacked == []
    photo.seek(0)
    assert client.post(FORM, told(image=photo)).status_code == 302
    assert unpacked == [picture()]


def test_whoever_gives_an_address_gets_a_receipt_and_the_outcome_and_no_more(client, kiez, mira):
    client.post(FORM, told(place="Kauft bei Spam", name="Gerda Gast", email="gerda@example.org"))
    [receipt] = mails()
    assert receipt.to == "gerda@example.org"
    assert "Mira Muster" in receipt.text
    assert "Spam" not in receipt.text + receipt.subject
    path = "/" + re.search(r"https?://\S+/leerstand/gemeldet/\S+", receipt.text)[0].split("/", 3)[3]
    client.force_login(mira)
    report = VacancyReport.objects.get()
    client.post(f"{OFFICE}{report.pk}/ablehnen/", {"reason": "Dort ist seit Mai ein Café."})
    client.post(f"{OFFICE}{report.pk}/ablehnen/", {"reason": "Noch einmal."})
    _receipt, outcome = mails()
    assert "Dort ist seit Mai ein Café." in outcome.text
    client.logout()
    assert "Dort ist seit Mai ein Café." in client.get(path).text


def test_a_report_becomes_the_case_of_the_unit_that_is_meant(office, kiez, mira):
    unit = builders.vacant_unit(kiez, "5")
    premises.unit(kiez, "77", lat=50.0, lon=7.0)
    report = builders.report(kiez, words="Seit Wochen zugeklebt.", email="gerda@example.org")
    assert "1 gemeldeter Leerstand wartet auf Prüfung" in office.get("/musterkiez/buero/").text
    shown = office.get(f"{OFFICE}{report.pk}/").text
    assert "Musterstraße 5" in shown
    assert "Musterstraße 77" not in shown
    office.post(f"{OFFICE}{report.pk}/annehmen/{unit.pk}/", {})
    case = VacancyCase.objects.get()
    assert (case.unit, case.origin, case.responsible) == (unit, "report", mira)
    assert "Seit Wochen zugeklebt." in office.get(f"/musterkiez/buero/leerstand/{case.pk}/").text
    assert "wartet auf Prüfung" not in office.get("/musterkiez/buero/").text
    [outcome] = mails()
    assert "arbeitet daran" in outcome.text


@pytest.mark.parametrize(("coming", "first"), [(False, "vacant"), (True, "used")])
@pytest.mark.parametrize("spot", [{}, {"lat": 52.5, "lon": 13.4}])
def test_the_unit_that_fits_what_is_reported_is_offered_first(office, kiez, coming, first, spot):
    used, vacant = premises.unit(kiez, "5"), builders.vacant_unit(kiez, "5")
    premises.used(used, occupancy="occupied")
    report = builders.report(kiez, place="Musterstraße 5", is_coming=coming, **spot)
    rows = office.get(f"{OFFICE}{report.pk}/").context["rows"]
    assert rows[0]["unit"] == {"vacant": vacant, "used": used}[first]


def test_a_second_report_joins_the_open_case(office, kiez):
    case = builders.case(kiez)
    report = builders.report(kiez)
    office.post(f"{OFFICE}{report.pk}/annehmen/{case.unit_id}/", {})
    report.refresh_from_db()
    assert (report.case, report.status) == (case, "known")
    assert VacancyCase.objects.count() == 1


def test_a_coming_vacancy_gets_its_day(office, client, kiez):
    unit = premises.unit(kiez, "5")
    premises.used(unit, occupancy="occupied")
    day = timezone.localdate() + timedelta(days=40)
    client.post(FORM, told(when="coming", expected_from=day.isoformat()))
    report = VacancyReport.objects.get()
    form = office.get(f"{OFFICE}{report.pk}/annehmen/{unit.pk}/").text
    assert f'value="{day.isoformat()}"' in form
    office.post(f"{OFFICE}{report.pk}/annehmen/{unit.pk}/", {"expected_from": day.isoformat()})
    assert VacancyCase.objects.get().expected_from == day


def test_the_photo_loses_where_it_was_taken_and_only_the_office_sees_it(client, kiez, mira):
    picture_with_place = SimpleUploadedFile("laden.jpg", picture(), "image/jpeg")
    client.post(FORM, told(image=picture_with_place))
    report = VacancyReport.objects.get()
    with default_storage.open(report.image.name) as stored:
        assert not Image.open(stored).getexif()
    address = f"{OFFICE}{report.pk}/foto/"
    assert client.get(address).status_code == 302
    client.force_login(mira)
    assert client.get(address)["Content-Type"] == "image/jpeg"


def test_many_reports_at_once_are_a_machine(client, kiez):
    for _number in range(REPORTS_AN_HOUR):
        builders.report(kiez)
    refused = client.post(FORM, told())
    assert refused.status_code == 422
    assert client.post(FORM, told(homepage="https://spam.example")).status_code == 422
    assert VacancyReport.objects.count() == REPORTS_AN_HOUR


def test_no_public_page_is_made_anew_for_what_only_the_office_reads(client, kiez):
    before = PageChange.objects.count()
    client.post(FORM, told())
    assert AuditEntry.objects.filter(verb="vacancy.reported").exists()
    assert PageChange.objects.count() == before


def test_who_reported_it_is_forgotten_after_half_a_year_and_all_of_it_after_three(
    kiez, django_capture_on_commit_callbacks
):
    now = timezone.now()
    half, three = now - timedelta(days=200), now - timedelta(days=4 * 365)
    young = builders.report(kiez, name="Gerda", email="g@example.org", status="declined", decided_at=half)
    old = builders.with_photo(kiez, status="declined", decided_at=three)
    waiting = builders.report(kiez, name="Willi", received_at=three)
    name = old.image.name
    with django_capture_on_commit_callbacks(execute=True):
        forget(now=now)
    assert set(VacancyReport.objects.values_list("pk", "name", "email")) == {
        (young.pk, "", ""),
        (waiting.pk, "Willi", ""),
    }
    assert not default_storage.exists(name)


def test_owners_report_their_own_unit_and_need_not_be_typed_again(client, kiez, mira, office):
    mine = {"is_own": "on", "name": "Ottilie Probe", "email": "ottilie@example.org"}
    assert "?eigen=1" in client.get("/musterkiez/leerstand/").text
    assert re.search(r'name="is_own"[^>]* checked', client.get(FORM + "?eigen=1").text)
    client.post(FORM, told(**mine))
    report = VacancyReport.objects.get()
    unit = premises.unit(kiez, "5")
    premises.vacant(unit)
    assert "nachgeprüft hat das noch niemand" in office.get(f"{OFFICE}{report.pk}/").text
    office.post(f"{OFFICE}{report.pk}/annehmen/{unit.pk}/", {"expected_from": ""})
    case = VacancyCase.objects.get()
    assert case.origin == VacancyCase.Origin.OWNER
    noted = office.get(f"/musterkiez/buero/leerstand/{case.pk}/eigentum/").text
    assert "Ottilie Probe" in noted
    assert "Bitte prüfen Sie" in noted


def test_what_neighbours_tell_of_themselves_makes_no_owner(kiez, office):
    unit = builders.vacant_unit(kiez, "5")
    case = builders.case(kiez, unit)
    builders.report(kiez, name="Nora Nachbar", status="known", case=case, decided_at=timezone.now())
    noted = office.get(f"/musterkiez/buero/leerstand/{case.pk}/eigentum/").text
    assert "Nora Nachbar" not in noted
