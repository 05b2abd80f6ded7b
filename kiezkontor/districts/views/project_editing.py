from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access, access_shared, images, presenting
from kiezkontor.districts.actions import projects as actions
from kiezkontor.districts.forms import projects as project_forms
from kiezkontor.districts.funding import FundingLine, funding_line_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Project
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.views.editing import Methods, page, rows_for, saved
from kiezkontor.districts.views.meanwhile import Meanwhile
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import refusals_shown_on

MOST_PAYERS = 20
PAYER = ("pk", "position", "kind", "name", "programme", "logo", "logo_alt")
MEMBER = ("pk", "position", "name", "qualification", "role_de", "role_en", "competence", "from_on", "until_on")


@require_safe
@office_page(COORDINATOR)
def projects(request: DistrictRequest) -> HttpResponse:
    today = timezone.localdate()
    found = access.projects_of(request.district)
    shown = [presenting.shown_project(project, on=today) for project in found]
    operators = marked(access_shared.operators_of(request.district), access_shared.operators_to_edit(request.viewer))
    programmes = marked(access_shared.programmes_of(request.district), access_shared.programmes_to_edit(request.viewer))
    return page(request, "projects.html", None, projects=shown, operators=operators, programmes=programmes)


def marked[M: Model](rows: QuerySet[M], editable: QuerySet[M]) -> list[tuple[M, bool]]:
    """Each row with whether the viewer may change it."""
    ids = set(editable.values_list("pk", flat=True))
    return [(row, row.pk in ids) for row in rows]


@Methods
@office_page(COORDINATOR)
def create(request: DistrictRequest) -> HttpResponse:
    choices = access.districts_to_choose(request.viewer)
    form = project_forms.NewProjectForm(
        request.POST or None, choices=choices, initial={"districts": [request.district.pk]}
    )

    def make() -> HttpResponse:
        project = actions.create_project(by=request.viewer, **form.cleaned_data)
        return saved(request, "districts:project_edit", project.slug)

    if done := done_once(request, form, make):
        return done
    return page(request, "project.html", form, preview=None, project=None, steps=[])


@Methods
@office_page(COORDINATOR)
def edit(request: DistrictRequest, slug: str) -> HttpResponse:
    project = access.project_or_404(request.district, slug)
    choices = access.districts_to_choose(request.viewer, project)
    meanwhile = facts_meanwhile(request, project)
    form = project_forms.ProjectForm(request.POST or None, instance=project, choices=choices)
    if form.is_valid():
        with refusals_shown_on(form), meanwhile.nobody_else():
            actions.change_project(project, by=request.viewer, **form.cleaned_data)
            return saved_project(request, project)
    return facts_page(request, project, form, meanwhile)


