from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access, access_shared, images, presenting
from kiezkontor.districts.actions import projects as actions
from kiezkontor.districts.actions.projects import values_with_fitting_start
from kiezkontor.districts.forms import projects as project_forms
from kiezkontor.districts.funding import funding_line_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Project
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.texts import rendered
from kiezkontor.districts.views.editing import EXTRA_ROWS, Methods, page, saved
from kiezkontor.districts.views.meanwhile import Meanwhile
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.once import once
from kiezkontor.shared.web import refusals_shown_on

MOST_PAYERS = 20


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

    if form.is_valid():
        with refusals_shown_on(form):
            return once(request, make)
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
    context = {"project": project, "steps": steps(request, project), "seen": meanwhile.seen}
    return page(request, "project.html", form, preview=None, **context)


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


@require_POST
@office_page(COORDINATOR)
def preview(request: DistrictRequest, slug: str) -> HttpResponse:
    """The project's page as it would read, without saving it."""
    project = access.project_or_404(request.district, slug)
    choices = access.districts_to_choose(request.viewer, project)
    form = project_forms.ProjectForm(request.POST, instance=project, choices=choices)
    shown = None
    if form.is_valid():
        with refusals_shown_on(form):
            values = {key: value for key, value in form.cleaned_data.items() if key != "districts"}
            draft = Project(pk=project.pk, slug=project.slug, **values_with_fitting_start(values))
            shown = {
                "shown": presenting.shown_project(draft, on=timezone.localdate()),
                "body": rendered(draft.body),
                "goals": rendered(draft.goals),
            }
    context = {"project": project, "steps": steps(request, project), "seen": facts_meanwhile(request, project).seen}
    return page(request, "project.html", form, preview=shown, **context)


def steps(request: DistrictRequest, project: Project) -> list[dict[str, Any]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
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
    names = ("pk", "position", "kind", "name", "programme", "logo", "logo_alt")
    stored = rows_of(project.funding_sources.all(), names)
    meanwhile = Meanwhile(request, project, lambda: rows_of(project.funding_sources.order_by("pk"), names))
    rows = forms.formset_factory(project_forms.PayerForm, extra=EXTRA_ROWS, max_num=MOST_PAYERS)
    formset = rows(request.POST or None, request.FILES or None, initial=stored)
    head = forms.Form(request.POST or None)
    if formset.is_valid() and head.is_valid():
        payers = [payer for form in formset if (payer := form.payer()) is not None]
        with refusals_shown_on(head), meanwhile.nobody_else():
            actions.set_funding(project, payers=payers, by=request.viewer)
            return saved(request, "districts:project_funding", project.slug)
    context: dict[str, Any] = {"title": _("Who pays for it"), "formset": formset, "head": head, "project": project}
    context["seen"] = meanwhile.seen
    context["lead"] = funding_line_of(project).sentence
    context["more"] = [{"label": _("New programme"), "url": reverse("districts:project_programme_new")}]
    return page(request, "rows.html", formset, **context, steps=steps(request, project))


@Methods
@office_page(COORDINATOR)
def team(request: DistrictRequest, slug: str) -> HttpResponse:
    project = access.project_or_404(request.district, slug)
    names = ("pk", "position", "name", "qualification", "role_de", "role_en", "competence", "from_on", "until_on")
    stored = rows_of(project.team.all(), names)
    meanwhile = Meanwhile(request, project, lambda: rows_of(project.team.order_by("pk"), names))
    rows = forms.formset_factory(project_forms.MemberForm, extra=EXTRA_ROWS, max_num=60)
    formset = rows(request.POST or None, initial=stored)
    head = forms.Form(request.POST or None)
    if formset.is_valid() and head.is_valid():
        members = [member for form in formset if (member := form.member()) is not None]
        with refusals_shown_on(head), meanwhile.nobody_else():
            actions.set_team(project, members=members, by=request.viewer)
            return saved(request, "districts:project_team", project.slug)
    context: dict[str, Any] = {"title": _("Project team"), "formset": formset, "head": head, "project": project}
    context["seen"] = meanwhile.seen
    context["lead"] = _("Name people only with their agreement. They stand on the page in the order of their numbers.")
    return page(request, "rows.html", formset, **context, steps=steps(request, project))


def rows_of(rows: Iterable[Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]
