"""Answers to events: who comes, who waits, who moves up. Whatever decides on places locks the slot first."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps

from django.db import IntegrityError, transaction
from django.db.models import F, Min, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import VISITOR, ScopeOf, Viewer, system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar import access, hooks
from kiezkontor.calendar.actions.target_groups import declare
from kiezkontor.calendar.models import Answer, Invitation, Slot
from kiezkontor.calendar.rules import places, stages
from kiezkontor.calendar.rules.kinds import Channel, Reply
from kiezkontor.calendar.rules.places import TAKING, Seat
from kiezkontor.calendar.rules.slots import closes_at
from kiezkontor.districts.changes import tell_changed
from kiezkontor.notices import links
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.prepared import Prepared

LINK_DAYS = 400


# Of the event what decides on an answer; whatever else is asked for is read then.
DECIDING = (
    "district",
    "stage",
    "title",
    "starts_at",
    "ends_at",
    "takes_answers",
    "answers_until",
    "hold_hours",
    "is_confidential",
)
LOCKED = Prepared(
    lambda pk: (
        Slot.objects.select_related("event")
        .only(*(field.name for field in Slot._meta.concrete_fields), *(f"event__{name}" for name in DECIDING))
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=pk)
    )
)
SENT_BEFORE = Prepared(lambda slot, key: Answer.objects.order_by().filter(slot=slot, key=key))


@dataclass(frozen=True)
class Given:
    """What somebody said. people: who comes, with themselves; a no is for nobody else."""

    reply: str
    name: str
    people: int = 1
    email: str = ""
    needs: tuple[str, ...] = ()
    note: str = ""
    language: str = "de"


def once_more[**P, R](deed: Callable[P, R]) -> Callable[P, R]:
    """The same again where an invitation was answered to another time, which is another lock, at the same moment."""

    @wraps(deed)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return deed(*args, **kwargs)
        except IntegrityError:
            return deed(*args, **kwargs)

    return done


@once_more
@transaction.atomic
def answer(
    slot_id: int,
    *,
    given: Given,
    key: str,
    channel: Channel,
    invitation: Invitation | None = None,
    organisation: Organisation | None = None,
    by: Viewer = VISITOR,
) -> Answer:
    """Note an answer; whoever is invited and answered before changes what they said.

    Who registers on the website with an address that was invited answers that invitation, while nobody has.
    key: names this sending; the same one again, also after a crash, changes nothing and returns what was noted.
    Refuses where the event takes no answers (the office may note one until it ends), and more people than places.
    """
    now = timezone.now()
    slots = locked(slot_id, *answered_slots(invitation), now=now)
    slot = slots[slot_id]
    for noted in SENT_BEFORE(slot=slot_id, key=key):
        return noted
    if invitation is None and channel == Channel.FORM:
        invitation = unanswered_to(given.email, slot)
        # As it was invited: to some databases "ı" is an "i", and a mail opens the invitation.
        given = replace(given, email=invitation.email) if invitation else given
    earlier = Answer.objects.filter(invitation=invitation).first() if invitation else None
    if earlier is not None:
        if earlier.slot_id not in slots:  # answered to another time at this moment
            slots |= locked(earlier.slot_id, now=now)
        return changed(earlier, slots[earlier.slot_id], given, to=slot, key=key, channel=channel, now=now, by=by)
    refuse_unless_open(slot, given, now=now, by=by)
    made = Answer(
        slot=slot,
        key=key,
        invitation=invitation,
        organisation=organisation or (invitation.organisation if invitation else None),
        channel=channel.value,
        answered_at=now,
        changed_at=now,
    )
    take_over(made, given)
    if given.reply == Reply.YES:
        seat_new(made, slot)
    made.untold = bool(made.email)
    insert_many([made])
    made.is_new = True
    settle(slot, now=now)
    record("registration.given", slot.event, by=by, district=scope_of(slot), reply=given.reply, channel=channel.value)
    follow_answer(made, by=by)
    return made


def follow_answer(noted: Answer, *, by: Viewer) -> None:
    for follow in hooks.after_answer:
        follow(noted, by)


def answer_simply(
    invitation: Invitation,
    reply: str,
    *,
    slot: Slot,
    channel: Channel,
    people: int = 0,
    needs: Sequence[str] = (),
    note: str = "",
    moves: bool = False,
    by: Viewer = VISITOR,
) -> Answer:
    """Note a bare yes, maybe or no to an invitation; whatever else was said before stays. The same again is nothing.

    people, needs, note: 0 or empty where nothing was said of them. moves: whoever answered to another time before
    answers to this one now.
    """
    earlier = Answer.objects.filter(invitation=invitation).first()
    if earlier is not None:
        to = slot.pk if moves and reply != Reply.NO else None
        return change_simply(earlier, reply, channel=channel, people=people, needs=needs, note=note, to=to, by=by)
    given = Given(
        reply, str(invitation), people or 1, invitation.email, tuple(needs), note, language=invitation.language
    )
    key = f"simply-{invitation.pk}-{reply}-{given.people}"
    return answer(slot.pk, given=given, key=key, channel=channel, invitation=invitation, by=by)


def change_simply(
    earlier: Answer,
    reply: str,
    *,
    channel: Channel,
    people: int = 0,
    needs: Sequence[str] = (),
    note: str = "",
    to: int | None = None,
    by: Viewer = VISITOR,
) -> Answer:
    """Change what somebody answered to a bare yes, maybe or no; the rest as in `answer_simply`.

    to: as in `change_answer`.
    """
    given = Given(
        reply=reply,
        name=earlier.name,
        people=people or earlier.people,
        email=earlier.email,
        needs=tuple(needs or earlier.needs),
        note=note or earlier.note,
        language=earlier.language,
    )
    said = (earlier.reply, earlier.people, tuple(earlier.needs), earlier.note, earlier.slot_id)
    if said == (given.reply, given.people, given.needs, given.note, to or earlier.slot_id):
        return earlier
    key = f"simply-{earlier.pk}-{earlier.version}-{reply}-{given.people}"
    return change_answer(earlier.pk, given=given, key=key, channel=channel, to=to, by=by)


def register(slot_id: int, *, given: Given, key: str, belongs_to: Collection[int] | None = None) -> tuple[Answer, str]:
    """As `answer` for somebody who was not invited, with the token of a link by which they change it.

    belongs_to: target groups they say they belong to; None where they were not asked.
    The link is made when nobody waits for the slot any more; whoever is cut off in between sends again and gets one.
    """
    made = answer(slot_id, given=given, key=key, channel=Channel.FORM)
    count_declared(made, belongs_to)
    return made, link_to(made)


def answer_by_link(
    slot_id: int, *, given: Given, key: str, invitation: Invitation, belongs_to: Collection[int] | None = None
) -> Answer:
    """As `answer` for somebody who was invited; belongs_to as in `register`, asked with the first answer alone."""
    made = answer(slot_id, given=given, key=key, channel=Channel.LINK, invitation=invitation)
    count_declared(made, belongs_to)
    return made


def count_declared(made: Answer, belongs_to: Collection[int] | None) -> None:
    if made.is_new and belongs_to is not None:
        declare(made.slot.event_id, belongs_to)


@transaction.atomic
def change_answer(
    answer_id: int, *, given: Given, key: str, channel: Channel, to: int | None = None, by: Viewer = VISITOR
) -> Answer:
    """Change what somebody answered before; the same sending again changes nothing.

    to: the time they answer to now; None where it stays the same.
    """
    now = timezone.now()
    before = Answer.objects.values_list("slot", flat=True).get(pk=answer_id)
    slots = locked(before, to or before, now=now)
    earlier = Answer.objects.get(pk=answer_id)
    if earlier.key == key:
        return earlier
    if earlier.slot_id not in slots:  # somebody else changed it to a third time at this moment
        slots |= locked(earlier.slot_id, now=now)
    slot = slots[earlier.slot_id]
    return changed(earlier, slot, given, to=slots[to] if to else slot, key=key, channel=channel, now=now, by=by)


@transaction.atomic
def take_place(answer_id: int, *, by: Viewer = VISITOR) -> Answer:
    """Take the place that was offered; refuses where the time to take it is over."""
    now = timezone.now()
    slot = locked_of(answer_id, now=now)
    settle(slot, now=now)
    found = Answer.objects.get(pk=answer_id)
    if slot.cancelled_at is not None:
        raise ActionRefused(_("This time of “%(event)s” is cancelled. Please choose another.") % {"event": slot.event})
    if found.seat == Seat.SEATED:
        return found
    if found.seat != Seat.OFFERED:
        raise ActionRefused(_("The time to take this place is over. You can answer anew; then you wait in line again."))
    found.seat, found.offered_until, found.version = Seat.SEATED, None, found.version + 1
    found.untold, found.changed_at = bool(found.email), now
    found.save(update_fields=["seat", "offered_until", "version", "untold", "changed_at"])
    slot.lapses_at = first_lapse(slot)
    slot.save(update_fields=["lapses_at"])
    record("registration.taken", slot.event, by=by, district=scope_of(slot))
    return found


@transaction.atomic
def settle_slot(slot_id: int, *, now: datetime) -> None:
    """Let offers lapse whose time is over, and let those move up whose turn it is."""
    settle(locked(slot_id, now=now)[slot_id], now=now)


def locked(*slot_ids: int, now: datetime) -> dict[int, Slot]:
    """Slots with their event, by key; nobody else decides on their places until the transaction ends.

    Locked in the order of their keys, so that two people who change between the same times do not wait for each other.
    Offers whose time is over lapse first.
    """
    slots = {slot.pk: slot for pk in sorted(set(slot_ids)) for slot in LOCKED(pk=pk)}
    for slot in slots.values():
        slot.was_full = slot.is_full
        if slot.lapses_at is not None and slot.lapses_at <= now:
            let_lapse(slot, now=now)
    return slots


def scope_of(slot: Slot) -> ScopeOf:
    return ScopeOf(slot.event.district_id)


def locked_of(answer_id: int, *, now: datetime) -> Slot:
    (slot,) = locked(Answer.objects.values_list("slot", flat=True).get(pk=answer_id), now=now).values()
    return slot


def answered_slots(invitation: Invitation | None) -> list[int]:
    return list(Answer.objects.filter(invitation=invitation).values_list("slot", flat=True)) if invitation else []


def unanswered_to(email: str, slot: Slot) -> Invitation | None:
    """The invitation somebody answers who registers like everybody else; what was answered by its link stays."""
    if not email:
        return None
    found = Invitation.objects.filter(event=slot.event_id, email__iexact=email.strip(), answer=None)
    return found.select_related("organisation").first()


def refuse_unless_open(slot: Slot, given: Given, *, now: datetime, by: Viewer) -> None:
    event = slot.event
    is_office = access.may_write(by, scope_of(slot))
    ends_at = (slot.ends_at or event.ends_at) if is_office else closes_at(slot.begins_at, event.answers_until)
    if event.stage != stages.ANNOUNCED:
        raise ActionRefused(_("“%(event)s” does not take place as planned, so no answer was noted.") % {"event": event})
    if slot.cancelled_at is not None:
        raise ActionRefused(_("This time of “%(event)s” is cancelled. Please choose another.") % {"event": event})
    if not event.takes_answers or now > ends_at:
        raise ActionRefused(
            _("The registration for “%(event)s” is over. Please call us if you want to come all the same.")
            % {"event": event}
        )
    if given.reply == Reply.YES and slot.capacity is not None and given.people > slot.capacity:
        raise ActionRefused(
            ngettext(
                "There is %(count)d place altogether. Please register fewer people.",
                "There are %(count)d places altogether. Please register fewer people.",
                slot.capacity,
            )
            % {"count": slot.capacity},
            field="people",
        )


def take_over(answer: Answer, given: Given) -> None:
    answer.name, answer.email, answer.language = given.name.strip(), given.email.strip(), given.language
    answer.reply, answer.needs, answer.note = given.reply, list(given.needs), given.note.strip()
    answer.people = given.people if given.reply != Reply.NO else 1


def seat_new(answer: Answer, slot: Slot) -> None:
    """The next position, and a place or the end of the line."""
    slot.last_position += 1
    answer.position, answer.offered_until = slot.last_position, None
    free = places.free_places(slot.capacity, slot.taken)
    answer.seat = places.seat_of_new(answer.people, free=free, waiting=slot.waiting)
    if answer.seat == Seat.SEATED:
        slot.taken += answer.people
    else:
        slot.waiting += 1


def changed(
    earlier: Answer, slot: Slot, given: Given, *, to: Slot, key: str, channel: Channel, now: datetime, by: Viewer
) -> Answer:
    """Who has a place keeps it for as many as before; more only where there are some. Who waits keeps their turn.

    slot: where they answered before; to: what they answer to now, mostly the same.
    """
    if given.reply == Reply.YES:
        refuse_unless_open(to, given, now=now, by=by)
    stays = given.reply == Reply.YES and to.pk == slot.pk
    if stays and earlier.seat in TAKING:
        refuse_growth(earlier, slot, given)
        slot.taken += given.people - earlier.people
        earlier.seat, earlier.offered_until = Seat.SEATED, None  # whoever says yes anew takes what was offered
    elif not stays or earlier.seat != Seat.WAITING:
        give_up(earlier, slot)
    take_over(earlier, given)
    earlier.slot = to
    if given.reply == Reply.YES and not earlier.seat:
        seat_new(earlier, to)
    earlier.key, earlier.channel, earlier.changed_at = key, channel.value, now
    earlier.version, earlier.untold = earlier.version + 1, bool(earlier.email)
    earlier.save()
    for each in {slot.pk: slot, to.pk: to}.values():
        each.lapses_at = first_lapse(each) if each.lapses_at else None
        settle(each, now=now)
    record("registration.changed", slot.event, by=by, district=scope_of(slot), reply=given.reply, channel=channel.value)
    follow_answer(earlier, by=by)
    return earlier


def refuse_growth(earlier: Answer, slot: Slot, given: Given) -> None:
    free = places.free_places(slot.capacity, slot.taken)
    if not places.may_grow(given.people - earlier.people, free=free, waiting=slot.waiting):
        raise ActionRefused(
            _("There are not as many places left. Your registration stays as it was: for %(people)d.")
            % {"people": earlier.people},
            field="people",
        )


def give_up(answer: Answer, slot: Slot) -> None:
    """Leave a place or the line."""
    if answer.seat in TAKING:
        slot.taken -= answer.people
    elif answer.seat == Seat.WAITING:
        slot.waiting -= 1
    answer.seat, answer.offered_until, answer.position = Seat.NONE, None, None


def settle(slot: Slot, *, now: datetime) -> None:
    """Let move up whose turn it is, and store the slot's numbers; the slot is locked. The page of the event says of
    places only whether there are any, so it is made anew with the last one taken and the first one given back.
    """
    takes_place = slot.event.stage == stages.ANNOUNCED and slot.cancelled_at is None
    if slot.waiting and takes_place and now < slot.begins_at:
        move_up(slot, now=now)
    slot.save(update_fields=["taken", "waiting", "last_position", "lapses_at"])
    if slot.is_full != slot.was_full:
        slot.was_full = slot.is_full
        tell_changed([slot.event.district_id])


def let_lapse(slot: Slot, *, now: datetime) -> None:
    over = Answer.objects.filter(slot=slot, seat=Seat.OFFERED, offered_until__lte=now)
    slot.taken -= over.aggregate(people=Sum("people", default=0))["people"]
    update(over, seat=Seat.LAPSED, offered_until=None, now=now)
    slot.lapses_at = first_lapse(slot)


def move_up(slot: Slot, *, now: datetime) -> None:
    free = places.free_places(slot.capacity, slot.taken)
    if free == 0:
        return
    line = Answer.objects.filter(slot=slot).in_line().values_list("pk", "people")
    people = dict(line[:free] if free is not None else line)
    going = places.moving_up(people.items(), free)
    until = places.offer_until(now, hours=slot.event.hold_hours, starts_at=slot.begins_at)
    up = Answer.objects.filter(pk__in=going)
    update(up, seat=Seat.OFFERED if until else Seat.SEATED, offered_until=until, now=now)
    slot.taken += sum(people[pk] for pk in going)
    slot.waiting -= len(going)
    if going and until:
        slot.lapses_at = min(slot.lapses_at, until) if slot.lapses_at else until
    if going:
        event = slot.event
        record("registration.moved_up", event, by=system_viewer("nightly"), district=scope_of(slot), count=len(going))


def update(answers: QuerySet[Answer], *, seat: Seat, offered_until: datetime | None, now: datetime) -> None:
    answers.update(seat=seat, offered_until=offered_until, version=F("version") + 1, untold=True, changed_at=now)


def first_lapse(slot: Slot) -> datetime | None:
    offered = Answer.objects.filter(slot=slot, seat=Seat.OFFERED)
    found: datetime | None = offered.aggregate(first=Min("offered_until"))["first"]
    return found


def link_to(answer: Answer) -> str:
    """The token of a new link by which who answered without an invitation changes it."""
    made = links.make_link(
        access.ANSWERED, answer.pk, days=LINK_DAYS, scope_id=answer.slot.event.district_id, email=answer.email
    )
    return made.token
