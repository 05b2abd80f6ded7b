"""What an office sees of its mail, and the mails of a demonstration, which are files instead of being sent."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.notices import tokens
from kiezkontor.notices.models import AddressMark, IncomingMail, OutgoingMail
from kiezkontor.notices.rules.kinds import Kind, Reason, withheld

SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class WrittenMail:
    """A mail as its receiver would see it; `at` in the installation's time zone.

    key: names it in addresses of pages. reply_to: where an answer goes; empty where nobody reads one.
    """

    key: str
    message_id: str
    reply_to: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str


def mail_folder() -> Path | None:
    """Where mails are written; None where real mail goes out or mails are not shown."""
    mailer = settings.MAILERS["default"]
    if not settings.SHOW_MAIL or not mailer["BACKEND"].endswith("filebased.EmailBackend"):
        return None
    return Path(mailer["OPTIONS"]["file_path"])


def written_mails(folder: Path, *, limit: int = 300) -> list[WrittenMail]:
    """The latest mails, newest first; empty for a folder that is not there yet."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:limit]
    mails = [mail for file in files for mail in mails_in(file)]
    return sorted(mails, key=lambda mail: mail.at, reverse=True)[:limit]


def mails_in(file: Path) -> Iterator[WrittenMail]:
    written = datetime.fromtimestamp(file.stat().st_mtime, timezone.get_current_timezone())
    for part in file.read_bytes().split(SEPARATOR):
        if not part.strip():
            continue
        message = message_from_bytes(part.strip() + b"\n", policy=policy.default)
        if isinstance(message, EmailMessage):
            body = message.get_body(("plain",))
            message_id = str(message["Message-ID"] or "")
            yield WrittenMail(
                key=hashlib.sha256(message_id.encode()).hexdigest()[:20],
                message_id=message_id,
                reply_to=str(message["Reply-To"] or ""),
                at=parsedate_to_datetime(message["Date"]).astimezone() if message["Date"] else written,
                sender=str(message["From"] or ""),
                to=str(message["To"] or ""),
                subject=str(message["Subject"] or ""),
                text=body.get_content() if body else "",
            )


def answerable_or_404(folder: Path, key: str) -> WrittenMail:
    """A mail of the mailbox whose answers this installation reads."""
    found = next((mail for mail in written_mails(folder) if mail.key == key), None)
    if found is None or not tokens.takes_answers(found.reply_to):
        raise Http404
    return found


def why_withheld(address: str, kind: Kind, *, scope_id: int | None) -> Reason | None:
    """Why a mail of this kind is not written to an address; None where it may be."""
    marks = AddressMark.objects.holding_in(scope_id).filter(address=address.lower()).values_list("reason", "kind")
    return withheld(kind, [(Reason(reason), left) for reason, left in marks])


def withheld_from(addresses: Collection[str], kind: Kind, *, scope_id: int | None) -> dict[str, Reason]:
    """As `why_withheld` for many, in small letters: those of them that get none, with the reason. One statement."""
    marks: dict[str, list[tuple[Reason, str]]] = {}
    asked = AddressMark.objects.holding_in(scope_id).filter(address__in={address.lower() for address in addresses})
    for address, reason, left in asked.values_list("address", "reason", "kind"):
        marks.setdefault(address, []).append((Reason(reason), left))
    return {address: why for address, found in marks.items() if (why := withheld(kind, found))}


def came_back_from(scope_id: int | None) -> QuerySet[AddressMark]:
    """The addresses from which mail of a district, or of everybody, came back, but for those that wanted none."""
    marks, bounced = AddressMark.objects.holding_in(scope_id), Reason.BOUNCED.value
    return marks.filter(reason=bounced).exclude(address__in=marks.exclude(reason=bounced).values("address"))


def has_left(address: str, kind: Kind, *, scope_id: int | None) -> bool:
    """Whether an address wants no more mail of this kind from a district."""
    left = AddressMark.objects.filter(address=address.lower(), scope_id=scope_id, kind=kind.value)
    return left.filter(reason=Reason.LEFT.value).exists()


def marks_of(scope_id: int | None) -> QuerySet[AddressMark]:
    """Addresses a district writes to no more, the latest first; those of the installation for None."""
    return AddressMark.objects.filter(scope_id=scope_id).select_related("marked_by")


def mark_or_404(scope_id: int | None, pk: int) -> AddressMark:
    return get_object_or_404(marks_of(scope_id), pk=pk)


def undelivered_of(scope_id: int | None) -> QuerySet[OutgoingMail]:
    """Mails of a district that were withheld, came back, or that no mail server has taken yet, the latest first."""
    trouble = ~Q(withheld="") | ~Q(bounce="") | Q(sent_at=None, tries__gt=0)
    return OutgoingMail.objects.filter(trouble, scope_id=scope_id).order_by("-written_at", "-pk")


def unclaimed() -> QuerySet[IncomingMail]:
    """Mails that came in and that nobody took, for the operator, the latest first."""
    outcomes = [IncomingMail.Outcome.UNCLAIMED, IncomingMail.Outcome.UNREADABLE]
    return IncomingMail.objects.filter(outcome__in=outcomes).defer("raw").order_by("-received_at", "-pk")
