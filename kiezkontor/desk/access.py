"""Who sees which tasks: the office of a district its own, and of those what is open to one's role."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, FIELD_WORKER, OFFICE_ROLES, Viewer
from kiezkontor.desk.hooks import About
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District, Role
from kiezkontor.organisations import access as organisations
from kiezkontor.premises import access as premises

ROLES_OF: Mapping[str, frozenset[str]] = {
    Task.OpenTo.OFFICE: OFFICE_ROLES,
    Task.OpenTo.OUTREACH: frozenset({COORDINATOR, FIELD_WORKER}),
    Task.OpenTo.COORDINATION: frozenset({COORDINATOR}),
}


def visible_to(viewer: Viewer, district: District) -> QuerySet[Task]:
    """The tasks of the district that are open to a role of the viewer; none for anybody outside of the office."""
    opened = [open_to for open_to, roles in ROLES_OF.items() if viewer.has_role(district, *roles)]
    return Task.objects.filter(district=district, open_to__in=opened)


def or_404(viewer: Viewer, district: District, pk: int) -> Task:
    return get_object_or_404(visible_to(viewer, district), pk=pk)


def in_order(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The dated ones first, by day, then as they were noted; with who does them."""
    return tasks.select_related("assigned_to").order_by(F("due_on").asc(nulls_last=True), "pk")


def tasks_about(viewer: Viewer, district: District, kind: str, pk: int) -> QuerySet[Task]:
    """The open tasks about one object, in order. kind: "organisations.organisation"."""
    found = visible_to(viewer, district).filter(about_type=kind, about_id=pk, done_at__isnull=True)
    return in_order(found)


def people_of(district: District, *, on: date, open_to: str = Task.OpenTo.OFFICE) -> QuerySet[Person]:
    """Who in the office a task may be given to on a day, by name."""
    held = Role.objects.held_on(on).filter(district=district, name__in=ROLES_OF[open_to])
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name", "pk")


def organisations_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    known = organisations.visible_to(viewer, district).filter(pk__in=ids).select_related("category")
    return {each.pk: About(str(each), reverse("organisations:office_entry", args=[each.pk])) for each in known}


def units_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    units = premises.units_in(district, on=timezone.localdate()).filter(pk__in=ids)
    may_open = viewer.has_role(district, *premises.INVENTORY_ROLES)
    return {each.pk: About(str(each), reverse("premises:unit", args=[each.pk]) if may_open else "") for each in units}
