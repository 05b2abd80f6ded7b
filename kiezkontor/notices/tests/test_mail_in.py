import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kiezkontor.home.tasks import forget
from kiezkontor.notices import hooks, tokens
from kiezkontor.notices.incoming import store
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.models import AddressMark, IncomingMail, OutgoingMail
from kiezkontor.notices.rules import messages
from kiezkontor.notices.rules.tokens import Token, written
from kiezkontor.notices.tests.test_messages_of_programs import message
from kiezkontor.notices.treatment import treat, treat_what_waits
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db
OFFICE = Sender("Stadtteilbüro", "Muster gGmbH, Musterstraße 1", "buero@example.org", scope_id=7)


@pytest.fixture(autouse=True)
def comes_in(settings, tmp_path):
    settings.MAIL_REPLY = "antwort@quartier.example"
    settings.DEFAULT_FROM_EMAIL = "Musterkiez <kiezkontor@quartier.example>"
    (tmp_path / "text.txt").write_text("Guten Tag!\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]


@pytest.fixture
def receive(django_capture_on_commit_callbacks):
    def receive(raw, **details):
        with django_capture_on_commit_callbacks(execute=True):
            came, _is_new = store(raw, **details)
        came.refresh_from_db()
        return came

    return receive


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """A mail to anna@example.org; what the mail server got of it is in mail.outbox."""

    def sent(to="anna@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            return send_after_commit(to, "text.txt", "text.txt", {}, sender=OFFICE, language="de")

    return sent


@pytest.fixture
def taken(monkeypatch):
    """What came to reply addresses of the purpose "test"."""
    taken = []
    monkeypatch.setitem(hooks.answers, "test", taken.append)
    return taken


def report(name, *, receiver="kiezkontor@quartier.example", message_id="<other@example.org>", number=1):
    raw = message(name).replace(b"RECEIVER", receiver.encode()).replace(b"MESSAGEID", message_id.encode())
    return re.sub(rb"(?mi)^(Message-I[dD]: <)", rb"\g<1>%d." % number, raw, count=1)


def to_token(name, token):
    return message(name).replace(b"TOKEN", token.encode())


def token_for(key=12, purpose="test", days=30):
    last_on = timezone.localdate() + timedelta(days=days)
    return tokens.address_for(purpose, key, last_on=last_on).partition("+")[2].partition("@")[0]


# Mails that came back


@pytest.mark.parametrize("name", ["report_postfix_gone", "report_exchange_gone_de", "report_gmx_words"])
def test_a_mail_that_comes_back_to_its_own_address_marks_who_it_went_to(receive, sent, name):
    written = sent()
    returns_to = mail.outbox[0].from_email
    assert returns_to.startswith("antwort+b-")
    assert "kiezkontor@quartier.example" in mail.outbox[0].message()["From"]
    came = receive(report(name, receiver=returns_to))
    assert (came.outcome, bytes(came.raw), came.text) == ("bounce", b"", "")
    (mark,) = AddressMark.objects.all()
    assert (mark.address, mark.reason, mark.scope_id) == ("anna@example.org", "bounced", 7)
    written.refresh_from_db()
    assert written.bounce == "permanent"
    assert sent().withheld == "bounced"


@pytest.mark.parametrize("name", ["report_postfix_gone", "report_exchange_gone_de"])
def test_a_message_id_that_others_may_know_marks_nobody_before_three_mails_came_back(receive, sent, settings, name):
    settings.MAIL_REPLY = ""
    for number in range(1, 4):
        message_id = sent().message_id
        for _again in range(2):
            receive(report(name, message_id=message_id, number=number))
        assert AddressMark.objects.exists() == (number == 3)
    assert AddressMark.objects.get().address == "anna@example.org"


def test_mailboxes_that_are_full_are_marked_after_three_mails(receive, sent):
    for number in range(1, 4):
        sent()
        for _again in range(2):
            receive(report("report_postfix_full", receiver=mail.outbox[-1].from_email, number=number))
        assert AddressMark.objects.exists() == (number == 3)


def test_a_delay_marks_nobody(receive, sent):
    sent()
    assert receive(report("report_postfix_delayed", receiver=mail.outbox[0].from_email)).outcome == "automatic"
    assert not AddressMark.objects.exists()


@pytest.mark.parametrize(
    "forged",
    [
        "<report-due-1.aaaaaaaaaaaaaaaa@quartier.example>",
        "<report-due-1@quartier.example>",
        "<.aaaaaaaaaaaaaaaa@quartier.example>",
        "",
    ],
)
def test_a_stranger_cannot_silence_anybody_with_a_bounce(receive, sent, forged):
    sent()
    assert receive(report("report_postfix_gone", message_id=forged)).outcome == "automatic"
    guessed = written(Token("b", OutgoingMail.objects.get().pk, timezone.localdate()), b"guessed")
    came = receive(report("report_postfix_gone", receiver=f"antwort+{guessed}@quartier.example", number=2))
    assert came.outcome == "automatic"
    assert not AddressMark.objects.exists()


def test_a_bounce_address_holds_for_a_month(receive, sent):
    written = sent()
    old = tokens.address_for("b", written.pk, last_on=timezone.localdate() - timedelta(days=1))
    assert receive(report("report_postfix_gone", receiver=old)).outcome == "automatic"
    assert not AddressMark.objects.exists()


# Answers


@pytest.mark.parametrize("name", ["outlook_web_de", "gmail_html_only_de", "iphone_de", "k9_de"])
def test_an_answer_reaches_the_area_that_asked(receive, taken, name):
    came = receive(to_token(name, token_for(key=12)))
    assert (came.outcome, came.text, bytes(came.raw)) == ("answer", "", b"")
    (answer,) = taken
    assert answer.key == 12
    assert answer.words
    assert "Haben Sie sonntags" not in answer.words
    assert mail.outbox == []


def test_an_answer_is_taken_once_however_often_it_comes(receive, taken):
    raw = to_token("gmail_de", token_for())
    first, again = receive(raw), receive(raw + b"\nadded on the way")
    assert first == again
    treat.call(first.pk)
    without_id = b"From: a@example.org\nTo: antwort+%s@quartier.example\n\nHallo" % token_for().encode()
    assert receive(without_id) == receive(without_id) != first
    assert len(taken) == 2


def test_one_mail_to_two_of_our_addresses_is_two_answers(receive, taken):
    raw = message("gmail_de")
    for key in (1, 2):
        receive(raw, receiver=f"antwort+{token_for(key=key)}@quartier.example")
    assert [answer.key for answer in taken] == [1, 2]


@pytest.mark.parametrize("name", ["out_of_office_outlook_de", "list_mail"])
def test_automatic_mail_is_taken_by_nobody_and_answered_by_nobody(receive, taken, name):
    assert receive(to_token(name, token_for())).outcome == "automatic"
    assert receive(to_token(name, "forged").replace(b"-1@", b"-2@")).outcome == "automatic"
    assert (taken, mail.outbox) == ([], [])


def test_our_own_mail_that_comes_back_to_us_ends_there(receive, sent, taken):
    sent(f"antwort+{token_for()}@quartier.example")
    raw = mail.outbox[0].message().as_bytes()
    assert receive(raw).outcome == "automatic"
    stripped = re.sub(rb"Auto-Submitted: .*\n", b"", raw)
    assert receive(stripped, receiver="antwort@quartier.example").outcome == "automatic"
    assert (taken, len(mail.outbox)) == ([], 1)


@pytest.mark.parametrize("token", ["forged", "test-c-kkkk-aaaaaaaaaaaaaaaa", None])
def test_who_answers_to_an_address_that_is_not_valid_hears_it_once(receive, taken, token):
    used = token or token_for(days=-1)
    for number in range(3):
        raw = to_token("gmail_de", used).replace(b"=abc", b"=%dabc" % number)
        came = receive(raw)
        assert (came.outcome, came.text.splitlines()[0]) == ("unclaimed", "Ab 8 Uhr, solange der Vorrat reicht.")
    (polite,) = mail.outbox
    assert polite.to == ["juergen@gmail.example"]
    assert polite.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "nicht mehr gültig" in polite.body
    assert taken == []


def test_many_forged_senders_do_not_make_us_write_to_the_world(receive, taken):
    for number in range(30):
        raw = to_token("gmail_de", "forged").replace(b"juergen@", b"j%d@" % number)
        receive(raw.replace(b"=abc", b"=%dabc" % number))
    assert len(mail.outbox) == 20


def test_a_token_for_bounces_is_no_way_into_an_area_and_one_of_an_area_none_to_bounces(receive, sent, taken):
    written = sent()
    assert receive(to_token("gmail_de", token_for(purpose="b", key=written.pk))).outcome == "automatic"
    aimed = f"antwort+{token_for(key=written.pk)}@quartier.example"
    assert receive(report("report_postfix_gone", receiver=aimed)).outcome == "automatic"
    assert not AddressMark.objects.exists()
    assert taken == []


def test_what_an_area_refuses_is_undone_and_explained(receive, monkeypatch):
    def refuse(answer):
        AddressMark.objects.create(address="x@example.org", reason="bounced")
        raise ActionRefused("Dieses Gespräch ist beendet.")

    monkeypatch.setitem(hooks.answers, "test", refuse)
    assert receive(to_token("gmail_de", token_for())).outcome == "refused"
    assert "Dieses Gespräch ist beendet." in mail.outbox[0].body
    assert not AddressMark.objects.exists()


def test_mail_that_breaks_an_area_waits_and_goes_to_people_in_the_end(receive, monkeypatch):
    def stumble(answer):
        raise ZeroDivisionError

    monkeypatch.setitem(hooks.answers, "test", stumble)
    came = receive(to_token("gmail_de", token_for()))
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(minutes=3))
    for _each in range(6):
        treat_what_waits.call()
    came.refresh_from_db()
    assert came.outcome == "unreadable"
    assert "Ab 8 Uhr" in came.text
    assert treat_what_waits.call() == 0


def test_a_mail_nested_without_end_goes_to_people(receive):
    raw = (
        b"From: a@example.org\nMessage-ID: <1@x.example>\nSubject: Bombe\n" + b"Content-Type: message/rfc822\n\n" * 500
    )
    came = receive(raw)
    assert (came.outcome, came.subject) == ("unreadable", "Bombe")


def test_what_came_in_is_forgotten_after_a_month(receive):
    receive(to_token("gmail_de", "forged"))
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(days=31))
    assert forget.call()["mails that came in"] == 1


def test_a_mail_that_cannot_even_be_looked_at_is_put_aside(receive, monkeypatch):
    def break_down(raw):
        if raw:
            raise MemoryError
        return read(raw)

    read = messages.read
    monkeypatch.setattr(messages, "read", break_down)
    with pytest.raises(MemoryError):
        store_and_treat()
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(minutes=3))
    for _each in range(8):
        treat_what_waits.call()
    assert IncomingMail.objects.get().outcome == "unreadable"


def store_and_treat():
    came, _is_new = store(message("gmail_de"))
    treat.call(came.pk)
