"""Answers that calendars send by mail (iTIP): the address they go to was signed for one answer or one invitation."""

from django.utils.translation import gettext as _

from kiezkontor.calendar.access import address_of, times_of
from kiezkontor.calendar.actions.answers import Given, answer, change_answer
from kiezkontor.calendar.models import Answer, Invitation
from kiezkontor.calendar.rules.itip import CalendarReply, read_reply
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.telling import REPLY_ANSWERED, REPLY_INVITED
from kiezkontor.notices import hooks
from kiezkontor.shared.errors import ActionRefused


def register() -> None:
    for purpose, take in ((REPLY_ANSWERED, take_answered), (REPLY_INVITED, take_invited)):
        hooks.answers[purpose] = take
        hooks.by_calendar.add(purpose)


def take_answered(mail: hooks.Answer) -> None:
    """A calendar changes what its owner answered before."""
    found = Answer.objects.filter(pk=mail.key).select_related("slot__event").first()
    said = reply_in(mail)
    if found is None:
        raise ActionRefused(_("This event is not known here any more. Your answer was not noted."))
    refuse_stranger(mail, said, found.email, found.slot.event.uid)
    given = Given(
        reply=said.reply,
        name=found.name,
        people=found.people,
        email=found.email,
        needs=tuple(found.needs),
        note=said.comment or found.note,
        language=found.language,
    )
    change_answer(found.pk, given=given, key=key_of(said, found.version), channel=Channel.MAIL)


def take_invited(mail: hooks.Answer) -> None:
    """A calendar answers to an invitation; with several times the first that takes place is meant."""
    invitation = Invitation.objects.filter(pk=mail.key).select_related("event", "organisation").first()
    said = reply_in(mail)
    if invitation is None:
        raise ActionRefused(_("This event is not known here any more. Your answer was not noted."))
    refuse_stranger(mail, said, address_of(invitation), invitation.event.uid)
    earlier = Answer.objects.filter(invitation=invitation).first()
    given = Given(
        reply=said.reply,
        name=(earlier and earlier.name) or invitation.name or str(invitation),
        people=earlier.people if earlier else 1,
        email=mail.sender,
        needs=tuple(earlier.needs) if earlier else (),
        note=said.comment or (earlier.note if earlier else ""),
        language=earlier.language if earlier else invitation.language,
    )
    slot = earlier.slot_id if earlier else times_of(invitation.event)[0].pk
    key = key_of(said, earlier.version if earlier else 0)
    answer(slot, given=given, key=key, channel=Channel.MAIL, invitation=invitation)


def reply_in(mail: hooks.Answer) -> CalendarReply:
    said = read_reply(mail.calendar)
    if said is None:
        raise ActionRefused(
            _("We could not read an answer of your calendar in this mail. Please use the link in our mail instead.")
        )
    return said


def refuse_stranger(mail: hooks.Answer, said: CalendarReply, expected: str, uid: str) -> None:
    """Only the mailbox it went to answers for it, and only to the event it was sent for."""
    if mail.sender.lower() != expected.lower() or said.uid != uid:
        raise ActionRefused(
            _("Only the address we wrote to can answer this mail. Your answer was not noted; please use the link.")
        )


def key_of(said: CalendarReply, version: int) -> str:
    """The same answer to the same state counts once, however often the mail comes."""
    return f"mail-{said.sequence}-{said.reply}-{version}"[:40]
