"""Times of an event with places of their own. Who answered to one hears what becomes of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.answers import first_lapse, locked, settle
from kiezkontor.calendar.actions.events import locked_event, refuse_foreign
from kiezkontor.calendar.models import Answer, Event, Slot
from kiezkontor.calendar.rules import slots as rules
from kiezkontor.calendar.rules import stages
from kiezkontor.shared.errors import ActionRefused

type Times = tuple[datetime, datetime] | None


@transaction.atomic
def add_slots(
    event_id: int, *, label: str = "", times: Times, capacity: int | None, count: int = 1, by: Viewer
) -> list[Slot]:
    """Add a time, or several of the same length one after the other; times: None for the whole event.

    The first takes the place of what was answered to so far where that was the whole event and nobody answered.
    Refuses what lies outside of the event.
    """
    event = locked_event(event_id)
    refuse_foreign(event)
    wanted = rules.one_after_another(*times, count) if times else []
    refuse_outside(event, wanted)
    there = list(event.slots.all())
    made = [
        Slot(event=event, label=label, capacity=capacity, starts_at=begins, ends_at=ends) for begins, ends in wanted
    ]
    made = made or [Slot(event=event, label=label, capacity=capacity)]
    if len(there) == 1 and is_untouched(there[0]):
        made[0].pk = there[0].pk
    for slot in made:
        slot.save(force_insert=slot.pk is None)
    follow(event)
    record("event.times_added", event, by=by, district=event.district, count=len(made))
    return made


def is_untouched(slot: Slot) -> bool:
    """Whether nobody ever said anything of it: neither the office, nor who answers."""
    return slot.starts_at is None and not slot.label and not slot.last_position and not slot.answers.exists()


@transaction.atomic
def change_slot(slot_id: int, *, label: str, times: Times, capacity: int | None, by: Viewer) -> Slot:
    """Change a time and its places; who answered to it hears of a new time, more places let people move up."""
    slot = locked_slot(slot_id)
    event, now = slot.event, timezone.now()
    refuse_foreign(event)
    refuse_outside(event, [times] if times else [])
    before = (slot.starts_at, slot.ends_at)
    new = {"label": label, "capacity": capacity, "starts_at": times and times[0], "ends_at": times and times[1]}
    changed = sorted(name for name, value in new.items() if getattr(slot, name) != value)
    if not changed:
        return slot
    for name in changed:
        setattr(slot, name, new[name])
    slot.save(update_fields=changed)
    settle(slot, now=now)
    if before != (slot.starts_at, slot.ends_at):
        tell_of(slot)
        follow(event)
    record("event.time_changed", event, by=by, district=event.district, fields=changed)
    return slot


@transaction.atomic
def cancel_slot(slot_id: int, *, by: Viewer) -> Slot:
    """Cancel one time; answers stay, so that it can take place after all. Refuses the last one that takes place."""
    slot = locked_slot(slot_id)
    if slot.cancelled_at is not None:
        return slot
    refuse_foreign(slot.event)
    if not slot.event.slots.filter(cancelled_at=None).exclude(pk=slot.pk).exists():
        raise ActionRefused(_("This is the only time that takes place. Please cancel the event itself instead."))
    slot.cancelled_at, slot.lapses_at = timezone.now(), None
    slot.save(update_fields=["cancelled_at", "lapses_at"])
    tell_of(slot)
    follow(slot.event)
    record("event.time_cancelled", slot.event, by=by, district=slot.event.district)
    return slot


@transaction.atomic
def restore_slot(slot_id: int, *, by: Viewer) -> Slot:
    """Let a cancelled time take place after all; who has not chosen another in the meantime has their place again."""
    slot = locked_slot(slot_id)
    if slot.cancelled_at is None:
        return slot
    slot.cancelled_at, slot.lapses_at = None, first_lapse(slot)
    slot.save(update_fields=["cancelled_at", "lapses_at"])
    settle(slot, now=timezone.now())
    tell_of(slot)
    follow(slot.event)
    record("event.time_restored", slot.event, by=by, district=slot.event.district)
    return slot


@transaction.atomic
def remove_slot(slot_id: int, *, by: Viewer) -> None:
    """Remove a time nobody answered to; refuses any other, which is cancelled instead, and the last one."""
    slot = locked_slot(slot_id)
    refuse_foreign(slot.event)
    answers = slot.answers.count()
    if answers:
        raise ActionRefused(
            ngettext(
                "%(count)d answer is noted for this time. Please cancel it instead, so that people hear of it.",
                "%(count)d answers are noted for this time. Please cancel it instead, so that people hear of it.",
                answers,
            )
            % {"count": answers}
        )
    if not slot.event.slots.filter(cancelled_at=None).exclude(pk=slot.pk).exists():
        raise ActionRefused(_("This is the only time that takes place. Please cancel the event itself instead."))
    slot.delete()
    follow(slot.event)
    record("event.time_removed", slot.event, by=by, district=slot.event.district)


def locked_slot(slot_id: int) -> Slot:
    """A slot whose event nobody else changes, and on whose places nobody else decides."""
    event = locked_event(Slot.objects.values_list("event", flat=True).get(pk=slot_id))
    (slot,) = locked(slot_id, now=timezone.now()).values()
    slot.event = event
    return slot


def refuse_outside(event: Event, wanted: list[tuple[datetime, datetime]]) -> None:
    if not rules.lie_within(wanted, first=event.starts_at, last=event.ends_at):
        raise ActionRefused(
            _("This lies outside of the time of “%(event)s”. Please change the time of the event first.")
            % {"event": event},
            field="begins",
        )


def follow(event: Event) -> None:
    """Let calendars that know the event read its times anew."""
    if event.stage != stages.PLANNED:
        event.sequence += 1
    event.save(update_fields=["sequence", "changed_at"])


def tell_of(slot: Slot) -> None:
    """Let everybody who comes, waits or may come to this time hear what holds now."""
    if slot.event.stage == stages.PLANNED:
        return
    answered = Answer.objects.filter(slot=slot).exclude(email="").exclude(reply="no")
    answered.update(untold=True, version=F("version") + 1)
