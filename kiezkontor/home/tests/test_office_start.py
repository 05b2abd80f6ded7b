from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import FIELD_WORKER
from kiezkontor.audit.actions import record
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import PublicReport, Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import ImportProposal
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def chief(district):
    return districts.coordinator(district, "Carla Chefin")


def report(district, *, days: int) -> PublicReport:
    today = timezone.localdate()
    return PublicReport.objects.create(
        district=district,
        kind="barrier",
        message="Eine Stufe am Eingang.",
        received_at=timezone.now(),
        due_on=today + timedelta(days=days),
    )


def test_the_office_leads_to_the_districts_one_works_in(client, district, chief):
    other = districts.district("Nachbarkiez")
    districts.role(chief, other, FIELD_WORKER)
    districts.district("Fremdkiez")
    client.force_login(chief)
    page = client.get("/buero/").text
    assert 'href="/musterkiez/buero/"' in page
    assert 'href="/nachbarkiez/buero/"' in page
    assert "Bestandsaufnahme" in page
    assert "Fremdkiez" not in page


def test_whoever_holds_no_role_is_told_what_to_do(client):
    client.force_login(person("Nina Neu"))
    assert "Noch kein Quartier" in client.get("/buero/", follow=True).text


def test_whoever_works_in_one_district_need_not_choose_it(client, chief):
    client.force_login(chief)
    assert client.get("/buero/").url == "/musterkiez/buero/"


def test_whoever_takes_part_elsewhere_chooses(client, chief):
    districts.role(chief, districts.district("Nachbarkiez"), Role.Name.BOARD)
    client.force_login(chief)
    page = client.get("/buero/").text
    assert 'href="/musterkiez/buero/"' in page
    assert "Nachbarkiez" in page
    assert 'href="/buero/zugang/"' in page


def test_the_start_page_says_what_is_to_do(client, district, chief):
    report(district, days=3)
    report(district, days=-2)
    run = organisations.source_run(district)
    ImportProposal.objects.create(run=run, kind="new", ref="node/1", label="Neu")
    premises.used(premises.unit(district), organisations.organisation())
    client.force_login(chief)
    page = client.get("/musterkiez/buero/").text
    assert page.count("Eine Meldung beantworten: Barriere") == 2
    assert page.count("verspätet") == 1
    assert "1 Eintrag wurde noch nie bestätigt" in page


def test_the_start_page_of_a_quiet_district_says_so(client, district):
    client.force_login(districts.editor(district, "Edda"))
    assert "Alles ist erledigt" in client.get("/musterkiez/buero/").text


def test_what_the_legal_texts_lack_is_to_be_done_by_the_coordination(client, district, chief):
    client.force_login(chief)
    page = client.get("/musterkiez/buero/").text
    assert "Punkte der Pflichttexte sind noch offen" in page
    assert "Alles ist erledigt" not in page


def test_each_sees_only_the_sections_one_may_open(client, district, chief):
    client.force_login(chief)
    assert "Team und Zugänge" in client.get("/musterkiez/buero/").text
    client.force_login(districts.editor(district))
    page = client.get("/musterkiez/buero/").text
    assert "Team und Zugänge" not in page
    assert "Häuser und Einheiten" not in page
    assert "Einträge" in page


def test_the_start_page_shows_what_was_changed_last(client, district, chief):
    shop = organisations.organisation("Bäckerei Muster")
    premises.used(premises.unit(district), shop)
    client.force_login(chief)
    client.post(f"/musterkiez/buero/eintraege/{shop.pk}/bestaetigen/")
    assert "Carla Chefin hat Bäckerei Muster bestätigt." in client.get("/musterkiez/buero/").text
    client.force_login(districts.editor(district))
    assert "Carla Chefin hat" not in client.get("/musterkiez/buero/").text


def test_the_start_page_takes_few_queries(client, district, chief, django_assert_max_num_queries):
    for _ in range(10):
        report(district, days=1)
        premises.used(premises.unit(district), organisations.organisation())
    client.force_login(chief)
    # One for each kind of line: minutes not sent and ended terms are the latest two.
    with django_assert_max_num_queries(16):
        client.get("/musterkiez/buero/")


def test_visitors_sign_in_first(district):
    for path in ("/buero/", "/musterkiez/buero/"):
        assert Client().get(path).headers["Location"] == f"/konto/anmelden/?next={path}"


def test_the_styles_of_the_office_are_loaded_there_alone(client, district, chief):
    public = ("/", "/musterkiez/", "/musterkiez/verzeichnis/", "/konto/anmelden/")
    assert [page for page in public if "built/office" in client.get(page).text] == []
    client.force_login(chief)
    assert "built/office" in client.get("/musterkiez/buero/").text


def test_what_is_done_again_and_again_is_said_once_a_day(client, district, chief):
    by = districts.viewer(chief, district)
    for number in range(12):
        shop = organisations.organisation(f"Laden {number}")
        record("organisation.confirmed", shop, by=by, district=district)
    record("district.changed", district, by=by, district=district)
    AuditEntry.objects.filter(subject_label="Laden 0").update(at=timezone.now() - timedelta(days=1))
    client.force_login(chief)
    page = client.get("/musterkiez/buero/").text
    told = page[page.index('id="changes"') :]
    assert told.count("bestätigt.") == 2
    assert "Laden 11" in told
    assert "und 10 weitere dieser Art an diesem Tag" in told
    assert 'href="/musterkiez/buero/protokoll/?kind=organisations.organisation"' in told
