"""Pages of the installation itself: its legal pages, and where operators begin a new district."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.actions import profile as actions
from kiezkontor.districts.forms.profile import NewDistrictForm
from kiezkontor.districts.gates import operators_page
from kiezkontor.districts.installation import installation_text
from kiezkontor.districts.requests import SiteRequest
from kiezkontor.shared.mounting import district_path
from kiezkontor.shared.once import done_once


@require_safe
def text(request: SiteRequest, kind: str) -> HttpResponse:
    found = installation_text(kind, get_language() or "de")
    return render(request, "districts/installation_text.html", {"text": found})


@require_http_methods(["GET", "HEAD", "POST"])
@operators_page
def new_district(request: SiteRequest) -> HttpResponse:
    form = NewDistrictForm(request.POST or None)

    def make() -> HttpResponse:
        values = form.cleaned_data
        district = actions.create_district(values.pop("slug"), by=request.viewer, **values)
        return HttpResponseRedirect(district_path(district.slug, "districts:edit"))

    if done := done_once(request, form, make):
        return done
    return render(request, "districts/office/new.html", {"form": form}, status=422 if form.errors else 200)
