"""Who reads negotiations: the coordination alone, for they tell of owners, rents and plans."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.vacancies.access import may_keep, with_units
from kiezkontor.vacancies.access import visible_to as cases_visible_to
from kiezkontor.vacancies.models import Letting, Negotiation, NegotiationNote, SpaceRequest, VacancyCase, Viewing
from kiezkontor.vacancies.rules.exposes import OVER
from kiezkontor.vacancies.rules.viewings import AHEAD

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


def agreed_last(viewer: Viewer, case: VacancyCase) -> Negotiation | None:
    """The last negotiation in which they agreed, unless the unit was let since."""
    let = Letting.objects.filter(case=case, agreed_at__gte=OuterRef("closed_at"))
    agreed = visible_to(viewer, case.district).filter(~Exists(let), case=case, outcome=Negotiation.Outcome.AGREED)
    return agreed.select_related("request").order_by("-closed_at", "-pk").first()


def offered_last(negotiation: Negotiation) -> NegotiationNote | None:
    """The last note that names a rent; None where none was offered."""
    return next((note for note in notes_of(negotiation) if note.rent is not None), None)


def goes_on_in_vain(*, now: datetime) -> Q:
    """The condition that viewings or negotiations of a case go on although nobody can have its unit."""
    views = Viewing.objects.ahead().filter(case=OuterRef("pk"), starts_at__gte=now)
    talks = Negotiation.objects.filter(case=OuterRef("pk"), closed_at=None)
    return (Q(closed_at__isnull=False) | Q(stage__in=OVER)) & (Exists(views) | Exists(talks))


def in_vain(viewer: Viewer, district: District, *, now: datetime, most: int) -> list[tuple[VacancyCase, int, int]]:
    """The first of those cases, each with how many viewings are ahead and how many negotiations open."""
    found = with_units(cases_visible_to(viewer, district).filter(goes_on_in_vain(now=now))).order_by("pk")
    ahead = Q(viewings__state__in=AHEAD, viewings__starts_at__gte=now)
    counted = found.annotate(
        viewings_ahead=Count("viewings", filter=ahead, distinct=True),
        negotiations_open=Count("negotiations", filter=Q(negotiations__closed_at=None), distinct=True),
    )
    return [(case, case.viewings_ahead, case.negotiations_open) for case in counted[:most]]
