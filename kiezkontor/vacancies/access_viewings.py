"""Who reads viewings: the coordination, and of their own those who look for a room; the owner's name by consent."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.actions.consents import consents_about
from kiezkontor.districts.models import Consent, District
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import Owner, SpaceRequest, VacancyCase, Viewing
from kiezkontor.vacancies.models.viewings import ViewingQuerySet
from kiezkontor.vacancies.rules.viewings import AHEAD, NAMING_OWNER

TABLE = Viewing._meta.label_lower


def visible_to(viewer: Viewer, district: District) -> ViewingQuerySet:
    found = Viewing.objects.filter(case__district=district)
    return found if may_keep(viewer, district) else found.none()


def with_all(found: ViewingQuerySet) -> ViewingQuerySet:
    return found.select_related("case__unit__address__street", "case__unit__building", "request", "event", "owner")


def or_404(viewer: Viewer, district: District, pk: int) -> Viewing:
    viewing = get_object_or_404(with_all(visible_to(viewer, district)), pk=pk)
    viewing.case.district = district
    return viewing


def of_case(viewer: Viewer, case: VacancyCase) -> list[Viewing]:
    """The latest first."""
    found = visible_to(viewer, case.district).filter(case=case).select_related("request")
    return list(found.order_by("-starts_at", "-pk"))


def of_request(viewer: Viewer, request: SpaceRequest) -> list[Viewing]:
    """The latest first."""
    found = with_all(visible_to(viewer, request.district)).filter(request=request)
    return list(found.order_by("-starts_at", "-pk"))


def own_of(request: SpaceRequest) -> list[Viewing]:
    """Those of a seeker, for themselves, the next one first; `names_owner` says whether they may know whose it is."""
    said = Consent.objects.valid().filter(purpose=NAMING_OWNER, subject_type=TABLE, subject_id=OuterRef("pk"))
    found = Viewing.objects.filter(request=request).annotate(names_owner=Exists(said))
    return list(found.select_related("case__unit__address__street", "case__unit__building", "owner"))


def named_owner(viewing: Viewing) -> Owner | None:
    """Whose name the seeker of a viewing may know; None where nobody has agreed to that."""
    if viewing.owner is None:
        return None
    agreed = consents_about(viewing, viewing.case.district).filter(purpose=NAMING_OWNER).exists()
    return viewing.owner if agreed else None


def unheard(viewer: Viewer, district: District, *, now: datetime) -> ViewingQuerySet:
    """Those whose time is over and of which nobody has noted what came of them, the longest waiting first."""
    return visible_to(viewer, district).ahead().filter(starts_at__lt=now)


def coming(viewer: Viewer, district: District, *, now: datetime) -> ViewingQuerySet:
    return visible_to(viewer, district).filter(starts_at__gte=now)


def past(viewer: Viewer, district: District, *, now: datetime) -> ViewingQuerySet:
    """Those of which somebody noted what came of them, the latest first."""
    found = visible_to(viewer, district).filter(starts_at__lt=now).exclude(state__in=AHEAD)
    return found.order_by("-starts_at", "-pk")
