"""A button pressed twice makes one thing; a changed form, or a page opened anew, makes another."""

from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kiezkontor.districts.models import Invitation, Project, PublicReport
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.models import Unit
from kiezkontor.premises.tests import builders as premises

NEW_ENTRY = "/musterkiez/buero/eintraege/neu/"
PAGE, OTHER_PAGE = {"csrfmiddlewaretoken": "a" * 64}, {"csrfmiddlewaretoken": "b" * 64}
FURTHER_UNIT = {"street": "Musterstraße", "number": "12", "name": "Schuhe Neu", "category": "shop=bakery"}
FURTHER_UNIT |= {"seen_on": "2026-01-15", "is_new_unit": "on"}


@pytest.fixture
def district(db):
    return districts.district("Musterkiez", office_email="buero@musterkiez.example")


@pytest.fixture
def house(district):
    baker = organisations.organisation("Bäckerei Muster")
    premises.used(premises.unit(district, "12"), baker)


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


def test_a_further_unit_is_made_once(office, house):
    answers = [office.post(NEW_ENTRY, FURTHER_UNIT | PAGE) for _press in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer.url for answer in answers}) == 1
    assert (Unit.objects.count(), Organisation.objects.count()) == (2, 2)


def test_the_same_page_with_another_name_and_another_page_make_another_unit(office, house):
    office.post(NEW_ENTRY, FURTHER_UNIT | PAGE)
    office.post(NEW_ENTRY, FURTHER_UNIT | PAGE | {"name": "Schuhe Alt"})
    office.post(NEW_ENTRY, FURTHER_UNIT | OTHER_PAGE)
    assert Unit.objects.count() == 4


def test_a_form_gone_back_to_makes_nothing_again(office, house):
    first = office.post(NEW_ENTRY, FURTHER_UNIT | PAGE | {"opened_page": PAGE["csrfmiddlewaretoken"]})
    read_anew = OTHER_PAGE | {"opened_page": PAGE["csrfmiddlewaretoken"]}
    again = office.post(NEW_ENTRY, FURTHER_UNIT | read_anew)
    assert (again.status_code, again.url) == (302, first.url)
    assert Unit.objects.count() == 2
    office.post(NEW_ENTRY, FURTHER_UNIT | read_anew | {"name": "Schuhe Alt"})
    assert Unit.objects.count() == 3


def test_a_form_gone_back_to_without_scripts_makes_nothing_again(office, house):
    opened, opened_anew = office.get(NEW_ENTRY).url, office.get(NEW_ENTRY).url
    first = office.post(opened, FURTHER_UNIT | PAGE)
    office.get(first.url)
    again = office.post(opened, FURTHER_UNIT | OTHER_PAGE)
    assert (again.status_code, again.url) == (302, first.url)
    assert "Das war schon gespeichert; nichts wurde ein zweites Mal angelegt." in office.get(again.url).text
    assert Unit.objects.count() == 2
    office.post(opened, FURTHER_UNIT | OTHER_PAGE | {"name": "Schuhe Alt"})
    office.post(opened_anew, FURTHER_UNIT | OTHER_PAGE)
    assert Unit.objects.count() == 4


def test_a_newcomer_seen_at_a_unit_is_made_once_without_scripts(office, district):
    unit = premises.unit(district, "12")
    seen = office.get(f"/musterkiez/buero/einheiten/{unit.pk}/gesehen/").url
    sighting = {"seen_on": "2026-01-15", "occupancy": "occupied", "since": "unknown", "new_name": "Schuhe Neu"}
    office.post(seen, sighting | PAGE | {"latest": "0"})
    read_anew = sighting | OTHER_PAGE | {"latest": str(unit.observations.get().pk)}
    assert office.post(seen, read_anew).status_code == 302
    assert (unit.observations.count(), Organisation.objects.count()) == (1, 1)


def test_a_page_is_opened_with_what_was_asked_of_it(office, house):
    opened = office.get(NEW_ENTRY, {"x": "ä"})
    assert opened.url.startswith(f"{NEW_ENTRY}?x=%C3%A4&opened=")
    assert office.get(opened.url).status_code == 200


def test_a_refused_form_may_be_sent_again(office, house):
    asked = {name: value for name, value in FURTHER_UNIT.items() if name != "is_new_unit"}
    assert [office.post(NEW_ENTRY, asked | PAGE).status_code for _press in range(2)] == [422, 422]
    assert office.post(NEW_ENTRY, FURTHER_UNIT | PAGE).status_code == 302
    assert Unit.objects.count() == 2


def test_two_people_with_the_same_entry_make_two(office, house, district):
    office.post(NEW_ENTRY, FURTHER_UNIT | PAGE)
    colleague = Client()
    colleague.force_login(districts.coordinator(district, "Konrad Kollege"))
    colleague.post(NEW_ENTRY, FURTHER_UNIT | PAGE)
    assert Unit.objects.count() == 3


def test_projects_and_invitations_are_made_once(office, district):
    project = {
        "short_name": "Kiezkasse",
        "official_name": "Kiezkasse",
        "slug": "kiezkasse",
        "stage": "idea",
        "from_precision": "day",
        "from_on": "2026-01-01",
    }
    project |= {"districts": [district.pk]}
    invitation = {"email": "neu@example.org", "role": "editor", "language": "de"}
    for _press in range(2):
        made = office.post("/musterkiez/buero/projekte/neu/", project | PAGE)
        sent = office.post("/musterkiez/buero/team/einladen/", invitation | PAGE)
        assert (made.status_code, sent.status_code) == (302, 302)
    assert (Project.objects.count(), Invitation.objects.count()) == (1, 1)


def test_a_visitor_reports_once(client, district, django_capture_on_commit_callbacks):
    url = "/musterkiez/barriere-melden/"
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() - 60):
        opened = client.get(url).context["form"]["opened"].initial
    report = {"opened": opened, "homepage": "", "message": "Das Menü liest sich nicht vor."} | PAGE
    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(url, report) for _press in range(2)]
    assert answers[0].url == answers[1].url
    assert PublicReport.objects.count() == 1
    assert len(mail.outbox) == 1
