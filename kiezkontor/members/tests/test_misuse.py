"""What somebody who means harm, or cannot let go, tries on the notice board and in first contacts."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.tests.builders import district
from kiezkontor.members.models import Complaint, Post, Reply
from kiezkontor.members.tests import builders
from kiezkontor.organisations.actions.people import stop_contact
from kiezkontor.organisations.models import Steward
from kiezkontor.organisations.tests import builders as organisations

pytestmark = pytest.mark.django_db
BOARD, CONTACTS = "/musterkiez/mein/brett/", "/musterkiez/mein/erstkontakte/"


@pytest.fixture
def kiez():
    return district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def hanna(kiez):
    return builders.member(kiez, "Hanna Muster", "Papeterie Muster")


@pytest.fixture
def contact(kiez):
    soraya = builders.member(kiez, "Soraya Muster", "Treff Muster", role="social_carrier")
    return builders.first_contact(kiez, soraya, builders.member(kiez, "Toni Muster", "Radhaus Muster"))


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Somebody sends a form; returns the mails that went out for it."""

    def press(someone, url, **said):
        client.force_login(someone)
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(url, said)
        return mail.outbox[before:]

    return press


def side_of(contact, part):
    return contact.sides.get(part=part).person


def in_days(days):
    return (timezone.localdate() + timedelta(days=days)).strftime("%d.%m.%Y")


def test_deleting_again_makes_no_room_for_more_mails(kiez, hanna, press):
    topic = builders.topic(kiez)
    topic.follows.create(person=builders.member(kiez, "Lea Leserin"))
    sent = []
    for number in range(7):
        said = {"topic": topic.pk, "title": f"Angebot {number}", "words": "Werbung", "last_on": in_days(5)}
        sent += press(hanna, f"{BOARD}neu/", **said)
        for post in Post.objects.filter(person=hanna):
            press(hanna, f"{BOARD}{post.pk}/loeschen/")
    assert len(sent) == 5


def test_whoever_left_a_member_no_longer_writes_in_its_name(kiez, hanna, press):
    post = builders.post(kiez, hanna)
    Steward.objects.filter(person=hanna).update(until_on=timezone.localdate())
    new = organisations.organisation("Neuer Laden")
    organisations.membership(new, kiez)
    organisations.steward(hanna, new)
    said = {"topic": post.topic_id, "title": "Wir schließen", "words": "Alles muss raus", "last_on": in_days(5)}
    press(hanna, f"{BOARD}{post.pk}/aendern/", **said)
    press(hanna, f"{BOARD}{post.pk}/erledigt/")
    post.refresh_from_db()
    assert post.title != "Wir schließen"
    assert post.done_at is None
    press(hanna, f"{BOARD}{post.pk}/loeschen/")
    assert not Post.objects.exists()


@pytest.mark.parametrize("why", ["reported", "hidden", "held"])
def test_what_the_office_has_to_look_at_only_leaves_the_board(client, kiez, hanna, press, why):
    post = builders.post(kiez, hanna)
    if why == "reported":
        press(builders.member(kiez, "Rita Muster"), f"{BOARD}{post.pk}/melden/", reason="Beleidigung")
    elif why == "hidden":
        Post.objects.update(hidden_at=timezone.now())
    else:
        organisations.legal_hold(kiez)
    press(hanna, f"{BOARD}{post.pk}/loeschen/")
    post.refresh_from_db()
    assert post.last_on < timezone.localdate()
    assert Complaint.objects.exists() == (why == "reported")


def test_a_reported_reply_stays_until_the_office_has_decided(kiez, hanna, press):
    reply = builders.reply(builders.post(kiez, builders.member(kiez, "Pia Post")), hanna)
    press(builders.member(kiez, "Rita Muster"), f"{BOARD}{reply.post_id}/antworten/{reply.pk}/melden/", reason="Grob")
    assert Complaint.objects.count() == 1
    press(hanna, f"{BOARD}{reply.post_id}/antworten/{reply.pk}/loeschen/")
    assert Reply.objects.filter(pk=reply.pk).exists()


def test_nobody_writes_to_whom_contact_was_stopped(kiez, contact, press):
    stop_contact(
        contact.trader_id, since=timezone.localdate(), note="am Telefon", district=kiez, by=system_viewer("test")
    )
    assert press(side_of(contact, "carrier"), f"{CONTACTS}{contact.pk}/schreiben/", words="Hallo?") == []


def test_a_person_who_asked_for_quiet_gets_no_word_of_a_first_contact(kiez, contact, press):
    toni = side_of(contact, "trader") or Steward.objects.get(organisation=contact.trader).person
    organisations.contact(contact.trader, kiez, person=toni, do_not_contact_since=timezone.localdate())
    assert press(side_of(contact, "carrier"), f"{CONTACTS}{contact.pk}/schreiben/", words="Hallo?") == []


def test_showing_and_concealing_names_again_and_again_sends_one_mail(contact, press):
    sent = []
    for _again in range(4):
        sent += press(side_of(contact, "carrier"), f"{CONTACTS}{contact.pk}/namen-zeigen/")
        sent += press(side_of(contact, "carrier"), f"{CONTACTS}{contact.pk}/namen-nicht-zeigen/")
    assert len(sent) == 1


def test_nobody_has_the_last_word_after_a_refusal(contact, press):
    toni = side_of(contact, "trader") or Steward.objects.get(organisation=contact.trader).person
    assert len(press(toni, f"{CONTACTS}{contact.pk}/kein-interesse/", reason="")) == 1
    said = press(side_of(contact, "carrier"), f"{CONTACTS}{contact.pk}/kein-interesse/", reason="Das bereuen Sie noch")
    assert said == []
