from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import forgetting
from kiezkontor.meetings.models import AgendaItem, Attendance, Ballot, SwappedContact
from kiezkontor.meetings.tasks import follow_swaps
from kiezkontor.meetings.tests import builders

pytestmark = pytest.mark.django_db

HANNA = {"email": "hanna@example.org", "phone": "0721 123456", "words": "Suche Räume", "agrees": "on"}
JONAS = {"email": "jonas@example.org", "phone": "", "words": "", "agrees": "on"}


@pytest.fixture
def event(db):
    return calendar.event(districts.district("Musterkiez"), starts_at=timezone.now())


@pytest.fixture
def page(event):
    return f"/musterkiez/sitzung/{room.token_of(builders.item(event).meeting)}/"


def telephone_of(name, page, of_what=""):
    telephone = Client()
    telephone.post(page, {"name": name, "of_what": of_what})
    return telephone


def read(telephone, page):
    return telephone.get(f"{page}kontakte/").content.decode()


def test_who_gives_a_contact_reads_those_of_the_others_and_who_gives_none_reads_none(page):
    hanna = telephone_of("Hanna Hof", page, "Hofladen")
    jonas = telephone_of("Jonas Jahn", page)
    assert hanna.post(f"{page}kontakte/", HANNA)["Location"] == f"{page}kontakte/"
    assert "Noch hat niemand sonst einen Kontakt gegeben" in read(hanna, page)
    assert "hanna@example.org" not in read(jonas, page)
    assert jonas.get(f"{page}kontakte/kontakte.vcf").content == b""
    jonas.post(f"{page}kontakte/", JONAS)
    assert "jonas@example.org" in read(hanna, page)
    for word in ("Hanna Hof", "Hofladen", "Suche Räume", "hanna@example.org", "tel:+49721123456"):
        assert word in read(jonas, page)
    card = jonas.get(f"{page}kontakte/kontakte.vcf").content.decode()
    assert "FN:Hanna Hof\r\nORG:Hofladen\r\nTEL;TYPE=WORK,VOICE:+49721123456" in card
    assert card.count("BEGIN:VCARD") == 1


def test_nobody_swaps_without_having_checked_in(page):
    stranger = Client()
    assert "Bitte melden Sie sich zuerst an" in read(stranger, page)
    assert stranger.post(f"{page}kontakte/", HANNA).status_code == 403
    assert not SwappedContact.objects.exists()


