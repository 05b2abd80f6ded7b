"""Reporting a vacancy, for everybody, and seeing how it stands."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.premises.pick import map_for_pins
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access_reports as access
from kiezkontor.vacancies.actions import reporting
from kiezkontor.vacancies.forms.reports import ReportForm


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files(MAX_BYTES)
def report(request: DistrictRequest) -> HttpResponse:
    form = ReportForm(request.POST or None, request.FILES or None, initial={"is_own": "eigen" in request.GET})

    def take_in() -> HttpResponse:
        _made, token = reporting.report(form.told(), district=request.district, by=request.viewer)
        return go_to(request, "vacancies:report_state", token)

    if done := done_once(request, form, take_in):
        return done
    form.renew_when_too_old()
    crumbs = [{"label": _("Vacant units"), "url": reverse("directory:vacancies")}]
    context = {"form": form, "pick": map_for_pins(request.district), "crumbs": crumbs}
    return render(request, "vacancies/public/report.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def report_state(request: DistrictRequest, token: str) -> HttpResponse:
    return render(request, "vacancies/public/state.html", {"report": access.behind(request.district, token)})
