import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.directory.models import Conversation, RelayedMessage
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.relay import address_towards
from kiezkontor.districts.tests.builders import coordinator, district
from kiezkontor.home.tasks import forget
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.incoming import store
from kiezkontor.notices.rules.kinds import Reason
from kiezkontor.notices.rules.tokens import in_digits
from kiezkontor.shared import guard

pytestmark = pytest.mark.django_db
ADDRESSES = ("kim@example.com", "ofen@example.org")


@pytest.fixture(autouse=True)
def comes_in(settings, monkeypatch):
    settings.MAIL_REPLY = "antwort@quartier.example"
    monkeypatch.setattr(guard, "MIN_SECONDS", -1)


@pytest.fixture
def kiez():
    return district("Musterkiez", office_email="buero@example.org")


@pytest.fixture
def baker(kiez):
    entry = listed(kiez, "Bäckerei Ähre", email="ofen@example.org")
    entry.organisation.confirmed_on = date(2026, 11, 3)
    entry.organisation.save()
    return entry


@pytest.fixture
def write(client, baker, django_capture_on_commit_callbacks):
    """Kim writes to the baker through the form; returns the mail the baker got."""

    def write(**changes):
        details = {"name": "Kim Muster", "email": "kim@example.com", "message": "Haben Sie sonntags Brötchen?"}
        details |= {"consent": "on", "homepage": "", "opened": guard.opened_now(), **changes}
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/musterkiez/verzeichnis/{baker.slug}/nachricht/", details)
        assert answer.status_code == 302
        return mail.outbox[-1]

    return write


@pytest.fixture
def answer(django_capture_on_commit_callbacks):
    """Somebody answers a mail as a program does; returns what became of it and all mails that went out for it."""
    numbers = iter(range(1000))

    def answer(got, words, *, sender, to=None, more=""):
        before = len(mail.outbox)
        quote = "\n".join(f"> {line}" for line in got.body.splitlines())
        raw = (
            f"From: {sender}\nTo: {to or got.reply_to[0]}\nSubject: Re: {got.subject} von {sender}\n{more}"
            f"Message-ID: <{next(numbers)}@example.net>\nContent-Type: text/plain; charset=utf-8\n\n"
            f"{words}\n\nAm 26.11.2026 um 10:12 schrieb jemand <x@quartier.example>:\n{quote}\n\n-- \n{sender}\n"
        )
        with django_capture_on_commit_callbacks(execute=True):
            came, _is_new = store(raw.encode())
        came.refresh_from_db()
        return came.outcome, mail.outbox[before:]

    return answer


def addresses_in(sent):
    whole = sent.message().as_string() + sent.body + "".join(str(each.content) for each in sent.alternatives)
    return {address for address in ADDRESSES if address in whole and address not in sent.to}


def test_both_answer_each_other_and_neither_sees_the_others_address(client, baker, write, answer):
    page = client.get(f"/musterkiez/verzeichnis/{baker.slug}/nachricht/").text
    assert "Der Betrieb sieht sie nicht" in page
    first = write()
    assert first.to == ["ofen@example.org"]
    outcome, (second,) = answer(first, "Ja, ab acht Uhr.", sender="ofen@example.org")
    assert (outcome, second.to) == ("answer", ["kim@example.com"])
    assert "Bäckerei Ähre hat geantwortet:\n\nJa, ab acht Uhr.\n" in second.body
    assert "Haben Sie sonntags" not in second.body
    _outcome, (third,) = answer(second, "Danke!", sender="Kim <kim@example.com>")
    assert third.to == ["ofen@example.org"]
    assert "Kim Muster hat geantwortet:\n\nDanke!" in third.body
    _outcome, (fourth,) = answer(third, "Gern.", sender="ofen@example.org")
    assert fourth.to == ["kim@example.com"]
    assert [addresses_in(sent) for sent in (first, second, third, fourth)] == [set()] * 4


def test_who_writes_an_address_into_the_text_shows_it(write, answer):
    _outcome, (second,) = answer(write(), "Schreiben Sie an ofen@example.org.", sender="ofen@example.org")
    assert addresses_in(second) == {"ofen@example.org"}


def test_whoever_holds_the_address_of_one_side_cannot_write_as_the_other(write, answer):
    first = write()
    towards_baker = first.reply_to[0].replace("+visitor-", "+entry-")
    outcome, sent = answer(first, "Hallo", sender="stranger@example.net", to=towards_baker)
    assert outcome == "unclaimed"
    assert [each.to for each in sent] == [["stranger@example.net"]]


