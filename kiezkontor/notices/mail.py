"""Mail to people: written with its occasion, delivered after the commit, once, again when the server was away."""

import hashlib
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
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation

from kiezkontor.notices import access, tokens
from kiezkontor.notices.delivery import deliver
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules.kinds import MAY_BE_LEFT, Kind

OCCASION = re.compile(r"[\w.-]{1,100}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Sender:
    """In whose name a mail is written.

    legal_line: name and address of the body that answers for it, one line. reply_to: where answers go; may be empty.
    scope_id: the key of the district that writes; None for the installation.
    """

    name: str
    legal_line: str
    reply_to: str = ""
    scope_id: int | None = None


def send_after_commit(
    to: str,
    subject_template: str,
    body_template: str,
    context: Mapping[str, Any],
    *,
    sender: Sender,
    language: str,
    kind: Kind = Kind.LETTER,
    message_id: str = "",
    calendar: str = "",
) -> OutgoingMail:
    """Write a mail now and deliver it after the commit; it is tried again while the mail server is away.

    subject_template, body_template: text templates. The HTML form is made of the same text: paragraphs, links.
    kind: what may be left carries a link by which it is. message_id: names the occasion ("invitation-12"); the same
    one is written and delivered only once. Empty: a new one.
    calendar: an event that comes with it, as the receiver's calendar reads it (RFC 5546).
    Where the address must not get it, nothing is written, and `withheld` of what is returned says why.
    Raises ValidationError for an address that is none.
    """
    validate_email(to)
    why = access.why_withheld(to, kind, scope_id=sender.scope_id)
    leave_url = tokens.link_for_leaving(to, kind, sender.scope_id, language=language) if kind in MAY_BE_LEFT else ""
    with translation.override(language):
        subject = one_line(as_text(subject_template, context))[:255]
        body = as_text(body_template, context)
        parts = {"subject": subject, "body": body, "sender": sender, "language": language, "leave_url": leave_url}
        text = as_text("notices/mail/frame.txt", parts)
        html = render_to_string("notices/mail/frame.html", parts)
    mail, is_new = OutgoingMail.objects.get_or_create(
        message_id=tokens.message_id(occasion_of(message_id)),
        defaults={
            "kind": kind.value,
            "scope_id": sender.scope_id,
            "to": to,
            "sender": str(Address(one_line(sender.name), addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            "reply_to": one_line(sender.reply_to),
            "language": language,
            "subject": subject,
            "text": "" if why else text,
            "html": "" if why else html,
            "calendar": "" if why else calendar,
            "withheld": why.value if why else "",
        },
    )
    if is_new and not mail.withheld:
        transaction.on_commit(partial(deliver.enqueue, mail.pk))
    return mail


def occasion_of(message_id: str) -> str:
    """What names an occasion in a Message-ID: nothing that ends or divides a header."""
    if not message_id or OCCASION.fullmatch(message_id):
        return message_id or uuid.uuid4().hex
    return hashlib.sha256(message_id.encode()).hexdigest()


def one_line(text: str) -> str:
    """A text that may stand in a header: without line breaks and control characters."""
    return _CONTROL.sub(" ", text).strip()


def as_text(template: str, context: Mapping[str, Any]) -> str:
    found: Any = get_template(template)
    rendered: str = found.template.render(Context(dict(context), autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"


def mails_over(before: datetime) -> QuerySet[OutgoingMail]:
    """What is left of mails delivered before that moment, and those written before it that never were.

    Of the first only address, subject and time were left, of the second the text as well.
    """
    delivered, stuck = Q(sent_at__lt=before), Q(sent_at=None, written_at__lt=before)
    return OutgoingMail.objects.filter(delivered | stuck)