def facts_page(
    request: DistrictRequest,
    project: Project,
    form: project_forms.ProjectForm,
    meanwhile: Meanwhile,
    preview: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {"project": project, "steps": steps(request, project), "seen": meanwhile.seen, "preview": preview}
    return page(request, "project.html", form, **context)


def facts_meanwhile(request: DistrictRequest, shown: Project) -> Meanwhile:
    def stored() -> dict[str, Any]:
        project = access.project_or_404(request.district, shown.slug)
        values = model_to_dict(project, [name for name in project_forms.FACTS if name != "districts"])
        return values | {"districts": sorted(each.pk for each in project.districts.all())}

    return Meanwhile(request, shown, stored)


def saved_project(request: DistrictRequest, project: Project) -> HttpResponse:
    """Back to the project; to the list where it was taken out of this district."""
    if access.projects_of(request.district).filter(pk=project.pk).exists():
        return saved(request, "districts:project_edit", project.slug)
    return saved(request, "districts:project_list")


def steps(request: DistrictRequest, project: Project) -> list[dict[str, Any]]:
    here = request.resolver_match.view_name.removesuffix("_preview") if request.resolver_match else ""
    links = [
        ("districts:project_edit", _("Facts")),
        ("districts:project_funding", _("Funding")),
        ("districts:project_team", _("Team")),
    ]
    return [
        {"label": label, "url": reverse(view, args=[project.slug]), "current": view == here} for view, label in links
    ]


@Methods
@office_page(COORDINATOR)
@takes_files(MOST_PAYERS * images.MAX_BYTES)
def funding(request: DistrictRequest, slug: str) -> HttpResponse:
    project = access.project_or_404(request.district, slug)
    meanwhile = funding_meanwhile(request, project)
    formset, head = funding_forms(request, project, request.FILES), forms.Form(request.POST or None)
    if formset.is_valid() and head.is_valid():
        payers = [payer for form in formset if (payer := form.payer()) is not None]
        with refusals_shown_on(head), meanwhile.nobody_else():
            actions.set_funding(project, payers=payers, by=request.viewer)
            return saved(request, "districts:project_funding", project.slug)
    return funding_page(request, project, formset, head, meanwhile)


def funding_meanwhile(request: DistrictRequest, project: Project) -> Meanwhile:
    return Meanwhile(request, project, lambda: rows_of(project.funding_sources.order_by("pk"), PAYER))


def funding_forms(request: DistrictRequest, project: Project, files: Any) -> Any:
    return rows_for(project_forms.PayerForm, most=MOST_PAYERS)(
        request.POST or None, files or None, initial=rows_of(project.funding_sources.all(), PAYER)
    )


def funding_page(
    request: DistrictRequest,
    project: Project,
    formset: Any,
    head: forms.Form,
    meanwhile: Meanwhile,
    line: FundingLine | None = None,
) -> HttpResponse:
    """line: what the form would make of the funding line, None where nobody asked for it."""
    context: dict[str, Any] = {
        "title": _("Who pays for it"),
        "lead": funding_line_of(project).sentence,
        "more": [{"label": _("New programme"), "url": reverse("districts:project_programme_new")}],
        "preview": {"line": line} if line is not None else None,
        "form_url": reverse("districts:project_funding", args=[project.slug]),
        "preview_url": reverse("districts:project_funding_preview", args=[project.slug]),
    }
    return rows_page(request, project, formset, head, meanwhile, context)


@Methods
@office_page(COORDINATOR)
def team(request: DistrictRequest, slug: str) -> HttpResponse:
    project = access.project_or_404(request.district, slug)
    meanwhile = team_meanwhile(request, project)
    formset, head = team_forms(request, project), forms.Form(request.POST or None)
    if formset.is_valid() and head.is_valid():
        members = [member for form in formset if (member := form.member()) is not None]
        with refusals_shown_on(head), meanwhile.nobody_else():
            actions.set_team(project, members=members, by=request.viewer)
            return saved(request, "districts:project_team", project.slug)
    return team_page(request, project, formset, head, meanwhile)


def team_meanwhile(request: DistrictRequest, project: Project) -> Meanwhile:
    return Meanwhile(request, project, lambda: rows_of(project.team.order_by("pk"), MEMBER))


def team_forms(request: DistrictRequest, project: Project) -> Any:
    return rows_for(project_forms.MemberForm, most=60)(
        request.POST or None, initial=rows_of(project.team.all(), MEMBER)
    )


def team_page(
    request: DistrictRequest,
    project: Project,
    formset: Any,
    head: forms.Form,
    meanwhile: Meanwhile,
    members: list[presenting.ShownMember] | None = None,
) -> HttpResponse:
    """members: the team as the form has it, None where nobody asked for it."""
    context = {
        "title": _("Project team"),
        "lead": _("Name people only with their agreement. They stand on the page in the order of their numbers."),
        "preview": {"members": members} if members is not None else None,
        "form_url": reverse("districts:project_team", args=[project.slug]),
        "preview_url": reverse("districts:project_team_preview", args=[project.slug]),
    }
    return rows_page(request, project, formset, head, meanwhile, context)


def rows_page(
    request: DistrictRequest,
    project: Project,
    formset: Any,
    head: forms.Form,
    meanwhile: Meanwhile,
    context: dict[str, Any],
) -> HttpResponse:
    context |= {"formset": formset, "head": head, "project": project, "seen": meanwhile.seen}
    return page(request, "rows.html", formset, steps=steps(request, project), **context)


def rows_of(rows: Iterable[Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]
