"""Who hears by mail that an event is off or elsewhere, and whom the office has to call because no address is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar import access
from kiezkontor.calendar.access_inviting import invitations_to
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.calendar.rules.kinds import Reply
from kiezkontor.calendar.rules.stages import ANNOUNCED, PLANNED
from kiezkontor.organisations.access_contacting import contactable, phones_of
from kiezkontor.organisations.models import Organisation


@dataclass(frozen=True)
class Called:
    """organisation, phone: "" where none is known. until: how long a place is kept for them; None where none is."""

    name: str
    organisation: str
    phone: str
    until: datetime | None = None


def count_of_mails(viewer: Viewer, event: Event) -> int:
    """How many would hear of it by mail: who comes, waits or may come, and who was invited and has not answered."""
    if event.stage == PLANNED:
        return 0
    answered = access.answers_to(viewer, event).exclude(email="").exclude(reply=Reply.NO)
    invited = invitations_to(viewer, event).filter(answer=None).exclude(email="").exclude(told_sequence=None)
    return answered.count() + invited.count()


def in_words(viewer: Viewer, event: Event) -> str:
    """How many hear by mail of what just changed, and who has to be called; "" for what nobody knows of yet."""
    if event.stage == PLANNED:
        return ""
    count, names = count_of_mails(viewer, event), [each.name for each in to_call(viewer, event)]
    said = ngettext("%(count)d person hears of it by mail.", "%(count)d people hear of it by mail.", count)
    parts = [said % {"count": count} if count else _("Nobody hears of it by mail.")]
    if names:
        parts.append(_("Please call: %(names)s.") % {"names": ", ".join(names)})
    return " ".join(parts)


def to_call_of_move(viewer: Viewer, event: Event) -> list[Called]:
    """Those of a moved event who have not heard of it since; none where it was not moved."""
    if event.moved_from is None or event.stage != ANNOUNCED:
        return []
    log = AuditEntry.objects.filter(subject_type=Event._meta.label_lower, subject_id=event.pk)
    changes = (
        log.filter(verb__in=["event.moved", "event.changed"]).order_by("-at", "-pk").values_list("verb", "detail", "at")
    )
    moves = (at for verb, detail, at in changes if verb == "event.moved" or "starts_at" in detail.get("fields", ()))
    return to_call(viewer, event, known_before=next(moves, None))


def to_call(viewer: Viewer, event: Event, *, known_before: datetime | None = None) -> list[Called]:
    """The others, by name; who is invited and wants no contact is left alone.

    known_before: only who answered, was invited and had a letter before that moment, if any.
    """
    answered = access.answers_to(viewer, event).select_related("invitation__organisation")
    if known_before:
        answered = answered.filter(changed_at__lt=known_before)
    found = [(each.name, organisation_of(each), None) for each in answered.filter(email="").exclude(reply=Reply.NO)]
    may_be_called = Q(organisation=None) | Q(organisation__in=contactable(Organisation.objects.all()))
    invited = invitations_to(viewer, event).filter(may_be_called, email="", answer=None)
    if known_before:
        invited = invited.filter(invited_at__lt=known_before).exclude(lettered_at__gte=known_before)
    found += [(each.name, each.organisation, None) for each in invited]
    return sorted(rows_of(found, event), key=lambda row: (row.name.casefold(), row.organisation.casefold()))


def to_call_of_offers(answers: Iterable[Answer], event: Event) -> list[Called]:
    """Of the answers to an event those who are offered a place and hear of it from the office alone; who has the least
    time first.
    """
    called = [each for each in answers if access.is_called_for_offer(each, now=timezone.now())]
    called.sort(key=lambda answer: (answer.offered_until, answer.name.casefold()))
    return rows_of([(each.name, organisation_of(each), each.offered_until) for each in called], event)


def rows_of(found: Sequence[tuple[str, Organisation | None, datetime | None]], event: Event) -> list[Called]:
    phones = phones_of([each for _name, each, _until in found if each], event.district)
    return [
        Called(name or str(organisation), str(organisation) if name and organisation else "", phone, until)
        for name, organisation, until in found
        for phone in [phones.get(organisation.pk, "") if organisation else ""]
    ]


def organisation_of(answer: Answer) -> Organisation | None:
    return answer.organisation or (answer.invitation.organisation if answer.invitation else None)
