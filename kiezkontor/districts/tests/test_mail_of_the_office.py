import pytest
from django.core import mail

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR, system_viewer
from kiezkontor.districts.actions.reports import receive_report
from kiezkontor.districts.models import Invitation
from kiezkontor.districts.tests.builders import coordinator, district
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.incoming import store
from kiezkontor.notices.models import AddressMark, IncomingMail
from kiezkontor.notices.rules.kinds import Kind, Reason
from kiezkontor.notices.treatment import treat

pytestmark = pytest.mark.django_db
PAGE = "/musterkiez/buero/post/"


@pytest.fixture
def kiez():
    return district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(coordinator(kiez))
    return client


def invite(office, address):
    data = {"email": address, "role": EDITOR, "language": "de"}
    return office.post("/musterkiez/buero/team/einladen/", data)


def test_who_wishes_no_contact_gets_no_invitation_and_the_office_is_told(office):
    note = {"address": "Anna@example.org", "note": "Am Telefon gesagt."}
    assert office.post(f"{PAGE}kein-kontakt/", note).status_code == 302
    page = office.get(PAGE).text
    assert "anna@example.org" in page
    assert "Am Telefon gesagt." in page
    refused = invite(office, "anna@example.org")
    assert refused.status_code == 422
    assert "niemand eingeladen" in refused.text
    assert not Invitation.objects.exists()


def test_the_office_lets_mail_go_again_with_a_note_that_the_log_keeps(office, kiez, django_capture_on_commit_callbacks):
    mark_address("anna@example.org", Reason.LEFT, scope_id=kiez.pk, by=system_viewer("test"), kind=Kind.NEWS)
    mark = AddressMark.objects.get()
    assert "Neuigkeiten aus dem Netzwerk" in office.get(f"{PAGE}adressen/{mark.pk}/").text
    assert office.post(f"{PAGE}adressen/{mark.pk}/", {"note": " "}).status_code == 422
    assert office.post(f"{PAGE}adressen/{mark.pk}/", {"note": "Im Laden darum gebeten."}).status_code == 302
    assert not AddressMark.objects.exists()
    assert "Im Laden darum gebeten." in office.get("/musterkiez/buero/protokoll/").text
    assert office.post(f"{PAGE}adressen/{mark.pk}/", {"note": "Noch einmal."}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(office, "anna@example.org").status_code == 302
    assert len(mail.outbox) == 1


def test_mail_to_an_office_that_was_withheld_stands_on_its_page(office, kiez):
    kiez.office_email = "buero@example.org"
    kiez.save()
    mark_address("buero@example.org", Reason.BOUNCED, scope_id=kiez.pk, by=system_viewer("test"))
    invite(office, "neu@example.org")
    assert "Nicht geschrieben" not in office.get(PAGE).text
    receive_report(kiez, kind="mistake", message="Sonntags zu.", by=system_viewer("test"))
    page = office.get(PAGE).text
    assert "Nicht geschrieben" in page
    assert "E-Mails kommen zurück" in page


def test_who_administers_the_installation_reads_what_nobody_took(client, kiez):
    store(b"From: a@example.org\nMessage-ID: <1@x.example>\nSubject: Frage\n\nHallo <b>Welt</b>")
    treat.call(IncomingMail.objects.get().pk)
    client.force_login(coordinator(kiez))
    assert client.get("/buero/post/").status_code == 403
    client.force_login(person(is_operator=True))
    page = client.get("/buero/post/").text
    assert "Hallo &lt;b&gt;Welt&lt;/b&gt;" in page
    assert 'href="/buero/post/"' in client.get("/buero/").text


def test_the_operator_sees_addresses_nothing_goes_to_anywhere_and_lifts_them(client, kiez):
    mark_address("anna@example.org", Reason.BOUNCED, scope_id=None, by=system_viewer("test"))
    mark_address("berta@example.org", Reason.BOUNCED, scope_id=kiez.pk, by=system_viewer("test"))
    mark, of_district = AddressMark.objects.order_by("address")
    lift = f"/buero/post/adressen/{mark.pk}/"
    client.force_login(coordinator(kiez))
    assert client.post(lift, {"note": "Geht wieder."}).status_code == 403
    client.force_login(person(is_operator=True))
    page = client.get("/buero/post/").text
    assert f'href="{lift}"' in page
    assert "anna@example.org" in page
    assert "berta@example.org" not in page
    assert 'href="/buero/post/"' in client.get(lift).text
    assert client.get(f"/buero/post/adressen/{of_district.pk}/").status_code == 404
    assert client.post(lift, {"note": " "}).status_code == 422
    assert client.post(lift, {"note": "Geht wieder."}).url == "/buero/post/"
    assert AddressMark.objects.get() == of_district
