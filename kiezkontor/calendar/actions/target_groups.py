"""Target groups: the names a district keeps, which events name them, and how many said that they belong to one."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar import finding
from kiezkontor.calendar.models import Event, EventGroup, TargetGroup
from kiezkontor.calendar.rules.target_groups import FIRST
from kiezkontor.districts.models import District
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def begin_with_groups(district: District, by: Viewer) -> None:
    """The groups every district begins with; nothing where there are some."""
    if TargetGroup.objects.filter(district=district).exists():
        return
    insert_many([TargetGroup(district=district, name=name) for name in FIRST])
    record("targetgroup.begun", district, by=by, district=district)


@transaction.atomic
def save_group(district: District, *, name: str, is_offered: bool, by: Viewer, pk: int | None = None) -> TargetGroup:
    """Add a group, or change the one with this key; refuses a name another one has."""
    others = TargetGroup.objects.filter(district=district, name__iexact=name)
    if others.exclude(pk=pk or 0).exists():
        raise ActionRefused(_("There is a target group of this name already."), field="name")
    found = TargetGroup.objects.select_for_update().get(pk=pk) if pk else TargetGroup(district=district)
    found.name, found.is_offered = name, is_offered
    found.save()
    finding.follow(list(found.events.values_list("event", flat=True)))
    record("targetgroup.changed" if pk else "targetgroup.added", found, by=by, district=district)
    return found


@transaction.atomic
def remove_group(found: TargetGroup, *, by: Viewer) -> None:
    """Remove a group no event names; refuses any other, which is no longer offered instead."""
    if found.events.exists():
        raise ActionRefused(
            _("There are events for “%(group)s”. Please untick “can be chosen for events” instead.") % {"group": found}
        )
    record("targetgroup.removed", found, by=by, district=found.district)
    found.delete()


def name_groups(event: Event, groups: Iterable[TargetGroup]) -> bool:
    """Let an event name these groups and no others; returns whether that changed something.

    Refuses to leave out one of which people were asked already: what they said would be lost.
    """
    wanted = {group.pk: group for group in groups}
    there = {row.group_id: row for row in event.groups.select_related("group")}
    gone = [row for pk, row in there.items() if pk not in wanted]
    for row in gone:
        if row.asked:
            raise ActionRefused(
                _("People were asked already whether they belong to “%(group)s”, so it stays.") % {"group": row.group},
                field="target_groups",
            )
        row.delete()
    new = [pk for pk in wanted if pk not in there]
    for pk in new:
        EventGroup.objects.create(event=event, group=wanted[pk])
    return bool(gone or new)


def let_groups_follow(
    events: Iterable[Event], *, gone: Collection[TargetGroup], come: Collection[TargetGroup], by: Viewer
) -> None:
    """Let events of a series name what it names newly and no longer what it dropped.

    One of which people were asked already stays.
    """
    changed = []
    for event in events:
        rows = event.groups.select_related("group")
        stay = [row.group for row in rows if row.asked or row.group not in gone]
        if name_groups(event, [*stay, *come]):
            record("event.changed", event, by=by, district=event.district, fields=["groups"])
            changed.append(event.pk)
    finding.follow(changed)


def declare(event_id: int, groups: Collection[int]) -> None:
    """Count somebody who was asked at sign-up, and to which of the event's groups they say they belong.

    All groups of the event change alike, and never within the transaction of an answer: what is stored leads to nobody,
    not even by the order in which the database wrote it. Whoever is cut off in between is not counted.
    """
    rows = EventGroup.objects.filter(event=event_id)
    belongs = Case(When(group__in=groups, then=Value(1)), default=Value(0))
    with transaction.atomic():
        list(rows.order_by("pk").select_for_update().values_list("pk"))  # in one order, whoever comes at the same time
        rows.update(asked=F("asked") + 1, declared=F("declared") + belongs)
