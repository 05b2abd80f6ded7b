"""Who was invited to the rounds of the demo, and what they answered."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.actions import answers, inviting
from kiezkontor.calendar.models import Answer, Event, Invitation, Slot
from kiezkontor.calendar.rules.kinds import Channel, Reply
from kiezkontor.calendar.rules.places import Seat
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.models import Organisation

INVITED_BEFORE, ANSWERED_BEFORE = timedelta(days=21), timedelta(days=9)


def were_invited(event: Event, there: Collection[str], comes_for: Mapping[str, str], office: Viewer) -> None:
    """To what is over: all who were members by then, and who came for one of them had said so.

    there: names of who came; comes_for: for which member, by name.
    """
    slot, invited_at = event.slots.get(), event.starts_at - INVITED_BEFORE
    members = members_on(timezone.localdate(event.starts_at), event.district)
    facts: dict[str, Any] = {"event": event, "invited_at": invited_at, "invited_by": office.person}
    rows = {
        str(each): Invitation.objects.create(organisation=each, lettered_at=invited_at, **facts)
        for each in members.order_by("pk")
    }
    came = [(name, rows[comes_for[name]]) for name in there if comes_for.get(name) in rows]
    said: dict[str, Any] = {"slot": slot, "reply": Reply.YES.value, "seat": Seat.SEATED, "channel": Channel.LINK.value}
    said |= {"answered_at": event.starts_at - ANSWERED_BEFORE, "changed_at": event.starts_at - ANSWERED_BEFORE}
    Answer.objects.bulk_create(
        Answer(
            **said,
            key=f"demo-{number}",
            position=number,
            name=name,
            invitation=invitation,
            organisation=invitation.organisation,
        )
        for number, (name, invitation) in enumerate(came, start=1)
    )
    Slot.objects.filter(pk=slot.pk).update(taken=len(came), last_position=len(came))


def signed_up(event: Event, names: Collection[str], office: Viewer) -> None:
    """To what is over: noted as by telephone while it still seems to last, and nobody is written to."""
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now() + timedelta(days=1))
    for number, name in enumerate(names):
        given = answers.Given(Reply.YES.value, name)
        answers.answer(event.slots.get().pk, given=given, key=f"demo-{number}", channel=Channel.PHONE, by=office)
    answered_at = event.starts_at - ANSWERED_BEFORE
    Answer.objects.filter(slot__event=event).update(untold=False, answered_at=answered_at, changed_at=answered_at)
    Event.objects.filter(pk=event.pk).update(ends_at=event.ends_at)


def invite_to_next(event: Event, replies: Mapping[str, Any], comes_for: Mapping[str, str], office: Viewer) -> None:
    """replies: of each who answered so far; noted as by telephone, and nobody is written to."""
    today = timezone.localdate()
    members = members_on(today, event.district)
    if not members:
        return
    inviting.invite(event.pk, inviting.Wanted([each.pk for each in members]), by=office)
    for number, (name, said) in enumerate(replies.items()):
        organisation = Organisation.objects.filter(pk__in=members, name=comes_for[name]).first()
        invitation = event.invitations.filter(organisation=organisation).first() if organisation else None
        given = answers.Given(
            said["reply"],
            name,
            people=said.get("people", 1),
            needs=tuple(said.get("needs", ())),
            note=said.get("note", ""),
        )
        answers.answer(
            event.slots.get().pk,
            given=given,
            key=f"demo-{number}",
            channel=Channel.PHONE,
            invitation=invitation,
            organisation=organisation,
            by=office,
        )
    Invitation.objects.filter(event=event).update(untold=False)
    Answer.objects.filter(slot__event=event).update(untold=False)
