"""Target groups: which a district has, which an event names, and their totals for the office alone."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import MOST_TOPICS, may_write
from kiezkontor.calendar.days import beginning_of
from kiezkontor.calendar.models import Event, EventGroup, Series, TargetGroup
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.districts.models import District


def groups_of(viewer: Viewer, district: District) -> QuerySet[TargetGroup]:
    """By name, for whoever makes events."""
    found = TargetGroup.objects.filter(district=district).select_related("district")
    return found if may_write(viewer, district) else found.none()


def choosable(
    viewer: Viewer, district: District, event: Event | None = None, series: Series | None = None
) -> QuerySet[TargetGroup]:
    """Those an event or a series may name: what is offered, and what it names already."""
    may_be_named = Q(is_offered=True)
    if event is not None:
        may_be_named |= Q(pk__in=EventGroup.objects.filter(event=event).values("group"))
    if series is not None:
        may_be_named |= Q(pk__in=series.target_groups.values("pk"))
    return groups_of(viewer, district).filter(may_be_named)


def group_or_404(viewer: Viewer, district: District, pk: int) -> TargetGroup:
    return get_object_or_404(groups_of(viewer, district), pk=pk)


def groups_among(found: EventQuerySet) -> list[tuple[int, str]]:
    """Key and name of the groups these events are for in particular, by name; one statement."""
    return list(named_by(found).order_by("name", "pk").values_list("pk", "name"))


def named_by(found: EventQuerySet) -> QuerySet[TargetGroup]:
    """The groups these events are for: asked by event and not by a list of all, for few events name any."""
    one = found.order_by().filter(pk=OuterRef("event"))
    return TargetGroup.objects.filter(Exists(EventGroup.objects.filter(Exists(one), group=OuterRef("pk"))))


def choices_among(found: EventQuerySet) -> tuple[list[str], list[tuple[int, str]]]:
    """The topics of these events, and key and name of the groups they are for, by name; one statement for both."""
    topics = found.exclude(topic="").order_by().annotate(key=Value(0)).values_list("topic", "key")
    both = list(topics.union(named_by(found).order_by().values_list("name", "pk")).order_by("topic", "key"))
    return [name for name, key in both if not key][:MOST_TOPICS], [(key, name) for name, key in both if key]


def asked_of(event: Event) -> list[tuple[int, str]]:
    """Key and name of the groups whoever signs up is asked about, by name."""
    return list(event.groups.values_list("group", "group__name"))


def groups_named(event: Event) -> list[EventGroup]:
    """With the totals, which are for the office alone; by name."""
    return list(EventGroup.objects.filter(event=event).select_related("group"))


def counts_of_year(groups: Sequence[TargetGroup], year: int) -> list[EventGroup]:
    """The totals of all events of a year that took place, with their events."""
    begins, ends = beginning_of(date(year, 1, 1)), beginning_of(date(year, 12, 31) + timedelta(days=1))
    found = EventGroup.objects.filter(group__in=groups, event__starts_at__gte=begins, event__starts_at__lt=ends)
    return list(found.filter(event__stage="announced").select_related("event"))
