from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiezkontor.districts import access as districts
from kiezkontor.districts.gates import office_page, signed_in_page
from kiezkontor.districts.requests import DistrictRequest, SiteRequest


@require_safe
@signed_in_page
def overview(request: SiteRequest) -> HttpResponse:
    return render(request, "home/office.html", {"districts": districts.offices_of(request.viewer)})


@require_safe
@office_page()
def start(request: DistrictRequest) -> HttpResponse:
    return render(request, "home/district_office.html", {})
