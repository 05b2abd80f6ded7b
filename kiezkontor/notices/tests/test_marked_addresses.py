import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.home.tasks import forget
from kiezkontor.notices.actions import mark_address
from kiezkontor.notices.delivery import deliver, deliver_what_waits
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.models import AddressMark, OutgoingMail
from kiezkontor.notices.rules.kinds import Kind, Reason

pytestmark = pytest.mark.django_db
HERE = Sender("Stadtteilbüro", "Muster gGmbH, Musterstraße 1", "buero@example.org", scope_id=7)
ELSEWHERE = Sender("Nachbarbüro", "Muster e. V., Musterstraße 2", "nebenan@example.org", scope_id=8)
OFFICE = system_viewer("test")


@pytest.fixture(autouse=True)
def templates(settings, tmp_path, django_capture_on_commit_callbacks):
    (tmp_path / "subject.txt").write_text("Neues")
    (tmp_path / "body.txt").write_text("Guten Tag!\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]


@pytest.fixture
def write(django_capture_on_commit_callbacks):
    def write(to="anna@example.org", *, sender=HERE, kind=Kind.LETTER, **details):
        with django_capture_on_commit_callbacks(execute=True):
            return send_after_commit(
                to, "subject.txt", "body.txt", {}, sender=sender, language="de", kind=kind, **details
            )

    return write


def link_in(sent):
    (link,) = re.findall(r"^<(.+)>$", sent.extra_headers["List-Unsubscribe"])
    return link


def test_to_a_marked_address_nothing_is_written_and_the_caller_is_told(write):
    mark_address("Anna@Example.org", Reason.BOUNCED, scope_id=7, by=OFFICE)
    written = write("ANNA@example.org")
    assert (written.withheld, written.text, written.html) == ("bounced", "", "")
    deliver.call(written.pk)
    deliver_what_waits.call()
    assert mail.outbox == []


def test_codes_and_answers_reach_even_who_wishes_no_contact(write):
    mark_address("anna@example.org", Reason.DO_NOT_CONTACT, scope_id=7, by=OFFICE)
    assert write().withheld == "do_not_contact"
    assert write(kind=Kind.OWN_DEED).withheld == ""
    assert len(mail.outbox) == 1


def test_what_one_office_notes_does_not_bind_another_but_what_the_installation_notes_does(write):
    mark_address("anna@example.org", Reason.DO_NOT_CONTACT, scope_id=7, by=OFFICE)
    assert write(sender=ELSEWHERE).withheld == ""
    mark_address("anna@example.org", Reason.DO_NOT_CONTACT, scope_id=None, by=OFFICE)
    assert write(sender=ELSEWHERE).withheld == "do_not_contact"


def test_one_click_ends_one_kind_of_mail_without_signing_in(client, settings, write):
    settings.INSTALLATION_URL, settings.HTTPS = "https://quartier.example", True
    write(kind=Kind.NEWS)
    (sent,) = mail.outbox
    link = link_in(sent)
    assert link.startswith("https://quartier.example/abbestellen/")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"\nList-Unsubscribe: <{link}>\n".encode() in sent.message().as_bytes()
    assert link in sent.body
    assert link in sent.alternatives[0].content
    path = link.removeprefix("https://quartier.example")
    page = client.get(path)
    assert "Abbestellen" in page.text
    assert not AddressMark.objects.exists()
    for _again in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not client.cookies
    (mark,) = AddressMark.objects.all()
    assert (mark.address, mark.reason, mark.kind, mark.scope_id) == ("anna@example.org", "left", "news", 7)
    assert AuditEntry.objects.filter(verb="address.left", scope_id=7).count() == 1
    assert write(kind=Kind.NEWS).withheld == "left"
    assert write(kind=Kind.REMINDER).withheld == write(kind=Kind.NEWS, sender=ELSEWHERE).withheld == ""


def test_a_letter_to_one_person_carries_no_link_for_leaving(write):
    write()
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


@pytest.mark.parametrize("change", [lambda link: link[:-3] + "x/", lambda link: "/abbestellen/forged:token/"])
def test_a_forged_link_unsubscribes_nobody(client, write, change):
    write(kind=Kind.NEWS)
    path = "/" + link_in(mail.outbox[0]).split("/", 3)[3]
    for method in (client.get, client.post):
        assert method(change(path)).status_code == 404
    assert not AddressMark.objects.exists()


def refused(code, said):
    def send(self, fail_silently=False):
        raise SMTPRecipientsRefused({self.to[0]: (code, said)})

    return send


def test_an_address_the_mail_server_does_not_know_is_marked_at_once(write, monkeypatch):
    monkeypatch.setattr(EmailMultiAlternatives, "send", refused(550, b"5.1.1 User unknown"))
    written = write()
    written.refresh_from_db()
    assert (written.bounce, written.next_try_at, written.text) == ("permanent", None, "")
    assert write().withheld == "bounced"


def test_a_server_that_takes_nothing_for_the_moment_marks_nobody(write, monkeypatch):
    monkeypatch.setattr(EmailMultiAlternatives, "send", refused(451, b"4.7.1 Greylisted"))
    written = write()
    assert not AddressMark.objects.exists()
    monkeypatch.undo()
    assert deliver_what_waits.call() == 0
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert deliver_what_waits.call() == 1
    written.refresh_from_db()
    assert (written.tries, bool(written.sent_at), len(mail.outbox)) == (1, True, 1)


def test_a_mail_server_that_is_away_is_asked_again_until_the_mail_is_given_up(write, monkeypatch):
    def away(self, fail_silently=False):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailMultiAlternatives, "send", away)
    written = write()
    written.refresh_from_db()
    assert (written.tries, written.trouble) == (1, "SMTPServerDisconnected: gone")
    assert written.next_try_at > timezone.now()
    OutgoingMail.objects.update(written_at=timezone.now() - timedelta(days=5), next_try_at=timezone.now())
    deliver_what_waits.call()
    written.refresh_from_db()
    assert written.next_try_at is None
    assert deliver_what_waits.call() == 0


