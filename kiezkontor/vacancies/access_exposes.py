"""Exposés: the coordination of a district keeps them; everybody else reads what owners have released, and no more."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, TextChoices, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.access import area_of, sub_locations_of
from kiezkontor.districts.models import District
from kiezkontor.methods.areas import area_sqm
from kiezkontor.notices import links
from kiezkontor.premises.models import DistrictBuilding
from kiezkontor.shared.meanwhile import fingerprint
from kiezkontor.vacancies import access, access_owners, access_seekers
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import (
    Expose,
    ExposePicture,
    ExposeRelease,
    OwnedUnit,
    Owner,
    SpaceRequest,
    VacancyCase,
)
from kiezkontor.vacancies.offers import Part, Places, Shown, shown_of
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules.purposes import EXPOSE
from kiezkontor.vacancies.rules.stages import INTERIM_USE


class Standing(TextChoices):
    """How far an exposé has come; over: the unit can no longer be had, whatever is released."""

    PUBLIC = "public", pgettext_lazy("exposé", "public")
    UNRELEASED = "unreleased", pgettext_lazy("exposé", "not released")
    OVER = "over", pgettext_lazy("exposé", "no longer offered")


def visible_to(viewer: Viewer, district: District) -> QuerySet[Expose]:
    """All exposés of a district, released or not, for those who keep its vacancies."""
    found = Expose.objects.filter(case__district=district)
    return found if may_keep(viewer, district) else found.none()


def listed(viewer: Viewer, district: District) -> QuerySet[Any, Any]:
    """All exposés of a district with their `standing`, how many `parts` are released and who `asked` about them."""
    page = ExposeRelease.objects.in_force().filter(expose=OuterRef("pk"), group=rules.PAGE)
    standing = Case(
        When(~still_offered(), then=Value(Standing.OVER)),
        When(Exists(page), then=Value(Standing.PUBLIC)),
        default=Value(Standing.UNRELEASED),
    )
    found = visible_to(viewer, district).annotate(
        standing=standing,
        parts=Count("releases", filter=Q(releases__withdrawn_at=None), distinct=True),
        asked=Count("interested", filter=Q(interested__sent_at__isnull=False), distinct=True),
    )
    return found.select_related("case__unit__address__street", "case__district").order_by("-changed_at", "-pk")


def of_case(viewer: Viewer, case: VacancyCase) -> Expose | None:
    found = visible_to(viewer, case.district).filter(case=case).first()
    if found is not None:
        found.case = case
    return found


def or_404(viewer: Viewer, district: District, pk: int) -> Expose:
    """The exposé of a case, by the key of the case."""
    case = access.or_404(viewer, district, pk)
    expose = get_object_or_404(visible_to(viewer, district), case=case)
    expose.case = case
    return expose


def picture_or_404(expose: Expose, pk: int) -> ExposePicture:
    return get_object_or_404(ExposePicture, expose=expose, pk=pk)


def pictures_of(expose: Expose) -> QuerySet[ExposePicture]:
    return ExposePicture.objects.filter(expose=expose)


def releases_of(expose: Expose) -> QuerySet[ExposeRelease]:
    """All there ever were, the latest first."""
    return ExposeRelease.objects.filter(expose=expose).select_related("noted_by", "withdrawn_by")


def released_groups(expose: Expose) -> frozenset[str]:
    return frozenset(ExposeRelease.objects.in_force().filter(expose=expose).values_list("group", flat=True))


def still_offered() -> Q:
    """The condition that the unit of an exposé can still be had (`rules.is_offered`)."""
    in_use = Q(case__stage=INTERIM_USE, kind=rules.INTERIM)
    return Q(case__closed_at=None, case__unit__exists_until=None) & ~Q(case__stage__in=rules.OVER) & ~in_use


def published_in(district: District) -> QuerySet[Expose]:
    """The exposés everybody may read, the latest first; of them only what `Shown` has of them."""
    page = ExposeRelease.objects.in_force().filter(expose=OuterRef("pk"), group=rules.PAGE)
    found = Expose.objects.filter(still_offered(), Exists(page), case__district=district)
    return with_what_is_shown(found).order_by("-changed_at", "-pk")


def with_what_is_shown(found: QuerySet[Expose]) -> QuerySet[Expose]:
    """With pictures, and with those of their releases that are in force."""
    in_force = Prefetch("releases", ExposeRelease.objects.in_force())
    return found.select_related("case__unit__address__street", "case__unit__building").prefetch_related(
        in_force, "pictures"
    )


def shown_in(district: District) -> list[Shown]:
    """All that is on offer in a district, as everybody may read it; six statements at most."""
    return shown_as_released(published_in(district), district)


def shown_of_cases(district: District, cases: Collection[int]) -> dict[int, Shown]:
    """What everybody may read of those cases that are on offer, by the key of the case."""
    found = list(published_in(district).filter(case__in=cases))
    return {each.case_id: shown for each, shown in zip(found, shown_as_released(found, district), strict=True)}


def shown_or_404(district: District, code: str) -> Shown:
    """One by its code; 404 where there is none, and where it was taken back."""
    found = shown_or_none(district, code)
    if found is None:
        raise Http404
    return found


def shown_picture_or_404(district: District, code: str, pk: int) -> ExposePicture:
    """A photo or plan of a room on offer whose owner has released those."""
    shown = shown_or_404(district, code)
    if pk not in {each.pk for each in (*shown.photos, *shown.plans)}:
        raise Http404
    return ExposePicture.objects.get(pk=pk)


def published_of(district: District, code: str) -> Expose | None:
    """The published exposé of a code, for actions that are about it; None where there is none."""
    return published_in(district).filter(code=code.upper()).first() if code else None


def shown_or_none(district: District, code: str) -> Shown | None:
    found = published_of(district, code)
    return shown_as_released([found], district)[0] if found is not None else None


def was_published(district: District, code: str) -> bool:
    """Whether a code once led somewhere: its poster may still hang in a window."""
    once = ExposeRelease.objects.filter(group=rules.PAGE, expose__case__district=district)
    return once.filter(expose__code=code.upper()).exists()


def interested_in(viewer: Viewer, expose: Expose) -> QuerySet[SpaceRequest]:
    """The requests of those who asked about a room, the latest first."""
    found = access_seekers.visible_to(viewer, expose.case.district)
    return found.filter(asked_about=expose).order_by("-sent_at", "-pk")


def owners_with_mail(viewer: Viewer, expose: Expose) -> QuerySet[Owner]:
    """Whom a link to the exposé may be sent to."""
    found = access_owners.of_units(viewer, expose.case.district, [expose.case.unit])
    return found.exclude(email="").filter(wants_no_letters=False)


def behind(district: District, token: str) -> tuple[Expose, Owner]:
    """What an owner's link is about and whose it is; 404 once the case is closed, or it is no longer their unit."""
    link = links.opened_by(token, purposes={EXPOSE}, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    cases = VacancyCase.objects.open().filter(district=district, expose=link.subject_id)
    expose = get_object_or_404(Expose.objects.select_related("case__unit__address__street"), case__in=cases)
    expose.case.district = district
    owned = Owner.objects.filter(owned__unit=expose.case.unit_id, district=district, email=link.email)
    return expose, get_object_or_404(owned.order_by("pk")[:1])


def preview(expose: Expose, groups: frozenset[str], district: District) -> Shown:
    """As everybody would read it with these parts released, whether it is public or not; for the office."""
    found = list(with_what_is_shown(Expose.objects.filter(pk=expose.pk)))
    return shown_of(found[0], groups, places_of(district, found), owners_of(district, found))


def shown_to_owner(expose: Expose, district: District) -> Shown:
    """As it would look with all parts released: for its owner and the office alone."""
    return preview(expose, frozenset(rules.GROUPS), district)


def state_of(expose: Expose, district: District) -> str:
    """A mark of all that its owner and the office are shown of it now: another one once any of that is changed."""
    return fingerprint([sorted(released_groups(expose)), str(shown_to_owner(expose, district))])


def is_offered(expose: Expose) -> bool:
    """Whether its unit can still be had; without that nothing of it is public, whatever is released."""
    return Expose.objects.filter(still_offered(), pk=expose.pk).exists()


def shown_as_released(exposes: Iterable[Expose], district: District) -> list[Shown]:
    found = list(exposes)
    places, owners = places_of(district, found), owners_of(district, found)
    return [shown_of(each, frozenset(row.group for row in each.releases.all()), places, owners) for each in found]


def places_of(district: District, exposes: Sequence[Expose]) -> Places:
    """The sub-locations of the district, and which of them each unit's house belongs to; two statements at most."""
    found = list(sub_locations_of(district)) if exposes else []
    if not found:
        return Places()
    parts = {each.pk: Part(each.pk, each.name) for each in found}
    houses = {each.case.unit.building_id for each in exposes}
    rows = DistrictBuilding.objects.filter(district=district, building__in=houses, sub_location__isnull=False)
    of_houses = {house: parts[part] for house, part in rows.order_by().values_list("building", "sub_location")}
    areas = [(parts[each.pk], area) for each in found if (area := area_of(each)) is not None]
    return Places(of_houses, sorted(areas, key=lambda one: (area_sqm(one[1]), one[0].pk)))


def owners_of(district: District, exposes: Collection[Expose]) -> dict[int, list[Owner]]:
    """Whom the units belong to, by the unit: what withheld texts must not name."""
    units = [each.case.unit_id for each in exposes]
    owned = OwnedUnit.objects.filter(unit__in=units, owner__district=district).select_related("owner")
    found: dict[int, list[Owner]] = {}
    for row in owned if units else ():
        found.setdefault(row.unit_id, []).append(row.owner)
    return found
