"""Asking about the location: by anybody, without an account; answered by mail, and forgotten who asked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.actions import enquiries
from kiezkontor.vacancies.models import LocationEnquiry
from kiezkontor.vacancies.rules.limits import REPORTS_AN_HOUR
from kiezkontor.vacancies.tests import seekers

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/standort/fragen/"
ASKED = {"role": "broker", "topic": "Wie viele gehen vorbei?", "email": "maja@example.org", "name": "Maja Makler"}
ANSWERED = {"asked_on": "2026-11-20", "role": "broker", "topic": "Passanten", "answer": "900 am Tag."}


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    monkeypatch.setattr("kiezkontor.shared.guard.MIN_SECONDS", 0)


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(kiez):
    """Another browser than the visitor's."""
    browser = Client()
    browser.force_login(districts.coordinator(kiez, "Carla"))
    return browser


def sent(client, **more):
    """The form as a browser sends it."""
    shown = client.get(PAGE).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    return client.post(PAGE, hidden | ASKED | more)


def asked(kiez, **details):
    return enquiries.ask(**(ASKED | details), district=kiez, by=system_viewer("test"))


def page(kiez, name, *arguments):
    return district_path(kiez.slug, f"vacancies:{name}", *arguments)


def on_the_desk(office):
    return "1 Standortanfrage wartet auf eine Antwort" in office.get("/musterkiez/buero/").text


def test_what_is_asked_waits_for_the_office_and_leaves_no_cookie_but_that_of_the_form(client, kiez, office):
    assert f'href="{PAGE}"' in client.get("/musterkiez/standort/").text
    answer = sent(client)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert set(client.cookies) <= {"csrftoken"}
    enquiry = LocationEnquiry.objects.get()
    assert (enquiry.source, enquiry.role, enquiry.email) == ("page", "broker", "maja@example.org")
    assert on_the_desk(office)
    assert "Wie viele gehen vorbei?" in office.get(page(kiez, "seeker_enquiries") + "?waits=on").text
    assert "maja@example.org" in office.get(page(kiez, "seeker_enquiry", enquiry.pk)).text
    assert "maja@example.org" not in office.get(page(kiez, "seeker_enquiries_csv")).content.decode("utf-8-sig")
    assert not OutgoingMail.objects.exists()


def test_the_answer_goes_by_mail_once_and_the_address_with_it(kiez, office):
    enquiry = asked(kiez)
    url = page(kiez, "seeker_enquiry", enquiry.pk)
    assert office.post(url, ANSWERED | {"answer": " "}).status_code == 422
    assert office.post(url, ANSWERED).status_code == 302
    mail = OutgoingMail.objects.get()
    assert (mail.to, "900 am Tag." in mail.text, "Maja" in mail.text) == ("maja@example.org", True, False)
    enquiry.refresh_from_db()
    assert (enquiry.name, enquiry.email, enquiry.topic) == ("", "", "Passanten")
    assert enquiry.answered_at is not None
    assert not on_the_desk(office)
    assert "Passanten" not in office.get(page(kiez, "seeker_enquiries") + "?waits=on").text
    office.post(url, ANSWERED | {"answer": "Noch einmal."})
    assert OutgoingMail.objects.count() == 1, "changed later, it is not sent again"


def test_what_needs_no_mail_is_settled_without_one(kiez, office):
    enquiry = asked(kiez)
    office.post(page(kiez, "seeker_enquiry", enquiry.pk), ANSWERED | {"answer": "", "is_settled": "on"})
    enquiry.refresh_from_db()
    assert (enquiry.email, enquiry.answered_at is not None) == ("", True)
    assert not OutgoingMail.objects.exists()


def test_what_the_office_notes_itself_waits_for_nobody(kiez, office):
    seekers.enquiry(kiez, answer="")
    assert not on_the_desk(office)


def test_machines_and_floods_are_refused(client, kiez):
    assert sent(client, homepage="https://spam.example").status_code == 422
    assert sent(client, role="owner").status_code == 422
    assert sent(client, email="").status_code == 422
    for _number in range(REPORTS_AN_HOUR):
        asked(kiez)
    assert sent(client).status_code == 422
    LocationEnquiry.objects.update(entered_at=timezone.now() - timedelta(hours=2))
    assert sent(client).status_code == 302


def test_who_asked_is_forgotten_where_nobody_answers(kiez, office):
    asked(kiez)
    before = timezone.now() - timedelta(days=180)
    assert not enquiries.people_over(before).exists()
    LocationEnquiry.objects.update(entered_at=before - timedelta(days=1))
    assert enquiries.forget_people(enquiries.people_over(before)) == 1
    assert not enquiries.people_over(before).exists()
    enquiry = LocationEnquiry.objects.get()
    assert (enquiry.name, enquiry.email, enquiry.topic) == ("", "", ASKED["topic"])
    assert not on_the_desk(office), "nobody can be answered any more"
