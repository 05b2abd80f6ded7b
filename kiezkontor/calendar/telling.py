"""Mail to who answered: what was noted, that a place is theirs, that something changed; each says the latest once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone, translation

from kiezkontor.calendar import hooks, ics
from kiezkontor.calendar.access import INVITED
from kiezkontor.calendar.actions.answers import link_to
from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Channel, Reply
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.calendar.shown import day_and_time, moved_since, when_of, where_of
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links, tokens
from kiezkontor.notices.mail import Sender, send_after_commit
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.mounting import district_address

AT_ONCE = 500
OCCASION = "event-answer"
# Anybody can enter anybody's address on the website: so many mails it gets of that, more wait for the next hour.
MOST_AN_HOUR = 3
OPEN_TO_STRANGERS = frozenset({Channel.FORM, Channel.LINK})
STRANGERS = Q(
    invitation=None,
    channel__in=OPEN_TO_STRANGERS,
    slot__event__stage=stages.ANNOUNCED,
    slot__cancelled_at=None,
)
# Purpose of the addresses calendars answer to; their key is the answer or, with REPLY_INVITED, the invitation.
REPLY_ANSWERED, REPLY_INVITED = "event", "invited"
# Longer than anything is planned ahead; an answer to what is over is refused anyway.
ADDRESSES_HOLD = timedelta(days=3 * 365)
TIME_CANCELLED = "time_cancelled"


def tell_untold(*, now: datetime) -> int:
    """Write to everybody who must hear something of their answer; returns to how many."""
    full = mails_of_this_hour(now).values("address").annotate(count=Count("pk")).filter(count__gte=MOST_AN_HOUR)
    waiting = Answer.objects.filter(untold=True).annotate(address=Lower("email"))
    waiting = waiting.exclude(STRANGERS, address__in=list(full.values_list("address", flat=True)))
    due = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(tell(pk, now=now) for pk in due)


def mails_of_this_hour(now: datetime) -> QuerySet[Any]:
    """What was written of answers within the last hour, each with its address in small letters."""
    written = OutgoingMail.objects.filter(
        written_at__gt=now - timedelta(hours=1), message_id__startswith=f"<{OCCASION}"
    )
    return written.annotate(address=Lower("to")).order_by()


def is_held_back(answer: Answer, *, now: datetime) -> bool:
    """Whether its address got so many mails within the hour that a stranger may have entered it; it waits then."""
    if answer.invitation_id or answer.channel not in OPEN_TO_STRANGERS or not takes_place(answer):
        return False
    return mails_of_this_hour(now).filter(address=answer.email.lower()).count() >= MOST_AN_HOUR


def takes_place(answer: Answer) -> bool:
    return answer.slot.event.stage == stages.ANNOUNCED and answer.slot.cancelled_at is None


@transaction.atomic
def tell(answer_id: int, *, now: datetime) -> bool:
    """One mail with what holds now; killed before its end, it is written by the next call, and never twice."""
    found = Answer.objects.select_related("slot__event__district", "slot__event__host", "invitation")
    answer = found.select_for_update(of=("self",), no_key=True).filter(pk=answer_id, untold=True).first()
    if answer is None or is_held_back(answer, now=now):
        return False
    event = answer.slot.event
    if not answer.email:
        Answer.objects.filter(pk=answer_id).update(untold=False)
        return False
    with translation.override(answer.language):
        url = own_page(answer)
        send_after_commit(
            answer.email,
            "calendar/mail/answer_subject.txt",
            "calendar/mail/answer.txt",
            words_of(answer, url=url),
            sender=sender_for(event, reply_to=address_for_answer(answer)),
            language=answer.language,
            kind=Kind.OWN_DEED,
            message_id=f"{OCCASION}-{answer.pk}-{answer.version}",
            calendar=calendar_for(answer, url=url, now=now),
        )
    Answer.objects.filter(pk=answer_id).update(
        untold=False, has_entry=wants_entry(answer), told_starts_at=event.starts_at, told_where=where_of(event)
    )
    return True


def words_of(answer: Answer, *, url: str) -> Mapping[str, Any]:
    event = answer.slot.event
    return {
        "answer": answer,
        "event": event,
        "when": when_of(event, answer.slot),
        "state": state_of(answer),
        "days": days_of(answer),
        "moved": event.moved_from is not None,
        "before": moved_since(event, answer.told_starts_at),
        "where": where_of(event),
        "place_before": place_before(answer),
        "url": url,
        "district": event.district,
    }


def place_before(answer: Answer) -> str:
    """Where it was to be by the last mail, where it is at another place now; "" otherwise."""
    where = where_of(answer.slot.event)
    return answer.told_where if takes_place(answer) and where and answer.told_where != where else ""


def days_of(answer: Answer) -> list[str]:
    """The further days of who comes on several, in words."""
    comes = takes_place(answer) and answer.reply != Reply.NO
    return [day_and_time(day) for day in hooks.further_days_of(answer.slot.event)] if comes else []


def state_of(answer: Answer) -> str:
    """What the mail is about: a no, the event's trouble, then the place."""
    if answer.reply == Reply.NO:
        return answer.reply
    stage = answer.slot.event.stage
    if stage in {stages.CANCELLED, stages.POSTPONED}:
        return stage
    if answer.slot.cancelled_at is not None:
        return TIME_CANCELLED
    if answer.reply != Reply.YES:
        return answer.reply
    return answer.seat or Seat.LAPSED.value