def test_what_was_given_is_taken_back_at_once(page):
    hanna, jonas = telephone_of("Hanna Hof", page), telephone_of("Jonas Jahn", page)
    hanna.post(f"{page}kontakte/", HANNA)
    jonas.post(f"{page}kontakte/", JONAS)
    hanna.post(f"{page}kontakte/zurueck/")
    assert "hanna@example.org" not in read(jonas, page)
    assert "jonas@example.org" not in read(hanna, page)
    proof = Consent.objects.get(said_by="Hanna Hof")
    assert proof.withdrawn_at
    assert "zurücknehmen" in proof.text
    assert AuditEntry.objects.filter(verb="attendance.contact_taken_back").count() == 1
    assert "hanna@example.org" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "", "phone": ""}, "Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an."),
        ({"phone": "keine"}, "Das ist keine Telefonnummer."),
        ({"email": "hanna"}, "Das ist keine vollständige E-Mail-Adresse."),
        ({"agrees": ""}, "Ohne dieses Häkchen wird nichts gezeigt."),
    ],
)
def test_a_contact_nobody_can_use_is_refused_at_its_field(page, wrong, sentence):
    hanna = telephone_of("Hanna Hof", page)
    answer = hanna.post(f"{page}kontakte/", HANNA | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SwappedContact.objects.exists()


def test_two_people_with_one_telephone_give_one_contact_each(page):
    telephone = telephone_of("Hanna Hof", page)
    telephone.post(page, {"name": "Jonas Jahn"})
    jonas = Attendance.objects.get(name="Jonas Jahn")
    assert telephone.post(f"{page}kontakte/", JONAS).status_code == 422
    telephone.post(f"{page}kontakte/", JONAS | {"person": str(jonas.pk)})
    assert [each.attendance for each in SwappedContact.objects.all()] == [jonas]


def test_who_left_is_read_by_nobody(page, event):
    hanna, jonas = telephone_of("Hanna Hof", page), telephone_of("Jonas Jahn", page)
    hanna.post(f"{page}kontakte/", HANNA)
    jonas.post(f"{page}kontakte/", JONAS)
    Attendance.objects.filter(name="Hanna Hof").update(state="absent")
    assert "hanna@example.org" not in read(jonas, page)
    assert "Bitte melden Sie sich zuerst an" in read(hanna, page)


def test_a_signed_sheet_counts_as_a_telephone_does(client, page, event):
    jonas = telephone_of("Jonas Jahn", page)
    jonas.post(f"{page}kontakte/", JONAS)
    client.force_login(districts.coordinator(event.district))
    office = f"/musterkiez/buero/sitzungen/{event.pk}/anwesend/"
    client.post(f"{office}neu/", {"name": "Hanna Hof"})
    hanna = Attendance.objects.get(name="Hanna Hof")
    sheet = f"{office}{hanna.pk}/kontakt/"
    assert sheet in client.get(office).content.decode()
    assert client.post(sheet, HANNA)["Location"] == office
    assert Consent.objects.get(said_by="Hanna Hof").channel == "paper"
    assert "hanna@example.org" in read(jonas, page)
    client.post(sheet, {"take_back": "yes"})
    assert "hanna@example.org" not in read(jonas, page)


def test_the_list_is_mailed_once_after_the_meeting_and_forgotten_a_week_later(
    page, event, django_capture_on_commit_callbacks
):
    for name, said in (("Hanna Hof", HANNA), ("Jonas Jahn", JONAS), ("Nora Nur", HANNA | {"email": ""})):
        telephone_of(name, page).post(f"{page}kontakte/", said)
    assert follow_swaps.call() == 0
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=7), ends_at=timezone.now() - timedelta(hours=5)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert follow_swaps.call() == 2
        assert follow_swaps.call() == 0
    to_jonas = next(each for each in mail.outbox if each.to == ["jonas@example.org"])
    assert "Hanna Hof" in to_jonas.body
    assert "0721 123456" in to_jonas.body
    assert "jonas@example.org" not in to_jonas.body.split("gegeben:")[-1]
    over = forgetting.swaps_over(timezone.now() - timedelta(hours=1))
    assert forgetting.forget_swaps(over) == 3
    assert not SwappedContact.objects.exists()
    assert Consent.objects.filter(withdrawn_at=None).count() == 0


def test_nobody_becomes_somebody_else_by_typing_their_name(client, page, event):
    hanna, jonas = telephone_of("Hanna Hof", page), telephone_of("Jonas Jahn", page)
    hanna.post(f"{page}kontakte/", HANNA)
    jonas.post(f"{page}kontakte/", JONAS)
    thief = Client()
    refused = thief.post(page, {"name": " hanna  HOF"})
    assert refused.status_code == 422
    assert "schon jemand mit einem anderen Telefon" in refused.content.decode()
    assert "jonas@example.org" not in read(thief, page)
    assert "Hanna" not in thief.get(vote_page(event, page)).content.decode()
    thief.post(f"{page}kontakte/zurueck/")
    assert SwappedContact.objects.count() == 2
    assert hanna.post(page, {"name": "Hanna Hof"}).status_code == 302


def test_the_office_lets_another_telephone_speak_for_somebody(client, page, event):
    lost = telephone_of("Hanna Hof", page)
    lost.post(f"{page}kontakte/", HANNA)
    client.force_login(districts.coordinator(event.district))
    row = Attendance.objects.get()
    attendance = f"/musterkiez/buero/sitzungen/{event.pk}/anwesend/"
    freed = f"{attendance}{row.pk}/telefon/"
    assert freed in client.get(attendance).content.decode()
    client.post(freed)
    found = telephone_of("Hanna Hof", page)
    assert "Hanna Hof" in found.get(vote_page(event, page)).content.decode()
    assert "Hanna Hof" not in lost.get(vote_page(event, page)).content.decode()
    assert not SwappedContact.objects.exists()
    assert AuditEntry.objects.filter(verb="attendance.phone_freed").count() == 1


def vote_page(event, page):
    """Of one ballot that is open."""
    found = Ballot.objects.first() or builders.ballot(AgendaItem.objects.get(meeting__event=event), is_open=True)
    return f"{page}abstimmung/{found.pk}/"
