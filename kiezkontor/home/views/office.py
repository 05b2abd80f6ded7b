from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import OFFICE_ROLES
from kiezkontor.districts import access as districts
from kiezkontor.districts.gates import office_page, signed_in_page
from kiezkontor.districts.models import Role
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.home.desk import recent_changes, tasks_of
from kiezkontor.shared.mounting import district_path


@require_safe
@signed_in_page
def overview(request: SiteRequest) -> HttpResponse:
    """The districts where the viewer works; someone with other roles is led to the public pages."""
    names = dict(Role.Name.choices)
    works = [
        {
            "district": each,
            "url": district_path(each.slug, "home:office"),
            "roles": sorted(str(names[role]) for role in request.viewer.roles_in(each) & OFFICE_ROLES),
        }
        for each in districts.offices_of(request.viewer)
    ]
    others = [
        {"district": each, "url": district_path(each.slug, "home:district")}
        for each in districts.taking_part(request.viewer)
    ]
    return render(request, "home/office.html", {"works": works, "others": others})


@require_safe
@office_page()
def start(request: DistrictRequest) -> HttpResponse:
    context = {
        "tasks": tasks_of(request.viewer, request.district, on=timezone.localdate()),
        "changes": recent_changes(request.viewer, request.district),
    }
    return render(request, "home/district_office.html", context)
