"""What the register says of a case, answered in one tap; and taking up again what was closed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import cases, following
from kiezkontor.vacancies.models import VacancyCase
from kiezkontor.vacancies.presenting import choices_of

CASE = "vacancies:office_case"


@require_POST
@office_page(*KEEPERS)
def follow(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    today = timezone.localdate()
    question = access.asked_about(found, access.register_of([found], on=today).get(found.unit_id), on=today)
    answer = request.POST.get("answer", "")
    if question is None or answer not in {choice.answer for choice in choices_of(question)}:
        messages.info(request, _("Nothing was changed: the register and the case say other things meanwhile."))
        return go_to(request, CASE, pk)
    return told(request, pk, lambda: following.follow(pk, answer=answer, by=request.viewer))


@require_POST
@office_page(*KEEPERS)
def take_along(request: DistrictRequest, pk: int, unit: int) -> HttpResponse:
    access.or_404(request.viewer, request.district, pk)
    later = access.unit_or_404(request.viewer, request.district, unit)
    return told(request, pk, lambda: following.take_along(pk, later, by=request.viewer))


@require_POST
@office_page(*KEEPERS)
def reopen(request: DistrictRequest, pk: int) -> HttpResponse:
    access.or_404(request.viewer, request.district, pk)
    return told(request, pk, lambda: cases.reopen(pk, by=request.viewer))


def told(request: DistrictRequest, pk: int, act: Callable[[], VacancyCase]) -> HttpResponse:
    try:
        case = act()
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("The case is open.") if case.is_open else _("The case is closed. What was noted stays readable.")
        messages.success(request, said)
    return go_to(request, CASE, pk)
