"""Needs interviews: entered in a talk, and what they came to."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.models import UseClass
from kiezkontor.outreach import access
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.actions.interviews import note_interview
from kiezkontor.outreach.forms_interviews import InterviewForm
from kiezkontor.outreach.results import results_of
from kiezkontor.outreach.views.organisation import answer
from kiezkontor.outreach.views.pipeline import filter_of
from kiezkontor.shared.web import render_part


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def interview(request: DistrictRequest, pk: int) -> HttpResponse:
    shown = access.organisation_or_404(request.viewer, request.district, pk)
    form = InterviewForm(request.POST or None)
    return answer(
        request,
        form,
        shown,
        lambda: note_interview(
            shown,
            on=form.cleaned_data["on"],
            source=form.cleaned_data["source"],
            answers=form.answers(),
            district=request.district,
            by=request.viewer,
        ),
        title=gettext_lazy("Needs interview"),
        said=gettext_lazy("The interview is noted."),
        template="outreach/interview.html",
    )


@require_safe
@office_page(*OUTREACH_ROLES)
def results(request: DistrictRequest) -> HttpResponse:
    form = filter_of(request)
    found = form.found(on=timezone.localdate())
    asked = access.latest_answers(request.viewer, request.district, found)
    closed = access.closed_questions(request.viewer, request.district)
    context = {
        "form": form,
        "results": results_of(asked, closed=closed),
        "asked": len(asked),
        "uses": UseClass.choices,
        "some_closed": bool(closed),
    }
    return render_part(request, "outreach/results.html", "results", context)
