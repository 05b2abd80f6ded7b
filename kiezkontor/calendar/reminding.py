"""Reminders by mail to who comes, and to who has not answered where the office wants that; each once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import translation

from kiezkontor.calendar.models import Answer, Event, Invitation, Reminder
from kiezkontor.calendar.rules.kinds import Reply
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.calendar.rules.reminders import LONGEST_HOURS, is_due
from kiezkontor.calendar.rules.stages import ANNOUNCED
from kiezkontor.calendar.shown import when_of
from kiezkontor.calendar.telling import link_to_invitation, own_page, sender_for
from kiezkontor.notices import tokens
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access_contacting import left_alone, quiet_among
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.mounting import district_address

# A step, after which others may write to the database.
A_STEP = 100


@dataclass(frozen=True)
class Reminded:
    """Somebody who is reminded. occasion: names this mail, so that it is written once however often it is tried."""

    occasion: str
    email: str
    name: str
    language: str
    answer: Answer | None
    invitation: Invitation | None

    @property
    def organisation_id(self) -> int | None:
        about = self.answer or self.invitation
        return about.organisation_id if about else None


def remind_all(*, now: datetime) -> int:
    """Send every reminder whose time has come; returns how many mails were written."""
    until = now + timedelta(hours=LONGEST_HOURS)
    waiting = Reminder.objects.filter(sent_at=None, event__stage=ANNOUNCED, event__starts_at__range=(now, until))
    due = [each for each in waiting.select_related("event") if is_due(each.event.starts_at, each.hours_before, now=now)]
    return sum(remind(each.pk, now=now) for each in due)


def remind(reminder_id: int, *, now: datetime) -> int:
    """Write one reminder to everybody, in steps. Killed anywhere, the same call writes what is missing."""
    reminder = Reminder.objects.select_related("event__district").get(pk=reminder_id)
    written = 0
    for step in batched(receivers(reminder), A_STEP):
        written += write_step(reminder, step, now=now)
    Reminder.objects.filter(pk=reminder_id, sent_at=None).update(sent_at=now)
    return written


def receivers(reminder: Reminder) -> Iterator[Reminded]:
    """Who has a place; where the office wants it, who may come or has not answered, too. Nobody who said no."""
    event, name = reminder.event, f"event-reminder-{reminder.pk}-{reminder.event.sequence}"
    taking_place = Answer.objects.filter(slot__event=event, slot__cancelled_at=None)
    answers = taking_place.exclude(email="").select_related("slot", "invitation__event")
    for answer in answers.order_by("pk"):
        if answer.seat == Seat.SEATED or (reminder.to_all and answer.reply == Reply.MAYBE):
            answer.slot.event = event
            yield Reminded(f"{name}-a{answer.pk}", answer.email, answer.name, answer.language, answer, None)
    if not reminder.to_all:
        return
    open_ones = event.invitations.filter(answer=None).exclude(email="").exclude(told_sequence=None)
    for each in open_ones.select_related("organisation").order_by("pk"):
        each.event = event
        yield Reminded(f"{name}-i{each.pk}", each.email, each.name, each.language, None, each)


@transaction.atomic
def write_step(reminder: Reminder, step: Sequence[Reminded], *, now: datetime) -> int:
    """The mails of some receivers that are not written yet, without those who want no contact."""
    ids = {each.occasion: tokens.message_id(each.occasion) for each in step}
    known = set(OutgoingMail.objects.filter(message_id__in=ids.values()).values_list("message_id", flat=True))
    quiet = quiet_among([each.email for each in step], reminder.event.district)
    closed = quiet_organisations([each.organisation_id for each in step if each.organisation_id])
    count = 0
    for each in step:
        is_quiet = each.email.lower() in quiet or each.organisation_id in closed
        if ids[each.occasion] in known or is_quiet:
            continue
        write(reminder, each)
        if each.invitation is not None:
            Invitation.objects.filter(pk=each.invitation.pk).update(reminded_at=now)
        count += 1
    return count


def quiet_organisations(ids: Collection[int]) -> set[int]:
    return set(left_alone(Organisation.objects.filter(pk__in=ids)).values_list("pk", flat=True))


def write(reminder: Reminder, to: Reminded) -> None:
    event = reminder.event
    with translation.override(to.language):
        send_after_commit(
            to.email,
            "calendar/mail/reminder_subject.txt",
            "calendar/mail/reminder.txt",
            words_of(reminder, to, event),
            sender=sender_for(event, reply_to=event.district.office_email),
            language=to.language,
            kind=Kind.REMINDER,
            message_id=to.occasion,
        )


def words_of(reminder: Reminder, to: Reminded, event: Event) -> Mapping[str, Any]:
    if to.answer is not None:
        url = own_page(to.answer)
    else:
        assert to.invitation is not None
        url = district_address(event.district.slug, "calendar:own_answer", link_to_invitation(to.invitation))
    return {
        "name": to.name,
        "event": event,
        "when": when_of(event, to.answer.slot if to.answer else None),
        "text": reminder.text,
        "answer": to.answer,
        "url": url,
        "district": event.district,
    }
