"""The agenda: taken from proposals, added to, put in order."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.models import Audience, Event
from kiezkontor.meetings.access import state_of
from kiezkontor.meetings.models import AgendaItem, BallotOption, Meeting
from kiezkontor.meetings.proposing import place_of, proposals
from kiezkontor.meetings.rules import agenda
from kiezkontor.meetings.rules.balloting import Stage
from kiezkontor.meetings.rules.kinds import MEETINGS, Source
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import ChangedMeanwhile
from kiezkontor.shared.media import drop_once_certain

CHANGED = "meeting.agenda_changed"


def locked_meeting(event: Event) -> Meeting:
    """The meeting of an event, made where there is none, locked until the end of the transaction."""
    if event.kind not in MEETINGS:
        raise ActionRefused(_("An event of this format has no agenda."))
    Meeting.objects.get_or_create(event=event)
    found = Meeting.objects.select_for_update(of=("self",), no_key=True).select_related("event__district")
    return found.get(event=event)


@transaction.atomic
def prepare(event: Event, *, by: Viewer) -> Meeting:
    """Make the meeting of an event, where there is none."""
    is_new = not Meeting.objects.filter(event=event).exists()
    meeting = locked_meeting(event)
    if is_new:
        changed(meeting, by=by, verb="meeting.prepared")
    return meeting


def changed(meeting: Meeting, *, by: Viewer, verb: str = CHANGED, **details: Any) -> None:
    """Note that something of the meeting changed: for pages that follow it, and in the log."""
    tell_followers(meeting)
    record(verb, meeting, by=by, district=meeting.event.district, **details)


def tell_followers(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(revision=F("revision") + 1)


@transaction.atomic
def take(event: Event, keys: Collection[str], *, by: Viewer) -> list[AgendaItem]:
    """Take these proposals into the agenda; those that are not offered any longer are left out."""
    meeting = locked_meeting(event)
    chosen = [each for each in proposals(by, event, meeting) if each.key in keys]
    last = meeting.items.count()
    made = [
        AgendaItem.objects.create(
            meeting=meeting,
            position=last + number,
            source=each.source,
            title=each.title[:160],
            voice=each.voice,
            earlier=each.earlier,
            minutes_planned=each.minutes,
            is_closed=each.source == Source.TASKS or was_for_fewer(each.earlier, event),
        )
        for number, each in enumerate(chosen)
    ]
    if made:
        put_in_order(meeting)
        changed(meeting, by=by)
    return made


def was_for_fewer(earlier: AgendaItem | None, event: Event) -> bool:
    """Whether not everybody who reads the agenda of this event could read the item it goes on with."""
    if earlier is None:
        return False
    held_for = earlier.meeting.event.audience
    return earlier.is_closed or (event.audience == Audience.PUBLIC and held_for != Audience.PUBLIC)


@transaction.atomic
def add_item(event: Event, *, values: Mapping[str, Any], by: Viewer) -> AgendaItem:
    meeting = locked_meeting(event)
    item = AgendaItem.objects.create(meeting=meeting, position=meeting.items.count(), source=Source.OWN, **values)
    changed(meeting, by=by)
    return item


@transaction.atomic
def change_item(item: AgendaItem, *, values: Mapping[str, Any], seen: str = "", by: Viewer) -> AgendaItem:
    """seen: what `state_of` said when its form was opened, "" where nobody looked; refuses another state."""
    meeting = locked_meeting(item.meeting.event)
    item = meeting.items.get(pk=item.pk)
    new = {name: value for name, value in values.items() if getattr(item, name) != value}
    if new:
        if seen and seen != state_of(item):
            raise ChangedMeanwhile
        for name, value in new.items():
            setattr(item, name, value)
        item.save(update_fields=list(new))
        changed(meeting, by=by)
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, by_places: int, by: Viewer) -> None:
    """Further up (below 0) or down; the open tasks stay first."""
    meeting = locked_meeting(item.meeting.event)
    items = list(meeting.items.all())
    first = next((each.pk for each in items if each.source == Source.TASKS), None)
    order = agenda.moved([each.pk for each in items], item.pk, by_places, first=first)
    if order != [each.pk for each in items]:
        number_as(items, order)
        changed(meeting, by=by)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Viewer) -> None:
    """Take an item off the agenda, where nothing hangs on it that would go with it."""
    meeting = locked_meeting(item.meeting.event)
    item = meeting.items.get(pk=item.pk)
    if item.tasks.exists():
        raise ActionRefused(_("Tasks came out of this item already. It stays on the agenda."))
    if was_dealt_with(item):
        raise ActionRefused(
            _(
                "Something was written, decided, voted on, collected or declared at this item already. It stays on the "
                "agenda with all of that. You can still change its title, or make it an item for members only."
            )
        )
    for option in BallotOption.objects.filter(ballot__item=item):
        drop_once_certain(option.image)
    item.delete()
    left = list(meeting.items.all())
    number_as(left, [each.pk for each in left])
    changed(meeting, by=by)


def was_dealt_with(item: AgendaItem) -> bool:
    """Whether the meeting has been at it: it left minutes, decisions, interests, votes, cards or ideas."""
    return (
        bool(item.minutes)
        or item.decisions.exists()
        or item.interests.exists()
        or item.ballots.exclude(stage=Stage.DRAFT).exists()
        or item.boards.exclude(cards=None).exists()
        or item.captured.exists()
    )


def put_in_order(meeting: Meeting) -> None:
    items = list(meeting.items.all())
    with translation.override(meeting.event.language):
        places = [place_of(each.source, each.title) for each in items]
    number_as(items, [items[at].pk for at in agenda.in_order(places)])


def number_as(items: Collection[AgendaItem], order: Collection[int]) -> None:
    places = {pk: place for place, pk in enumerate(order)}
    for item in items:
        item.position = places[item.pk]
    AgendaItem.objects.bulk_update(items, ["position"])
