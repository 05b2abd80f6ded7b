"""Passing words on between two of whom neither sees the other's address: each answers to one that is ours."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import tokens
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.shared.errors import ActionRefused

# Answers find their way so long after the latest message.
ANSWERED_FOR = timedelta(days=30)
MOST_A_DAY = 20


def address_towards(purpose: str, key: int) -> str:
    """Where somebody answers; empty where no mail comes in."""
    return tokens.address_for(purpose, key, last_on=timezone.localdate() + ANSWERED_FOR)


def refuse_beyond_a_day(messages: QuerySet[Any], column: str) -> None:
    """messages: those that went the same way; column: when each went."""
    today = messages.filter(**{f"{column}__gt": timezone.now() - timedelta(days=1)})
    if today.count() >= MOST_A_DAY:
        raise ActionRefused(_("Very many messages went this way today. Yours was not passed on; please wait a day."))


def pass_words(
    words: str,
    *,
    to: str,
    writer: str,
    title: str,
    reply_to: str | None,
    district: District,
    language: str,
    files: int = 0,
    url: str = "",
) -> None:
    """Write the words to the other side; of an answering mail nothing else goes along, neither address nor files.

    reply_to: None where answers go to the office. url: where both also read it, "" where they do not.
    Refuses where the other side takes no mail.
    """
    mail = send_after_commit(
        to,
        "districts/mail/relayed_subject.txt",
        "districts/mail/relayed.txt",
        {"title": title, "writer": writer, "words": words, "files": files, "url": url, "may_answer": reply_to != ""},
        sender=sender_of(district, reply_to=reply_to),
        language=language,
    )
    if mail.withheld:
        raise ActionRefused(
            _("The other side cannot be reached by e-mail at the moment. Your answer was not passed on.")
        )
