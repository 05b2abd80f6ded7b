"""Mail from a mailbox, where no mail server can hand it over: fetched, stored, and only then marked as seen."""

import imaplib
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.tasks import task

from kiezkontor.notices.incoming import KEPT, store

AT_ONCE = 200
SECONDS = 30
AWAY = "notices.mailbox-is-away"
SAID_AGAIN_AFTER = 24 * 60 * 60
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str
    folder: str
    security: str


@task()
def fetch_mail() -> int:
    """Take in what nobody has seen yet; returns how many were new. A mailbox that is away is named once a day."""
    if not settings.MAILBOX:
        return 0
    mailbox = Mailbox(**settings.MAILBOX)
    try:
        new = fetch_from(mailbox)
    except (OSError, imaplib.IMAP4.error) as trouble:
        if cache.add(AWAY, value=True, timeout=SAID_AGAIN_AFTER):
            log.warning("No mail could be fetched from %s (%s); it is tried again.", mailbox.host, trouble)
        return 0
    cache.delete(AWAY)
    return new


def fetch_from(mailbox: Mailbox) -> int:
    with connected(mailbox) as server:
        server.login(mailbox.user, mailbox.password)
        answered(server.select(f'"{mailbox.folder}"'))
        (found,) = answered(server.uid("SEARCH", "UNSEEN"))
        return sum(take(server, uid) for uid in (found or b"").decode().split()[:AT_ONCE])


def connected(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.security == "tls":
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, timeout=SECONDS)
    server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
    if mailbox.security == "starttls":
        server.starttls()
    return server


def take(server: imaplib.IMAP4, uid: str) -> bool:
    """Store one mail, then say that it was seen: whoever dies in between finds it stored already."""
    parts = answered(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{KEPT}>)"))
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    _mail, is_new = store(raw) if raw else (None, False)
    answered(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
    return is_new


def answered(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(str(answer[1])[:200])
    return answer[1]
