"""Mail to people: written with its occasion, delivered after the commit, once, again when the server was away."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from kiezkontor.notices.models import OutgoingMail

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Sender:
    """In whose name a mail is written.

    legal_line: name and address of the body that answers for it, one line. reply_to: where answers go; may be empty.
    """

    name: str
    legal_line: str
    reply_to: str = ""


def send_after_commit(
    to: str,
    subject_template: str,
    body_template: str,
    context: Mapping[str, Any],
    *,
    sender: Sender,
    language: str,
    message_id: str = "",
) -> OutgoingMail:
    """Write a mail now and deliver it after the commit; the queue tries again when the mail server is away.

    subject_template, body_template: text templates. The HTML form is made of the same text: paragraphs, links.
    message_id: names the occasion ("invitation-12"); the same one is written and delivered only once. Empty: a new one.
    Raises ValidationError for an address that is none.
    """
    validate_email(to)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    header = f"<{one_line(message_id) or uuid.uuid4().hex}@{domain}>"
    with translation.override(language):
        subject = one_line(as_text(subject_template, context))[:255]
        body = as_text(body_template, context)
        parts = {"subject": subject, "body": body, "sender": sender, "language": language}
        text = as_text("notices/mail/frame.txt", parts)
        html = render_to_string("notices/mail/frame.html", parts)
    mail, is_new = OutgoingMail.objects.get_or_create(
        message_id=header,
        defaults={
            "to": to,
            "sender": str(Address(one_line(sender.name), addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            "reply_to": one_line(sender.reply_to),
            "language": language,
            "subject": subject,
            "text": text,
            "html": html,
        },
    )
    if is_new:
        transaction.on_commit(partial(deliver.enqueue, mail.pk))
    return mail


def one_line(text: str) -> str:
    """A text that may stand in a header: without line breaks and control characters."""
    return _CONTROL.sub(" ", text).strip()


def as_text(template: str, context: Mapping[str, Any]) -> str:
    found: Any = get_template(template)
    rendered: str = found.template.render(Context(dict(context), autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"


@task()
def deliver(mail_id: int) -> None:
    """Hand one mail to the mail server unless that was done or it is forgotten; its text is kept no longer than needed.

    No lock is held while the server answers. Whoever dies between its yes and our note sends the mail again,
    under the same Message-ID.
    """
    mail = OutgoingMail.objects.filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": mail.language}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.sender,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    message.send()
    OutgoingMail.objects.filter(pk=mail_id).update(sent_at=timezone.now(), text="", html="")


def forget_mails(*, before: datetime) -> int:
    """Delete what is left of mails delivered before that moment, and those written before it that never were.

    Of the first only address, subject and time were left, of the second the text as well. Returns how many went.
    """
    delivered, stuck = Q(sent_at__lt=before), Q(sent_at=None, written_at__lt=before)
    return OutgoingMail.objects.filter(delivered | stuck).delete()[0]
