"""Marking addresses that must get no mail, and lifting such a mark."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import VISITOR, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.notices.models import AddressMark, OutgoingMail
from kiezkontor.notices.rules import bounces
from kiezkontor.notices.rules.kinds import Kind, Reason
from kiezkontor.shared.errors import ActionRefused


@dataclass(frozen=True)
class ScopeKey:
    """A district by its key, for an area that stands below it."""

    pk: int


@transaction.atomic
def mark_address(
    address: str, reason: Reason, *, scope_id: int | None, by: Viewer, kind: Kind | None = None, note: str = ""
) -> bool:
    """Write no more mail to an address, or none of a kind it left; False where it was marked so already."""
    mark, is_new = AddressMark.objects.get_or_create(
        address=address.lower(),
        scope_id=scope_id,
        reason=reason.value,
        kind=kind.value if kind else "",
        defaults={"note": note, "marked_by": by.person},
    )
    if is_new:
        verb = {
            Reason.DO_NOT_CONTACT: "address.not_to_contact",
            Reason.BOUNCED: "address.bounced",
            Reason.LEFT: "address.left",
        }[reason]
        record(verb, mark, by=by, district=key_of(scope_id))
    return is_new


def leave(address: str, kind: Kind, *, scope_id: int | None) -> bool:
    """One click in a mail: whoever reads it wants no more of its kind. False where that was so already."""
    return mark_address(address, Reason.LEFT, scope_id=scope_id, by=VISITOR, kind=kind)


@transaction.atomic
def come_back(address: str, kind: Kind, *, scope_id: int | None, by: Viewer) -> bool:
    """Whoever signs in with an address wants mail of a kind again that it had left. False where it had not."""
    left = {"address": address.lower(), "scope_id": scope_id, "reason": Reason.LEFT.value, "kind": kind.value}
    mark = AddressMark.objects.select_for_update().filter(**left).first()
    if mark is None:
        return False
    record("address.came_back", mark, by=by, district=key_of(scope_id))
    mark.delete()
    return True


@transaction.atomic
def lift_mark(mark: AddressMark, *, note: str, by: Viewer) -> None:
    """Let mail go to an address again; the log keeps the note that says why that may be."""
    found = AddressMark.objects.select_for_update().filter(pk=mark.pk).first()
    if found is None:
        raise ActionRefused(_("This address gets mail again already."))
    if not note.strip():
        raise ActionRefused(_("Please say why this address may get mail again."), field="note")
    record("address.mark_lifted", found, by=by, district=key_of(found.scope_id), reason=found.reason, note=note.strip())
    found.delete()


def key_of(scope_id: int | None) -> ScopeKey | None:
    return None if scope_id is None else ScopeKey(scope_id)


@transaction.atomic
def note_bounce(mail: OutgoingMail, *, permanent: bool, by: Viewer) -> bool:
    """A mail came back: mark its address at once, or after several came back for the moment; True where marked now."""
    now = timezone.now()
    bounce = OutgoingMail.Bounce.PERMANENT if permanent else OutgoingMail.Bounce.TEMPORARY
    OutgoingMail.objects.filter(pk=mail.pk).exclude(bounce=OutgoingMail.Bounce.PERMANENT).update(
        bounce=bounce, bounced_at=now
    )
    recent = OutgoingMail.objects.filter(
        to__iexact=mail.to, scope_id=mail.scope_id, bounced_at__gt=now - bounces.COUNTED_FOR
    ).exclude(bounce=OutgoingMail.Bounce.NONE)
    if not permanent and recent.count() < bounces.TEMPORARY_ONES:
        return False
    return mark_address(mail.to, Reason.BOUNCED, scope_id=mail.scope_id, by=by)


def bounces_over(before: datetime) -> QuerySet[AddressMark]:
    """Addresses that bounced before that moment, to be tried again; a mailbox that is still gone bounces again."""
    return AddressMark.objects.filter(reason=Reason.BOUNCED.value, marked_at__lt=before)
