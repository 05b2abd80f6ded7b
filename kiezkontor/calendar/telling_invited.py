"""Mail to who is invited and has not answered: the invitation, a new time or place, that it is off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from kiezkontor.calendar import hooks, ics
from kiezkontor.calendar.access import times_of
from kiezkontor.calendar.access_inviting import may_be_written_to
from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.shown import day_and_time, moved_since, name_of_time
from kiezkontor.calendar.telling import AT_ONCE, address_for, asked_for, link_to_invitation, sender_for
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.mounting import district_address

SUBJECT, BODY = "calendar/mail/invitation_subject.txt", "calendar/mail/invitation.txt"
INVITED, CHANGED, MOVED, WITHDRAWN = "invited", "changed", "moved", "withdrawn"


def tell_invited(*, now: datetime) -> int:
    """Write to everybody invited who must hear something; returns to how many."""
    due = list(Invitation.objects.filter(untold=True).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(tell_one(pk, now=now) for pk in due)


@transaction.atomic
def tell_one(invitation_id: int, *, now: datetime) -> bool:
    """One mail with what holds now; killed before its end, it is written by the next call, and never twice."""
    found = Invitation.objects.select_related("event__district", "event__host", "organisation")
    invitation = found.select_for_update(of=("self",), no_key=True).filter(pk=invitation_id, untold=True).first()
    if invitation is None:
        return False
    invitation.untold = False
    is_written = is_due(invitation, now=now) and write(invitation, now=now)
    if is_written:
        invitation.told_sequence = invitation.event.sequence
        invitation.told_starts_at = invitation.event.starts_at
        invitation.mailed_at = invitation.mailed_at or now
    invitation.save(update_fields=["untold", "told_sequence", "told_starts_at", "mailed_at"])
    return is_written


def is_due(invitation: Invitation, *, now: datetime) -> bool:
    """Who has answered hears by their answer; who never heard of an event need not hear that it is off."""
    event = invitation.event
    if not invitation.email or event.ends_at < now or Answer.objects.filter(invitation=invitation).exists():
        return False
    if invitation.told_sequence is None and event.stage != stages.ANNOUNCED:
        return False
    return may_be_written_to(invitation)


def write(invitation: Invitation, *, now: datetime) -> bool:
    event = invitation.event
    with translation.override(invitation.language):
        url = district_address(event.district.slug, "calendar:own_answer", link_to_invitation(invitation))
        method: ics.Method = "REQUEST" if event.stage == stages.ANNOUNCED else "CANCEL"
        mail = send_after_commit(
            invitation.email,
            SUBJECT,
            BODY,
            words_of(invitation, state_of(invitation), url=url),
            sender=sender_for(event, reply_to=address_for(event, invitation.email, invitation=invitation)),
            language=invitation.language,
            kind=Kind.INVITATION,
            calendar=calendar_for(invitation, invitation.email, method, url=url, now=now),
        )
    return not mail.withheld


def hears_of_end(invitation: Invitation, *, now: datetime) -> bool:
    """Whether a mail says that an invitation is taken back: to whoever had one of it, and may be written to."""
    answer = getattr(invitation, "answer", None)
    was_told = invitation.told_sequence is not None or (answer is not None and answer.email)
    if not was_told or not address_now(invitation) or invitation.event.ends_at < now:
        return False
    return invitation.event.stage == stages.ANNOUNCED and may_be_written_to(invitation)


def address_now(invitation: Invitation) -> str:
    """The mailbox the invitation went to, or the one somebody answered with."""
    answer = getattr(invitation, "answer", None)
    return invitation.email or (answer.email if answer else "")


def tell_withdrawn(invitation: Invitation, *, now: datetime) -> None:
    """Say that somebody is not invited after all, and take the event out of their calendar."""
    event, address = invitation.event, address_now(invitation)
    answer = getattr(invitation, "answer", None)
    has_entry = invitation.told_sequence is not None or (answer is not None and answer.has_entry)
    url = district_address(event.district.slug, "calendar:events")
    with translation.override(invitation.language):
        send_after_commit(
            address,
            SUBJECT,
            BODY,
            words_of(invitation, WITHDRAWN, url=url),
            sender=sender_for(event, reply_to=event.district.office_email),
            language=invitation.language,
            kind=Kind.INVITATION,
            message_id=f"event-invitation-{invitation.pk}-withdrawn",
            calendar=calendar_for(invitation, address, "CANCEL", url=url, now=now) if has_entry else "",
        )


def words_of(invitation: Invitation, state: str, *, url: str) -> Mapping[str, Any]:
    event = invitation.event
    return {
        "name": invitation.name,
        "organisation": invitation.organisation,
        "event": event,
        "when": day_and_time(event),
        "times": times_to_choose(event),
        "before": moved_since(event, invitation.told_starts_at),
        "state": state,
        "parts": hooks.lines_for_invited(invitation) if state == INVITED else [],
        "url": url,
        "district": event.district,
        "office": event.district.office_name or event.district.name,
    }


def times_to_choose(event: Event) -> list[str]:
    """Those that take place of an event with several; none where there is one alone."""
    times = times_of(event)
    return [name_of_time(slot) for slot in times] if len(times) > 1 else []


def state_of(invitation: Invitation) -> str:
    if invitation.event.stage in {stages.CANCELLED, stages.POSTPONED}:
        return invitation.event.stage
    if invitation.told_sequence is None:
        return INVITED
    return MOVED if moved_since(invitation.event, invitation.told_starts_at) else CHANGED


def calendar_for(invitation: Invitation, email: str, method: ics.Method, *, url: str, now: datetime) -> str:
    event = invitation.event
    answer = getattr(invitation, "answer", None)
    asked = asked_for(event, email, str(invitation), answer=answer, invitation=invitation)
    return ics.calendar_of(event, method=method, url=url, now=now, asked=asked).decode()
