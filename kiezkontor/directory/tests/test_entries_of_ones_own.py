import re

import pytest
from django.core import mail

from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests import builders as districts
from kiezkontor.shared import guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district(slug="musterkiez", office_email="buero@example.org")


@pytest.fixture
def baker(kiez):
    return listed(kiez, "Bäckerei Ähre")


@pytest.fixture
def slow_typist(monkeypatch):
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


def url_of(entry, rest=""):
    return f"/musterkiez/verzeichnis/{entry.slug}/{rest}"


def say_own(client, entry, **changes):
    details = {"name": "Kim Muster", "standing": "owner", "phone": "0721 123456", "message": "Wir öffnen um sechs."}
    details |= {"email": "kim@example.com", "homepage": "", "opened": guard.opened_now()}
    return client.post(url_of(entry, "mein-betrieb/"), details | changes)


def test_a_profile_leads_to_a_form_that_names_the_business(client, baker):
    link = re.search(r'href="([^"]+)"[^>]*>Ist das Ihr Betrieb\?', client.get(url_of(baker)).text)[1]
    page = client.get(link).text
    assert "Ist „Bäckerei Ähre“ Ihr Betrieb?" in page
    assert baker.address in page


def test_the_office_reads_who_it_is_and_which_entry(client, baker, slow_typist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = say_own(client, baker)
    assert "meldet sich bei Ihnen" in client.get(answer.url).text
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == (["buero@example.org"], ["kim@example.com"])
    assert sent.subject == f"Mein Betrieb: Bäckerei Ähre, {baker.address}"
    told = ("Kim Muster", "Der Betrieb gehört mir", "0721 123456", "kim@example.com", "Wir öffnen um sechs.")
    for text in (*told, url_of(baker), f"/musterkiez/buero/eintraege/{baker.organisation_id}/"):
        assert text in sent.body
    logged = AuditEntry.objects.get(verb="entry.said_to_be_own")
    assert "kim" not in f"{logged.actor_label}{logged.subject_label}{logged.detail}".lower()


def test_a_telephone_number_is_enough(client, baker, slow_typist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert say_own(client, baker, email="", message="").status_code == 302
    assert mail.outbox[0].reply_to == []


@pytest.mark.parametrize(
    "changes",
    [{"email": "", "phone": ""}, {"name": ""}, {"standing": ""}, {"email": "kim@"}, {"name": "https://spam.example"}]
    + [{"email": "", "phone": phone} for phone in ("https://spam.example", "ja", "0721 1234\nBcc: kim@example.com")],
)
def test_what_the_office_needs_is_asked_for(client, baker, slow_typist, changes):
    answer = say_own(client, baker, **changes)
    assert answer.status_code == 422
    assert "Es wurde noch nichts gesendet." in answer.text


def test_programs_and_floods_do_not_reach_the_office(client, baker, slow_typist, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say_own(client, baker, website="https://spam.example")
        assert not mail.outbox
        for number in range(10):
            say_own(client, baker, message=f"Nummer {number}")
    assert say_own(client, baker, message="Noch eine").status_code == 422
    assert len(mail.outbox) == 10


def test_without_an_office_there_is_nobody_to_tell(client):
    entry = listed(districts.district(slug="musterkiez", office_email=""), "Bäckerei Ähre")
    assert "mein-betrieb" not in client.get(url_of(entry)).text
    assert client.get(url_of(entry, "mein-betrieb/")).status_code == 404


def test_the_form_for_barriers_says_that_it_is_about_the_website(client, kiez):
    page = client.get("/musterkiez/barriere-melden/").text
    assert "<h1>Barriere der Website melden</h1>" in page
    assert re.search(
        r'auf der Straße oder an einem Geschäft.*<a href="/musterkiez/kontakt/">das Büro vor Ort</a>', page
    )
