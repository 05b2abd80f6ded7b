"""Owners of units: those who keep the vacancies of a district read them, in its office alone."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies import access
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import OwnedUnit, Owner, OwnerLetter, OwnerTalk, VacancyCase
from kiezkontor.vacancies.rules.owners import Reached


def visible_to(viewer: Viewer, district: District) -> QuerySet[Owner]:
    found = Owner.objects.filter(district=district)
    return found if may_keep(viewer, district) else found.none()


def listed(viewer: Viewer, district: District, *, q: str = "") -> QuerySet[Owner]:
    """By name, with how many units and talks each has. q: part of a name or of who manages the house."""
    found = visible_to(viewer, district)
    if q:
        found = found.filter(Q(name__icontains=q) | Q(manager__icontains=q))
    reached = Count("talks", filter=Q(talks__was_reached=True), distinct=True)
    return found.annotate(unit_count=Count("owned", distinct=True), talk_count=reached).order_by("name", "pk")


def or_404(viewer: Viewer, district: District, pk: int) -> Owner:
    owner = get_object_or_404(visible_to(viewer, district), pk=pk)
    owner.district = district
    return owner


def letter_or_404(owner: Owner, pk: int) -> OwnerLetter:
    found = OwnerLetter.objects.select_related("case__unit__address__street", "made_by")
    return get_object_or_404(found, owner=owner, pk=pk)


def units_of(owner: Owner) -> list[Unit]:
    rows = OwnedUnit.objects.filter(owner=owner).select_related("unit__address__street").order_by("unit_id")
    return [row.unit for row in rows]


def talks_of(owner: Owner) -> QuerySet[OwnerTalk]:
    return OwnerTalk.objects.filter(owner=owner).select_related("noted_by", "case__unit__address__street")


def letters_of(owner: Owner) -> QuerySet[OwnerLetter]:
    return OwnerLetter.objects.filter(owner=owner).select_related("made_by", "case__unit__address__street")


def of_units(viewer: Viewer, district: District, units: Iterable[Unit]) -> QuerySet[Owner]:
    """Whom these units belong to, as far as this office knows, each with the latest talk first."""
    owned = OwnedUnit.objects.filter(owner=OuterRef("pk"), unit__in=[unit.pk for unit in units])
    talks = Prefetch("talks", OwnerTalk.objects.order_by("-on", "-pk"))
    return visible_to(viewer, district).filter(Exists(owned)).prefetch_related(talks).order_by("name", "pk")


def cases_of(viewer: Viewer, district: District, owner: Owner) -> QuerySet[VacancyCase]:
    """The open cases of an owner's units."""
    owned = OwnedUnit.objects.filter(owner=owner, unit=OuterRef("unit"))
    return access.with_units(access.visible_to(viewer, district).open().filter(Exists(owned))).order_by("pk")


def reached_in(viewer: Viewer, district: District) -> Reached:
    """Of the owners of units with an open case: how many there are, were spoken to, and how often."""
    open_cases = VacancyCase.objects.open().filter(district=district, unit__owned__owner=OuterRef("pk"))
    owners = visible_to(viewer, district).filter(Exists(open_cases))
    talks = OwnerTalk.objects.filter(owner__in=owners.values("pk"), was_reached=True)
    return Reached(owners.count(), talks.values("owner").distinct().count(), talks.count())
