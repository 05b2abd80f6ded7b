"""Who reads negotiations: the coordination alone, for they tell of owners, rents and plans."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.vacancies.access import may_keep
from kiezkontor.vacancies.models import Negotiation, NegotiationNote, SpaceRequest, VacancyCase

TABLE = Negotiation._meta.label_lower
STEP = "vacancies.negotiation_step"


def visible_to(viewer: Viewer, district: District) -> QuerySet[Negotiation]:
    found = Negotiation.objects.filter(case__district=district)
    return found if may_keep(viewer, district) else found.none()


def or_404(viewer: Viewer, district: District, pk: int) -> Negotiation:
    found = visible_to(viewer, district).select_related(
        "case__unit__address__street", "case__unit__building", "request"
    )
    negotiation = get_object_or_404(found, pk=pk)
    negotiation.case.district = district
    return negotiation


def of_case(viewer: Viewer, case: VacancyCase) -> list[Negotiation]:
    """Those that go on first, then the latest."""
    found = visible_to(viewer, case.district).filter(case=case).select_related("request")
    return sorted(found, key=lambda each: not each.is_open)


def of_request(viewer: Viewer, request: SpaceRequest) -> list[Negotiation]:
    found = visible_to(viewer, request.district).filter(request=request)
    shown = found.select_related("case__unit__address__street", "case__unit__building")
    return sorted(shown, key=lambda each: not each.is_open)


def notes_of(negotiation: Negotiation) -> list[NegotiationNote]:
    """The latest first; for whoever reads the negotiation."""
    return list(NegotiationNote.objects.filter(negotiation=negotiation).select_related("noted_by"))


def offered_last(negotiation: Negotiation) -> NegotiationNote | None:
    """The last note that names a rent; None where none was offered."""
    return next((note for note in notes_of(negotiation) if note.rent is not None), None)
