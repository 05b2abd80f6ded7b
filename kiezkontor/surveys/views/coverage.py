from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import go_to
from kiezkontor.surveys import access, coverage_in_words
from kiezkontor.surveys.actions.open_data import replace_official_counts
from kiezkontor.surveys.forms_coverage import MAX_BYTES, OfficialCountsForm


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
@takes_files(MAX_BYTES)
def coverage(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    form = OfficialCountsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        counts = form.cleaned_data["file"]
        replace_official_counts(request.district, counts, by=request.viewer)
        messages.success(request, _("The official counts are stored."))
        return go_to(request, "surveys:coverage", number)
    context = {"survey_round": shown, "form": form, "lines": coverage_in_words.lines_of(shown)}
    return render(request, "surveys/office/coverage.html", context, status=422 if form.errors else 200)
