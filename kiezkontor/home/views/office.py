from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import OFFICE_ROLES
from kiezkontor.audit import access as log
from kiezkontor.desk.page import board_context
from kiezkontor.districts import access as districts
from kiezkontor.districts.gates import office_page, signed_in_page
from kiezkontor.districts.models import Role
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.home.desk import recent_changes
from kiezkontor.shared.mounting import district_path, installation_path
from kiezkontor.shared.web import render_part


@require_safe
@signed_in_page
def overview(request: SiteRequest) -> HttpResponse:
    """The districts where the viewer works; someone with nothing to choose is led where they belong."""
    viewer = request.viewer
    if not viewer.works_in_an_office:
        return redirect(installation_path("home:access"))
    offices, others = list(districts.offices_of(viewer)), list(districts.taking_part(viewer))
    if len(offices) == 1 and not others and not viewer.is_operator:
        return redirect(district_path(offices[0].slug, "home:office"))
    names = dict(Role.Name.choices)
    works = [
        {
            "district": each,
            "url": district_path(each.slug, "home:office"),
            "roles": sorted(str(names[role]) for role in viewer.roles_in(each) & OFFICE_ROLES),
        }
        for each in offices
    ]
    return render(request, "home/office.html", {"works": works, "others": others})


@require_safe
@office_page(*Role.Name.values)
def start(request: DistrictRequest) -> HttpResponse:
    """The office's start page; a role outside of the office leads to what it allows."""
    if not request.viewer.is_office_of(request.district):
        return redirect(installation_path("home:access"))
    context = board_context(request) | {
        "changes": recent_changes(request.viewer, request.district),
        "sees_all": log.sees_all(request.viewer, request.district),
    }
    return render_part(request, "home/district_office.html", "board", context)