def test_a_token_of_one_conversation_opens_no_other(write, answer):
    first, second = write(), write(name="Ada Beispiel", email="ada@example.com")
    other = first.reply_to[0].replace(
        f"visitor-{in_digits(Conversation.objects.first().pk)}-",
        f"visitor-{in_digits(Conversation.objects.last().pk)}-",
    )
    assert other != first.reply_to[0] != second.reply_to[0]
    assert answer(first, "Hallo", sender="ofen@example.org", to=other)[0] == "unclaimed"


def test_a_conversation_ends_a_month_after_its_latest_message(write, answer):
    first = write()
    Conversation.objects.update(latest_at=timezone.now() - timedelta(days=31))
    outcome, (polite,) = answer(first, "Ja.", sender="ofen@example.org")
    assert (outcome, polite.to) == ("refused", ["ofen@example.org"])
    assert "Dieses Gespräch ist beendet." in polite.body
    assert forget.call()["conversations"] == 1
    assert not RelayedMessage.objects.exists()
    assert answer(first, "Ja?", sender="ofen@example.org") == ("refused", [])


def test_each_way_takes_twenty_messages_a_day(write, answer):
    first = write()
    outcomes = [answer(first, f"Antwort {number}", sender="ofen@example.org")[0] for number in range(21)]
    assert outcomes == ["answer"] * 20 + ["refused"]
    to_kim = next(sent for sent in mail.outbox if sent.to == ["kim@example.com"])
    assert answer(to_kim, "Danke", sender="kim@example.com")[0] == "answer"


def test_an_out_of_office_note_goes_to_nobody(write, answer):
    assert answer(write(), "Im Urlaub", sender="ofen@example.org", more="Auto-Submitted: auto-replied\n") == (
        "automatic",
        [],
    )


def test_two_programs_that_answer_each_other_come_to_an_end(write, answer):
    first = write()
    outcome, sent = answer(first, "Danke für Ihre Mail", sender="ofen@example.org", more="Precedence: bulk\n")
    assert (outcome, sent) == ("automatic", [])
    _outcome, (second,) = answer(first, "Ja", sender="ofen@example.org")
    assert second.extra_headers["Auto-Submitted"] == "auto-generated"


def test_who_can_no_longer_be_reached_is_told_of_to_the_other(kiez, baker, write, answer):
    first = write()
    mark_address("kim@example.com", Reason.DO_NOT_CONTACT, scope_id=kiez.pk, by=system_viewer("test"))
    outcome, (polite,) = answer(first, "Ja.", sender="ofen@example.org")
    assert outcome == "refused"
    assert "Ihre Antwort wurde nicht weitergegeben." in polite.body
    baker.organisation.email = ""
    baker.organisation.save()
    towards = address_towards("entry", Conversation.objects.get().pk)
    outcome, (polite,) = answer(first, "Hallo?", sender="kim@example.com", to=towards)
    assert (outcome, polite.to) == ("refused", ["kim@example.com"])


@pytest.mark.parametrize("evil", ["\r\nBcc: all@example.org", "\nBcc: all@example.org", "\x0bBcc: all@example.org"])
def test_nothing_that_people_write_becomes_a_header(client, baker, write, answer, evil):
    name = f"Kim{evil}"
    details = {"name": name, "email": "kim@example.com", "message": "Haben Sie Brötchen?", "consent": "on"}
    client.post(
        f"/musterkiez/verzeichnis/{baker.slug}/nachricht/", details | {"homepage": "", "opened": guard.opened_now()}
    )
    Conversation.objects.update(visitor_name=name, title=name)
    first = write()
    Conversation.objects.update(visitor_name=name, title=name)
    _outcome, (second,) = answer(first, f"Ja.{evil}", sender="ofen@example.org")
    for sent in mail.outbox:
        head = sent.message().as_string().partition("\n\n")[0]
        assert not re.search(r"^bcc", head, re.IGNORECASE | re.MULTILINE)
        assert sent.recipients() == sent.to
    assert second.to == ["kim@example.com"]


def test_the_log_tells_of_an_answer_without_what_it_says(client, kiez, write, answer):
    answer(write(), "Geheimnis", sender="ofen@example.org")
    client.force_login(coordinator(kiez))
    page = client.get("/musterkiez/buero/protokoll/").text
    assert "Eine Antwort in einem Gespräch mit Bäckerei Ähre wurde weitergegeben." in page
    assert "Geheimnis" not in page
    assert "kim@example.com" not in page


def test_without_an_address_for_answers_the_visitors_own_goes_along_as_before(client, settings, baker, write):
    settings.MAIL_REPLY = ""
    assert "Wir bewahren weder" in client.get(f"/musterkiez/verzeichnis/{baker.slug}/nachricht/").text
    assert write().reply_to == ["kim@example.com"]
    assert not Conversation.objects.exists()