def own_page(answer: Answer) -> str:
    """Where who answered changes it: a new link of theirs."""
    event = answer.slot.event
    invitation = answer.invitation
    token = link_to_invitation(invitation) if invitation else link_to(answer)
    return district_address(event.district.slug, "calendar:own_answer", token)


def link_to_invitation(invitation: Invitation) -> str:
    event, days = invitation.event, days_of_links(invitation.event)
    made = links.make_link(INVITED, invitation.pk, days=days, scope_id=event.district_id, email=invitation.email)
    return made.token


def days_of_links(event: Event) -> int:
    """How long links to an event are good: a month longer than it takes place."""
    return 30 + max(0, (event.ends_at - timezone.now()).days)


def asked_for(
    event: Event, email: str, name: str, *, answer: Answer | None = None, invitation: Invitation | None = None
) -> ics.Asked:
    """A mailbox as calendars are sent to it, without what it answered. The organiser is one and the same from the
    invitation to the end, for a calendar takes another organiser for another event.
    """
    return ics.Asked(
        email=email,
        name=name,
        organiser=address_for(event, email, answer=answer, invitation=invitation) or tokens.own_address(),
        organiser_name=event.district.office_name or event.district.name,
    )


def address_for(event: Event, email: str, *, answer: Answer | None = None, invitation: Invitation | None = None) -> str:
    """Where what was sent to a mailbox is answered to; the office's address where mail does not come in.

    It is that of the invitation where this went to the same mailbox, and stays when the event moves.
    """
    invitation = invitation or (answer.invitation if answer else None)
    if invitation and (answer is None or invitation.email.lower() == email.lower()):
        purpose, key, since = REPLY_INVITED, invitation.pk, invitation.invited_at
    elif answer:
        purpose, key, since = REPLY_ANSWERED, answer.pk, answer.answered_at
    else:
        return event.district.office_email
    last_on = timezone.localdate(since) + ADDRESSES_HOLD
    return tokens.address_for(purpose, key, last_on=last_on) or event.district.office_email


def address_for_answer(answer: Answer) -> str:
    return address_for(answer.slot.event, answer.email, answer=answer)


def sender_for(event: Event, *, reply_to: str) -> Sender:
    return sender_of(event.district, reply_to=event.contact or reply_to)


def wants_entry(answer: Answer) -> bool:
    """Whether the event belongs into their calendar: with a place, or because they may come."""
    return takes_place(answer) and (answer.seat == Seat.SEATED or answer.reply == Reply.MAYBE)


def had_entry(answer: Answer) -> bool:
    """Whether a mail of ours put the event there: of the answer, or of an invitation to what does not take place."""
    invitation = answer.invitation
    is_invited = invitation is not None and invitation.told_sequence is not None
    return answer.has_entry or (is_invited and not takes_place(answer))


def calendar_for(answer: Answer, *, url: str, now: datetime) -> str:
    """An entry for who has a place, its end for who has none any more; "" for who never had one."""
    event = answer.slot.event
    asked = replace(asked_for(event, answer.email, answer.name, answer=answer), answer=answer)
    if wants_entry(answer):
        return ics.calendar_of(event, method="REQUEST", url=url, now=now, asked=asked).decode()
    if had_entry(answer):
        return ics.calendar_of(event, method="CANCEL", url=url, now=now, asked=asked).decode()
    return ""
