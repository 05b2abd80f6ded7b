"""Handing mails to the mail server: each once, again while it is away, never by two at once."""

import logging
import re
from datetime import timedelta
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import default
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import task
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.notices import tokens
from kiezkontor.notices.access import why_withheld
from kiezkontor.notices.actions import note_bounce
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules import bounces, retries
from kiezkontor.notices.rules.kinds import MAY_BE_LEFT, Kind

logger = logging.getLogger(__name__)
# As long as a mail may still come back.
BOUNCES_FOR = timedelta(days=30)
AT_ONCE = 500
NO_TEXT = {"text": "", "html": "", "calendar": ""}
METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


class OneLine(UnstructuredHeader, BaseHeader):
    """A header that must stay as it is: Python would divide a long address and write it in encoded words."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("List-Unsubscribe", OneLine)


class Letter(EmailMultiAlternatives):
    def message(self, *, policy: Any = default) -> Any:
        return super().message(policy=(policy or default).clone(header_factory=HEADERS))


@task()
def deliver(mail_id: int) -> None:
    """Hand one mail to the mail server unless that was done, is being done, or it is forgotten; keep no text after it.

    Its address may have been marked since it was written: then it is withheld now.
    No lock is held while the server answers: whoever delivers puts the next try off first, so that nobody else does.
    Whoever dies between the server's yes and our note sends the mail again later, under the same Message-ID.
    """
    now = timezone.now()
    due = OutgoingMail.objects.filter(pk=mail_id, sent_at=None, withheld="", next_try_at__lte=now)
    if not due.update(next_try_at=now + retries.CLAIM):
        return
    mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        if why := why_withheld(mail.to, Kind(mail.kind), scope_id=mail.scope_id):
            OutgoingMail.objects.filter(pk=mail_id).update(withheld=why.value, **NO_TEXT, trouble="")
            return
        message_of(mail).send()
    except SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        refused_by_server(mail, f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}")
    except (OSError, SMTPException) as trouble:
        try_later(mail, f"{type(trouble).__name__}: {trouble}")
    except Exception as trouble:
        logger.exception("Mail %s could not be handed over", mail_id)
        try_later(mail, f"{type(trouble).__name__}: {trouble}")
    else:
        OutgoingMail.objects.filter(pk=mail_id).update(sent_at=timezone.now(), **NO_TEXT, trouble="")


def message_of(mail: OutgoingMail) -> Letter:
    comes_back_to = tokens.address_for(tokens.BOUNCE, mail.pk, last_on=(timezone.now() + BOUNCES_FOR).date())
    headers = {
        "From": mail.sender,
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    kind = Kind(mail.kind)
    if kind in MAY_BE_LEFT:
        link = tokens.link_for_leaving(mail.to, kind, mail.scope_id, language=mail.language)
        headers["List-Unsubscribe"] = f"<{link}>"
        if settings.HTTPS:  # RFC 8058 offers one click for https alone
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = Letter(
        subject=mail.subject,
        body=mail.text,
        from_email=comes_back_to or mail.sender,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        method = METHOD.search(mail.calendar)
        message.attach_alternative(mail.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
    return message


def refused_by_server(mail: OutgoingMail, said: str) -> None:
    """The server knows at once that this address takes no mail, or says that it does not just now."""
    if bounces.verdict_of_reply(said) == bounces.Verdict.PERMANENT:
        OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=None, **NO_TEXT, trouble=said[:200])
        note_bounce(mail, permanent=True, by=system_viewer("mail"))
    else:
        try_later(mail, said)


def try_later(mail: OutgoingMail, trouble: str) -> None:
    failed = mail.tries + 1
    later = retries.next_try(failed, written_at=mail.written_at, now=timezone.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=later, tries=failed, trouble=trouble[:200])


@task()
def deliver_what_waits() -> int:
    """Hand over what the server did not take, and what a killed process left; returns how many mails were tried."""
    waiting = OutgoingMail.objects.filter(sent_at=None, withheld="", next_try_at__lte=timezone.now())
    due = list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    for mail_id in due:
        deliver.call(mail_id)
    return len(due)
