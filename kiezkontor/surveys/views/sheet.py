from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.files import pdf_to_read
from kiezkontor.surveys import access
from kiezkontor.surveys.forms import SinceForm
from kiezkontor.surveys.sheet import kept_sheet_pdf, sheet_pdf
from kiezkontor.surveys.sheet_office import parts_for_office
from kiezkontor.surveys.sheet_public import parts_for_everybody
from kiezkontor.surveys.views.public import public_round_or_404


@require_safe
@office_page(*INVENTORY_ROLES)
def for_office(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    since = SinceForm(request.GET or None, survey_round=shown).chosen()
    made = sheet_pdf(
        parts_for_office(shown, since=since),
        district=request.district,
        survey_round=shown,
        made_at=shown.frozen_at or timezone.now(),
    )
    return as_file(made, shown)


@require_safe
@public_page
def for_everybody(request: DistrictRequest, number: int) -> HttpResponse:
    public, before = public_round_or_404(request, number)
    if public.units is None:
        raise Http404
    survey_round = public.survey_round
    parts = parts_for_everybody(public, before=before)
    made = kept_sheet_pdf(parts, district=request.district, survey_round=survey_round)
    return as_file(made, survey_round)


def as_file(made: bytes, survey_round: SurveyRound) -> HttpResponse:
    name = _("area-monitoring")
    return pdf_to_read(made, f"{name}-{survey_round.reference_on}")
