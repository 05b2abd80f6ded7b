from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.districts import access, presenting
from kiezkontor.districts.funding import funding_line_of
from kiezkontor.districts.models import District, Operator, Project
from kiezkontor.districts.outline import outline
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.districts.texts import rendered
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.spoken import spoken


@require_safe
@public_page
def about(request: DistrictRequest) -> HttpResponse:
    told = of_district(request, "about", lambda: told_about(request.district))
    line, project = presenting.current_project(request, on=timezone.localdate())
    return render(request, "districts/about.html", {**told, "funding_line": line, "shown_project": project})


def told_about(district: District) -> dict[str, Any]:
    streets, parts = list(access.streets_of(district)), list(access.sub_locations_of(district))
    return {
        "about": rendered(district.about),
        "facts": [
            {"term": _("Kind of area"), "value": district.get_kind_display()},
            {"term": _("Municipality"), "value": district.municipality},
            {"term": _("Federal state"), "value": district.get_federal_state_display()},
            {"term": _("Parts"), "several": [part.name for part in parts]},
            {"term": _("Streets"), "value": len(streets) or ""},
        ],
        "surroundings": access.surroundings_of(district),
        "outline": outline(
            access.boundary_of(district),
            [street.lines for street in streets],
            [(part.name, part.boundary) for part in parts],
        ),
        "streets": streets,
        "parts": parts,
    }


@require_safe
@public_page
def projects(request: DistrictRequest) -> HttpResponse:
    today = timezone.localdate()
    found = access.projects_of(request.district).select_related("operator")
    shown = [presenting.shown_project(project, on=today) for project in found]
    return render(request, "districts/projects.html", {"projects": shown})


@require_safe
@public_page
def project(request: DistrictRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    found = access.project_or_404(request.district, slug)
    shown = presenting.shown_project(found, on=today)
    more = access.related_projects(found, request.district).prefetch_related("districts")
    line = funding_line_of(found)
    known = [each for each in found.districts.all() if each.is_published or each.pk == request.district.pk]
    context: dict[str, Any] = {
        "project": found,
        "shown": shown,
        "body": rendered(found.body),
        "goals": rendered(found.goals),
        "team": presenting.shown_team(found.team.all(), on=today),
        "funding_line": line,
        "districts": known,
        "facts": [
            {"term": _("Project area"), "value": spoken(found.place_label) or ", ".join(each.name for each in known)},
            {"term": _("Period"), "value": shown.period},
            {"term": _("Length"), "value": shown.length},
            {"term": _("Operator"), "value": spoken(operator_label(found.operator))},
            {"term": _("Financing"), "value": line.sentence},
            {"term": _("Stage"), "value": "" if shown.status == "finished" else found.get_stage_display()},
        ],
        "more": [(presenting.shown_project(other, on=today), home_of(other, request.district)) for other in more],
        "crumbs": [{"label": _("Projects"), "url": reverse("districts:projects")}],
    }
    return render(request, "districts/project.html", context)


def operator_label(operator: Operator | None) -> str:
    if operator is None:
        return ""
    return f"{operator.name} – {operator.claim}" if operator.claim else operator.name


def home_of(project: Project, here: District) -> District:
    """The district under which a related project is shown: this one if it runs here."""
    districts = list(project.districts.all())
    public = [district for district in districts if district.is_published] or districts
    return next((district for district in districts if district.pk == here.pk), public[0])


@require_safe
@public_page
def team(request: DistrictRequest) -> HttpResponse:
    today = timezone.localdate()
    groups = [
        (presenting.shown_project(project, on=today), presenting.shown_team(project.team.all(), on=today))
        for project in access.projects_of(request.district).select_related("operator").prefetch_related("team")
    ]
    groups = [(shown, members) for shown, members in groups if members]
    current = [group for group in groups if group[0].status in {"running", None}]
    context = {"current": current, "earlier": [group for group in groups if group not in current]}
    return render(request, "districts/team.html", context)


@require_safe
@public_page
def contact(request: DistrictRequest) -> HttpResponse:
    district = request.district
    context = {
        "phone": presenting.phone_as_printed(district.office_phone),
        "hours": presenting.shown_hours(district, on=timezone.localdate()),
        "has_address": bool(district.office_street and district.office_city),
    }
    return render(request, "districts/contact.html", context)
