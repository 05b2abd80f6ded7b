"""Another address of somebody who is invited: what they hear goes there, and links of the old one open nothing."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.access import INVITED
from kiezkontor.calendar.actions.answers import locked
from kiezkontor.calendar.models import Answer, Event, Invitation, Slot
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink


def hold(events: Collection[int]) -> None:
    """Lock these events and their times, as whoever answers or moves them does before anything else."""
    for pk in sorted(events):
        Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    locked(*Slot.objects.filter(event__in=events).values_list("pk", flat=True), now=timezone.now())


@transaction.atomic
def readdress(invitations: Collection[int], email: str, *, by: Viewer) -> None:
    """Write to guests at another address from now on, beginning with what they were told at the old one.

    email: "" where there is none that may be written to; they have to be called then.
    """
    guests = Invitation.objects.filter(pk__in=invitations, organisation=None).select_related("event__district")
    for invitation in guests.select_for_update(of=("self",), no_key=True).order_by("pk"):
        event, old = invitation.event, invitation.email
        # Whoever has the address is invited to the same event by themselves, and hears of it that way.
        is_taken = event.invitations.filter(email__iexact=email).exclude(pk=invitation.pk).exists()
        to = "" if is_taken else email
        if to.lower() == old.lower():
            continue
        end_links(invitation)
        answers = Answer.objects.filter(invitation=invitation, email__iexact=old)
        answers.update(email=to, untold=bool(to), has_entry=False, version=F("version") + 1)
        invitation.email, invitation.untold = to, bool(to)
        invitation.mailed_at = invitation.told_sequence = invitation.told_starts_at = None
        invitation.save(update_fields=["email", "untold", "mailed_at", "told_sequence", "told_starts_at"])
        record("registration.readdressed", event, by=by, district=event.district)


def end_links(invitation: Invitation) -> None:
    """Those that went by mail; a code on paper is in the right hands."""
    if invitation.email:
        known = PersonalLink.objects.filter(purpose=INVITED, subject_id=invitation.pk, email__iexact=invitation.email)
        links.withdraw(known.filter(scope_id=invitation.event.district_id))