def test_a_mail_that_cannot_be_made_is_tried_later_and_keeps_no_other_back(write, monkeypatch, caplog):
    monkeypatch.setattr(EmailMultiAlternatives, "send", refused(451, b"4.7.1 Greylisted"))
    broken, sound = write("anna@example.org"), write("berta@example.org")
    monkeypatch.undo()
    OutgoingMail.objects.filter(pk=broken.pk).update(sender="kein Absender\nBcc: x")
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert deliver_what_waits.call() == 2
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.tries, broken.sent_at, bool(sound.sent_at)) == (2, None, True)
    assert broken.next_try_at > timezone.now()
    assert broken.trouble.startswith("ValueError")
    assert f"Mail {broken.pk} could not be handed over" in caplog.text


def test_a_mail_that_waits_does_not_go_out_once_its_address_is_marked(write, monkeypatch):
    monkeypatch.setattr(EmailMultiAlternatives, "send", refused(451, b"4.7.1 Greylisted"))
    letter, answer = write(), write(kind=Kind.OWN_DEED)
    monkeypatch.undo()
    mark_address("anna@example.org", Reason.DO_NOT_CONTACT, scope_id=7, by=OFFICE)
    OutgoingMail.objects.update(next_try_at=timezone.now())
    deliver_what_waits.call()
    letter.refresh_from_db()
    answer.refresh_from_db()
    assert (letter.withheld, letter.text, letter.html, letter.sent_at) == ("do_not_contact", "", "", None)
    assert (answer.withheld, bool(answer.sent_at), len(mail.outbox)) == ("", True, 1)


def test_what_somebody_else_is_delivering_is_left_alone(write):
    written = write()
    OutgoingMail.objects.update(sent_at=None, next_try_at=timezone.now() + timedelta(minutes=9))
    deliver.call(written.pk)
    assert len(mail.outbox) == 1


def test_an_address_that_bounced_is_tried_again_after_a_year(write):
    mark_address("anna@example.org", Reason.BOUNCED, scope_id=7, by=OFFICE)
    mark_address("anna@example.org", Reason.LEFT, scope_id=7, by=OFFICE, kind=Kind.NEWS)
    AddressMark.objects.update(marked_at=timezone.now() - timedelta(days=366))
    assert forget.call()["addresses that bounced"] == 1
    assert [write().withheld, write(kind=Kind.NEWS).withheld] == ["", "left"]
