import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction

from kiezkontor.notices.delivery import deliver
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.models import OutgoingMail

pytestmark = pytest.mark.django_db
OFFICE = Sender("Stadtteilbüro Musterkiez", "Muster gGmbH, Musterstraße 1, 12345 Musterstadt", "buero@example.org")


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "subject.txt").write_text("News of {{ name }}")
    (tmp_path / "body.txt").write_text("Good day {{ name }},\n\n\n\nplease see https://example.org/a?b=1&c=2\n")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]


def write(name="Anna", **details):
    details = {"sender": OFFICE, "language": "de"} | details
    return send_after_commit("anna@example.org", "subject.txt", "body.txt", {"name": name}, **details)


def test_mail_goes_out_after_the_commit(templates, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write()
        assert mail.outbox == []
    (sent,) = mail.outbox
    assert sent.to == ["anna@example.org"]
    assert sent.subject == "News of Anna"
    assert sent.reply_to == ["buero@example.org"]
    assert sent.from_email.endswith("<kiezkontor@localhost>")
    assert "Stadtteilb" in sent.message()["From"]


def test_a_mail_says_as_text_and_as_html_who_answers_for_it(templates, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write("<b>Anna & Co</b>")
    (sent,) = mail.outbox
    assert "Good day <b>Anna & Co</b>,\n\nplease see https://example.org/a?b=1&c=2" in sent.body
    assert OFFICE.legal_line in sent.body
    html = sent.alternatives[0].content
    assert "&lt;b&gt;Anna &amp; Co&lt;/b&gt;" in html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    assert OFFICE.legal_line in html


def test_nothing_goes_out_when_the_deed_failed(templates, django_capture_on_commit_callbacks):
    @transaction.atomic
    def fail_after_writing():
        write()
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fail_after_writing()
    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


def test_the_same_occasion_is_told_once(templates, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = write(message_id="invitation-1")
        assert write(message_id="invitation-1") == first
    deliver.call(first.pk)
    assert len(mail.outbox) == 1
    assert re.fullmatch(r"<invitation-1\.[a-z2-7]{16}@localhost>", mail.outbox[0].extra_headers["Message-ID"])


def test_what_was_delivered_is_not_kept(templates, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        written = write()
    written.refresh_from_db()
    assert (written.text, written.html) == ("", "")
    assert written.sent_at


def test_nobody_slips_in_another_header(templates, django_capture_on_commit_callbacks):
    evil = Sender("Büro\r\nBcc: all@example.org", "Muster", "a@example.org\r\nBcc: all@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        write("Anna\r\nBcc: all@example.org", sender=Sender(evil.name, evil.legal_line), message_id="x\r\nBcc: y")
    headers = mail.outbox[0].message().as_string().partition("\n\n")[0]
    assert "\nBcc:" not in headers
    assert mail.outbox[0].recipients() == ["anna@example.org"]


def test_an_address_that_is_none_is_refused(templates):
    with pytest.raises(ValidationError):
        send_after_commit("a@b\nBcc: c@d", "subject.txt", "body.txt", {}, sender=OFFICE, language="de")
