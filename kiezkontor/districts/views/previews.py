"""How pages would look with what stands in the form; nothing is saved."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts import access, images, presenting
from kiezkontor.districts.actions.profile import OFFICE, PROFILE, readable_area, readable_hours
from kiezkontor.districts.actions.projects import Payer, values_with_fitting_start
from kiezkontor.districts.forms import profile as district_forms
from kiezkontor.districts.forms import projects as project_forms
from kiezkontor.districts.forms.logos import ShownLogo
from kiezkontor.districts.funding import line_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import FundingSource, Project, TeamMember
from kiezkontor.districts.outline import outline
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.texts import rendered
from kiezkontor.districts.views import drawing, editing, project_editing
from kiezkontor.districts.views.editing import page
from kiezkontor.methods.areas import geojson_of
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.web import reads_back, refusals_shown_on


@office_page(COORDINATOR)
@reads_back("districts:edit_profile")
def profile(request: DistrictRequest) -> HttpResponse:
    wholes = access.wholes_to_choose(request.viewer, request.district)
    row = access.district_again(request.district)
    form = district_forms.ProfileForm(request.POST, instance=row, wholes=wholes)
    preview = {"district": row, "about": rendered(row.about)} if form.is_valid() else None
    return editing.profile_page(request, form, editing.meanwhile_on(request, *PROFILE), preview)


@office_page(COORDINATOR)
@reads_back("districts:edit_office")
def office(request: DistrictRequest) -> HttpResponse:
    row = access.district_again(request.district)
    form = district_forms.OfficeForm(request.POST, instance=row)
    shown = None
    if form.is_valid():
        with refusals_shown_on(form):
            row.office_hours = readable_hours(row.office_hours) if row.office_hours else ""
            shown = editing.shown_office(row)
    seen = editing.meanwhile_on(request, *OFFICE).seen
    return page(request, "office.html", form, shown=shown, unsaved=shown is not None, seen=seen)


@office_page(COORDINATOR)
@reads_back("districts:edit_parts")
def parts(request: DistrictRequest) -> HttpResponse:
    formset, head = drawing.parts_forms(request), forms.Form(request.POST)
    shown = None
    if formset.is_valid() and head.is_valid():
        found = [part for form in formset if (part := form.part()) is not None]
        with refusals_shown_on(head):
            streets = [street.lines for street in access.streets_of(request.district)]
            areas = [(part.name, geojson_of(readable_area(part.boundary))) for part in found]
            shown = outline(access.boundary_of(request.district), streets, areas)
    return drawing.parts_page(request, formset, head, drawing.parts_meanwhile(request), shown)


@office_page(COORDINATOR)
@reads_back("districts:project_new")
def new_project(request: DistrictRequest) -> HttpResponse:
    choices = access.districts_to_choose(request.viewer)
    form = project_forms.NewProjectForm(request.POST, choices=choices)
    preview = None
    if form.is_valid():
        with refusals_shown_on(form):
            preview = shown_facts(Project(), form)
    return page(request, "project.html", form, preview=preview, project=None, steps=[])


@office_page(COORDINATOR)
@reads_back("districts:project_edit")
def project(request: DistrictRequest, slug: str) -> HttpResponse:
    found = access.project_or_404(request.district, slug)
    choices = access.districts_to_choose(request.viewer, found)
    form = project_forms.ProjectForm(request.POST, instance=found, choices=choices)
    preview = None
    if form.is_valid():
        with refusals_shown_on(form):
            preview = shown_facts(found, form)
    return project_editing.facts_page(request, found, form, project_editing.facts_meanwhile(request, found), preview)


def shown_facts(stored: Project, form: project_forms.ProjectForm) -> dict[str, Any]:
    """Refuses periods that cannot be."""
    values = {"slug": stored.slug, **form.cleaned_data}
    del values["districts"]
    draft = Project(pk=stored.pk, **values_with_fitting_start(values))
    return {
        "shown": presenting.shown_project(draft, on=timezone.localdate()),
        "body": rendered(draft.body),
        "goals": rendered(draft.goals),
    }


@office_page(COORDINATOR)
@reads_back("districts:project_funding")
@takes_files(project_editing.MOST_PAYERS * images.MAX_BYTES)
def funding(request: DistrictRequest, slug: str) -> HttpResponse:
    found = access.project_or_404(request.district, slug)
    formset, head = project_editing.funding_forms(request, found, request.FILES), forms.Form(request.POST)
    line = None
    if formset.is_valid() and head.is_valid():
        stored = {row.pk: row for row in found.funding_sources.all()}
        payers = [payer for form in formset if (payer := form.payer()) is not None]
        sources, logos = [], []
        for payer in sorted(payers, key=lambda payer: payer.position):
            names = ("kind", "name", "programme", "logo_alt")
            sources.append(FundingSource(**{name: getattr(payer, name) for name in names}))
            logos.append(logo_to_be(payer, stored.get(payer.pk) if payer.pk else None))
        line = line_of(found, sources, logos)
    meanwhile = project_editing.funding_meanwhile(request, found)
    return project_editing.funding_page(request, found, formset, head, meanwhile, line)


def logo_to_be(payer: Payer, stored: FundingSource | None) -> Any:
    if payer.logo is not None:
        return ShownLogo(payer.logo)
    return stored.logo or None if stored is not None and not payer.without_logo else None


@office_page(COORDINATOR)
@reads_back("districts:project_team")
def team(request: DistrictRequest, slug: str) -> HttpResponse:
    found = access.project_or_404(request.district, slug)
    formset, head = project_editing.team_forms(request, found), forms.Form(request.POST)
    members = None
    if formset.is_valid() and head.is_valid():
        entered = [member for form in formset if (member := form.member()) is not None]
        names = ("name", "qualification", "role_de", "role_en", "competence", "from_on", "until_on")
        rows = [
            TeamMember(**{name: getattr(member, name) for name in names})
            for member in sorted(entered, key=lambda member: member.position)
        ]
        members = presenting.shown_team(rows, on=timezone.localdate())
    meanwhile = project_editing.team_meanwhile(request, found)
    return project_editing.team_page(request, found, formset, head, meanwhile, members)
