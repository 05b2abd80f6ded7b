"""Events from planned to over: made, changed, announced, moved, postponed, cancelled."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar import finding, hooks
from kiezkontor.calendar.actions.answers import locked, settle
from kiezkontor.calendar.actions.target_groups import name_groups
from kiezkontor.calendar.ics import new_uid
from kiezkontor.calendar.models import Answer, Event, Slot, TargetGroup
from kiezkontor.calendar.placing import at_host, following_host, placed, placed_anew
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.moving import would_be_missed
from kiezkontor.calendar.rules.reminders import goes_at
from kiezkontor.districts.models import District
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import ChangedMeanwhile

PIN = frozenset({"lat", "lon"})
# What makes it another version for calendars outside (RFC 5546, 2.1.4), as its stage does.
TOLD_OUTSIDE = frozenset({"title", "starts_at", "ends_at", "is_all_day", "place", "address", "online_url"}) | PIN
# What of an event people are told again.
TOLD_AGAIN = ("starts_at", "ends_at", "place", "address", "online_url")


@transaction.atomic
def add_event(
    district: District,
    *,
    values: Mapping[str, Any],
    capacity: int | None = None,
    groups: Iterable[TargetGroup] = (),
    announce: bool = False,
    by: Viewer,
) -> Event:
    """Plan an event, with one slot of so many places (None: for everybody).

    values: fields of the event; without a place it is in the rooms of its host. groups: whom it is for in particular.
    Refuses one that ends before it begins.
    """
    refuse_impossible_times(values["starts_at"], values["ends_at"])
    event = Event(district=district, made_by=by.person, **placed(district, at_host(district, values)))
    event.uid = f"new-{timezone.now().timestamp()}-{id(event)}"
    event.save()
    event.uid = new_uid(event)
    event.save(update_fields=["uid"])
    Slot.objects.create(event=event, capacity=capacity)
    name_groups(event, groups)
    record("event.added", event, by=by, district=district)
    return become(event.pk, stages.ANNOUNCED, by=by) if announce else event


@transaction.atomic
def change_event(
    pk: int,
    *,
    values: Mapping[str, Any],
    groups: Iterable[TargetGroup] | None = None,
    by: Viewer,
    seen_version: int | None = None,
) -> Event:
    """Change what an event says; who answered hears of a change of time or place.

    seen_version: of the event when its form was opened; refuses where it was changed since. Refuses to change what came
    from a calendar elsewhere, for it would be overwritten, and to let what is still to come be over.
    groups: None where they stay as they are. One of a series is left alone by the series from now on. With another
    host it is in their rooms where it was in those of the one before.
    """
    event = locked_event(pk)
    values = placed_anew(event, values)
    refuse_changed_meanwhile(event, values, seen_version)
    values = following_host(event, values)
    changes = any(getattr(event, name) != value for name, value in values.items())
    if changes and event.series_id and not event.by_hand:
        event.by_hand = True
        event.save(update_fields=["by_hand"])
    found = write_values(pk, values=values, by=by)
    if groups is not None and name_groups(found, groups):
        finding.follow([pk])
        record("event.changed", found, by=by, district=found.district, fields=["groups"])
    return found


def refuse_changed_meanwhile(event: Event, values: Mapping[str, Any], seen_version: int | None) -> None:
    if seen_version is None or seen_version == event.version:
        return
    if any(getattr(event, name) != value for name, value in values.items()):
        raise ChangedMeanwhile


@transaction.atomic
def write_values(pk: int, *, values: Mapping[str, Any], by: Viewer) -> Event:
    """As `change_event`, on behalf of the series, which does not count as changed by hand."""
    event = locked_event(pk)
    refuse_foreign(event)
    new = {name: value for name, value in placed_anew(event, values).items() if getattr(event, name) != value}
    if not new:
        return event
    begins, ends = new.get("starts_at", event.starts_at), new.get("ends_at", event.ends_at)
    refuse_impossible_times(begins, ends)
    refuse_over(event, ends)
    let_times_follow(event, begins, ends)
    if "starts_at" in new and event.stage != stages.PLANNED:
        new["moved_from"] = event.starts_at
    for name, value in new.items():
        setattr(event, name, value)
    event.version += 1
    fields = [*new, "changed_at", "version"]
    if not TOLD_OUTSIDE.isdisjoint(new):
        event.sequence += 1
        fields.append("sequence")
    event.save(update_fields=fields)
    if event.stage != stages.PLANNED and not new.keys().isdisjoint(TOLD_AGAIN):
        tell_again(event)
    if "moved_from" in new:
        renew_reminders(event)
    finding.follow([event.pk])
    said = new.keys() - {"moved_from", "series_on"} - PIN
    if not PIN.isdisjoint(new) and "address" not in new:
        said |= {"place"}
    if said:
        record("event.changed", event, by=by, district=event.district, fields=sorted(said))
    return event


def let_times_follow(event: Event, begins: datetime, ends: datetime) -> None:
    """Move the times of an event with it where it keeps its length; refuses where one would lie outside of it."""
    shift = begins - event.starts_at
    timed = event.slots.exclude(starts_at=None)
    if shift and ends - event.ends_at == shift:
        timed.update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
    elif (shift or ends != event.ends_at) and timed.exclude(starts_at__gte=begins, ends_at__lte=ends).exists():
        raise ActionRefused(
            _("One of its times would lie outside of the event. Please change or remove that time first."), field="on"
        )


@transaction.atomic
def set_capacity(slot_id: int, *, capacity: int | None, by: Viewer) -> Slot:
    """Change how many places there are; more let people move up, fewer take no place away."""
    now = timezone.now()
    (slot,) = locked(slot_id, now=now).values()
    if slot.capacity != capacity:
        slot.capacity = capacity
        slot.save(update_fields=["capacity"])
        settle(slot, now=now)
        record("event.changed", slot.event, by=by, district=slot.event.district, fields=["capacity"])
    return slot


@transaction.atomic
def become(pk: int, stage: str, *, by: Viewer, reason: str = "") -> Event:
    """Announce, postpone or cancel; who was told of it hears that. Refuses what its stage does not allow.

    reason: why, as the mails say it.
    """
    event = locked_event(pk)
    if event.stage == stage:
        return event
    refuse_foreign(event)
    if not stages.may_become(event.stage, stage):
        raise ActionRefused(
            _("“%(event)s” is %(stage)s; that cannot be done now. Nothing was changed.")
            % {"event": event, "stage": event.get_stage_display()}
        )
    before, was_told = event.stage, event.stage != stages.PLANNED
    event.stage, event.sequence, event.reason = stage, event.sequence + was_told, reason.strip()
    event.save(update_fields=["stage", "sequence", "reason", "changed_at"])
    if was_told:
        tell_again(event)
    finding.follow([event.pk])
    record(f"event.{stage}", event, by=by, district=event.district)
    for follow in hooks.after_stage:
        follow(event, before, by)
    return event


@transaction.atomic
def move_event(pk: int, *, starts_at: datetime, ends_at: datetime, by: Viewer, by_hand: bool = True) -> Event:
    """Give an announced or postponed event another time; answers stay, everybody who answered is told.

    by_hand: False where its series moves it. Refuses to move what is still to come to where it would be over.
    """
    event = locked_event(pk)
    refuse_foreign(event)
    refuse_impossible_times(starts_at, ends_at)
    refuse_over(event, ends_at)
    if event.stage == stages.CANCELLED:
        raise ActionRefused(_("“%(event)s” is cancelled. Announce it again first.") % {"event": event})
    event.moved_from = event.starts_at if event.stage != stages.PLANNED else None
    before, shift = event.starts_at, starts_at - event.starts_at
    event.starts_at, event.ends_at, event.sequence = starts_at, ends_at, event.sequence + 1
    event.stage = stages.ANNOUNCED if event.stage == stages.POSTPONED else event.stage
    event.answers_until = event.answers_until + shift if event.answers_until else None
    event.by_hand, event.version = event.by_hand or (by_hand and event.series_id is not None), event.version + 1
    changed = ["starts_at", "ends_at", "moved_from", "sequence", "stage", "answers_until", "by_hand", "version"]
    event.save(update_fields=[*changed, "changed_at"])
    event.slots.exclude(starts_at=None).update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
    if event.stage != stages.PLANNED:
        tell_again(event)
        renew_reminders(event)
        for tell in hooks.after_move:
            tell(event, before)
    record("event.moved", event, by=by, district=event.district)
    return event


@transaction.atomic
def note_cost(pk: int, *, cost: Decimal | None, own_share: Decimal | None, by: Viewer) -> Event:
    """What a joint action cost and how much of it its businesses pay, in euros; None where nobody knows."""
    event = locked_event(pk)
    event.cost, event.own_share = cost, own_share
    event.save(update_fields=["cost", "own_share", "changed_at"])
    record("event.costed", event, by=by, district=event.district)
    return event


@transaction.atomic
def remove_event(pk: int, *, by: Viewer) -> None:
    """Delete an event nobody was told of; refuses any other, which is cancelled instead."""
    event = locked_event(pk)
    if event.stage != stages.PLANNED or event.invitations.exists():
        raise ActionRefused(_("People know of “%(event)s” already. Please cancel it instead.") % {"event": event})
    record("event.removed", event, by=by, district=event.district)
    for prepare in hooks.before_removal:
        prepare(event, by)
    event.delete()


def locked_event(pk: int) -> Event:
    found = Event.objects.select_related("district").select_for_update(of=("self",), no_key=True)
    return found.get(pk=pk)


def refuse_foreign(event: Event) -> None:
    if event.feed_id:
        raise ActionRefused(_("This event comes from another calendar and is changed there. Nothing was changed here."))


def refuse_impossible_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at < starts_at:
        raise ActionRefused(_("The event would end before it begins."), field="ends_at")


def refuse_over(event: Event, new_end: datetime) -> None:
    if not would_be_missed(ends_at=event.ends_at, new_end=new_end, now=timezone.now()):
        return
    if timezone.localdate(new_end - timedelta(microseconds=1)) < timezone.localdate():
        said = _("This day is over already. Please choose one from today on.")
    else:
        said = _("Today the event would be over at this hour already. Please choose a later one or another day.")
    raise ActionRefused(said, field="on")


def renew_reminders(event: Event) -> None:
    """Let what reminded of the earlier time remind of the new one, unless its moment for that is over: mail says it."""
    now, gone_out = timezone.now(), event.reminders.exclude(sent_at=None)
    to_come = [each.pk for each in gone_out if goes_at(event.starts_at, each.hours_before) > now]
    event.reminders.filter(pk__in=to_come).update(sent_at=None)


def tell_again(event: Event) -> None:
    """Let everybody hear what changed who comes, waits or may come, and who was invited and has not answered."""
    event.invitations.filter(answer=None).exclude(told_sequence=None).update(untold=True)
    answered = Answer.objects.filter(slot__event=event).exclude(email="").exclude(reply="no")
    answered.update(untold=True, version=F("version") + 1)
