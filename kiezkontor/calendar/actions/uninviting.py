"""Taking an invitation back: whoever was invited by mistake hears it by mail, and nothing is kept of them."""

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.answers import first_lapse, give_up, locked, settle
from kiezkontor.calendar.actions.events import locked_event
from kiezkontor.calendar.models import Answer, Invitation
from kiezkontor.calendar.telling_invited import hears_of_end, tell_withdrawn


@transaction.atomic
def uninvite(invitation_id: int, *, by: Viewer) -> bool:
    """Take an invitation and the answer to it back; a place goes to whoever waits. Returns whether a mail goes out.

    The same once more does nothing.
    """
    invitation = Invitation.objects.select_related("event__district", "organisation").filter(pk=invitation_id).first()
    if invitation is None:
        return False
    now, event = timezone.now(), locked_event(invitation.event_id)
    is_told = hears_of_end(invitation, now=now)
    if is_told:
        tell_withdrawn(invitation, now=now)
    for answer in Answer.objects.filter(invitation=invitation):
        slot = locked(answer.slot_id, now=now)[answer.slot_id]
        answer.refresh_from_db()
        give_up(answer, slot)
        answer.delete()
        slot.lapses_at = first_lapse(slot) if slot.lapses_at else None
        settle(slot, now=now)
    record("registration.uninvited", event, by=by, district=event.district)
    invitation.delete()
    return is_told
