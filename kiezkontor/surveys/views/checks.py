from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to
from kiezkontor.surveys import access
from kiezkontor.surveys.actions.rounds import go
from kiezkontor.surveys.checks import findings_of, open_checks
from kiezkontor.surveys.round_pages import pages_of

Stage = SurveyRound.Stage


@require_safe
@office_page(*INVENTORY_ROLES)
def checks(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    found = findings_of(shown).checks()
    context = {
        "survey_round": shown,
        "pages": pages_of(shown, "surveys:checks"),
        "checks": found,
        "is_clear": not any(check.count for check in found),
    }
    return render(request, "surveys/office/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def freeze(request: DistrictRequest, number: int) -> HttpResponse:
    """What stays open is said before a round is frozen for good."""
    shown = access.or_404(request.viewer, request.district, number)
    if request.method == "POST":
        try:
            go(shown, Stage.FROZEN, by=request.viewer)
        except ActionRefused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, _("Round %(number)s is frozen.") % {"number": number})
        return go_to(request, "surveys:round", number)
    context = {
        "survey_round": shown,
        "open_checks": open_checks(shown),
        "may_freeze": shown.stage == Stage.REVIEW,
    }
    return render(request, "surveys/office/freeze.html", context)
