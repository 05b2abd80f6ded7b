"""Mail that comes in is stored first and once; what it says is looked at afterwards."""

import hashlib
from datetime import datetime
from email.parser import BytesHeaderParser
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from kiezkontor.notices.models import IncomingMail
from kiezkontor.notices.rules.messages import ID
from kiezkontor.notices.treatment import treat

# What a large provider takes; and what of it is kept until it is treated: texts stand before files.
LARGEST, KEPT = 30_000_000, 2_000_000


def store(raw: bytes, *, receiver: str = "") -> tuple[IncomingMail, bool]:
    """Keep a mail and have it treated; the second value is False where the same one is there already."""
    receiver = receiver.lower()[:254]
    with transaction.atomic():
        mail, is_new = IncomingMail.objects.get_or_create(
            key=key_of(raw, receiver), defaults={"raw": raw[:KEPT], "receiver": receiver}
        )
        if is_new:
            transaction.on_commit(partial(treat.enqueue, mail.pk))
    return mail, is_new


def key_of(raw: bytes, receiver: str) -> str:
    """One mail to two of our addresses comes twice under one Message-ID, and each is about something else."""
    head = BytesHeaderParser().parsebytes(raw[:100_000])
    ids = ID.findall(str(head.get("Message-ID", ""))[:1000])
    named = f"{ids[0]} {receiver}".encode() if ids else raw + receiver.encode()
    return hashlib.sha256(named).hexdigest()


def incoming_over(before: datetime) -> QuerySet[IncomingMail]:
    """Mails that came in before that moment, with what is still kept of them."""
    return IncomingMail.objects.filter(received_at__lt=before)
