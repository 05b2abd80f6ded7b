"""The office and the vacancies of its district: the list, one case, how it goes on."""

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.desk import access as desk
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import last_used, photos_of, uses_on
from kiezkontor.premises.lineage import became, names_after
from kiezkontor.premises.pick import ground_of
from kiezkontor.premises.unit_facts import facts_of
from kiezkontor.shared.geojson import collection
from kiezkontor.shared.once import done_once
from kiezkontor.shared.paging import page_of_keys
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part
from kiezkontor.vacancies import (
    access,
    access_early,
    access_exposes,
    access_ideas,
    access_lettings,
    access_negotiations,
    access_owners,
    access_reports,
    access_viewings,
    presenting_lettings,
    presenting_viewings,
)
from kiezkontor.vacancies import presenting as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import cases
from kiezkontor.vacancies.forms.cases import CaseFilter, CloseForm, FactsForm, FindForm, MoveForm, NoteForm, StepForm
from kiezkontor.vacancies.models import VacancyCase

PER_PAGE = 50
MOST_FOUND = 30
OFFICE, CASE = "vacancies:office", "vacancies:office_case"
ADDRESS = ("pk", "unit__address__street__name", "unit__address__number", "unit__street_name", "unit__house_number")


def filter_of(request: DistrictRequest) -> CaseFilter:
    return CaseFilter(request.GET, district=request.district, people=access.people_of(request.district))


@require_safe
@office_page(*KEEPERS)
def case_list(request: DistrictRequest) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    form = filter_of(request)
    asked = access.questions(viewer, district, on=today)
    found = form.among(access.visible_to(viewer, district), asked_about=[one.case.pk for one in asked])
    wanted = of_the_stage(form, found)
    page = page_of_keys(keys_of(wanted), access.with_units(found), request.GET.get("page"), per_page=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": shown.rows_of(list(page), viewer, district, on=today),
        "tiles": shown.tiles_of(access.counts_by_stage(found), request.GET),
        "asked": len(asked),
        "uncovered": access.uncovered(viewer, district).count(),
        "beside": shown.pages_beside(
            reported=access_reports.visible_to(viewer, district).waiting().count(),
            warned=access_early.soon(viewer, district, on=today).count(),
        ),
        "query": query_of(request),
    }
    return render_part(request, "vacancies/office/list.html", "cases", context)


def cases_asked(request: DistrictRequest, form: CaseFilter) -> QuerySet[VacancyCase]:
    """The cases under the filters of the list but for their stage."""
    questions = access.questions(request.viewer, request.district, on=timezone.localdate())
    cases = access.visible_to(request.viewer, request.district)
    return form.among(cases, asked_about=[one.case.pk for one in questions])


def of_the_stage(form: CaseFilter, found: QuerySet[VacancyCase]) -> QuerySet[VacancyCase]:
    stage = form.asked().get("stage")
    return found.filter(stage=stage) if stage else found


@require_safe
@office_page(*KEEPERS)
def case_map(request: DistrictRequest) -> HttpResponse:
    """The same cases as in the list, each in the colour of its stage."""
    form = filter_of(request)
    found = cases_asked(request, form)
    query, url = query_of(request), reverse("vacancies:office_map_cases")
    keys = keys_of(of_the_stage(form, found))
    page = page_of_keys(keys, access.with_units(found), request.GET.get("page"), per_page=PER_PAGE)
    context = {
        "page": page,
        "rows": shown.rows_of(list(page), request.viewer, request.district, on=timezone.localdate()),
        "tiles": shown.tiles_of(access.counts_by_stage(found), request.GET),
        "query": query,
        "geojson_url": f"{url}?{query}" if query else url,
        **ground_of(request.district),
    }
    return render(request, "vacancies/office/map.html", context)


@require_safe
@office_page(*KEEPERS)
def map_cases(request: DistrictRequest) -> HttpResponse:
    form = filter_of(request)
    found = access.with_units(of_the_stage(form, cases_asked(request, form)))
    return collection(shown.feature_of(each) for each in found.order_by("pk"))


def query_of(request: DistrictRequest) -> str:
    """The filters as they stand in the address, without the page of the list."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def keys_of(found: QuerySet[VacancyCase]) -> list[int]:
    return shown.in_walking_order(found.order_by().values_list(*ADDRESS))


@require_safe
@office_page(*KEEPERS)
def table(request: DistrictRequest, kind: str) -> HttpResponse:
    """The filtered list as a file. kind: "csv" or "xlsx"."""
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    form = filter_of(request)
    found = of_the_stage(form, cases_asked(request, form))
    keys = keys_of(found)
    by_key = access.with_units(found).in_bulk(keys)
    rows = shown.rows_of([by_key[key] for key in keys], viewer, district, on=today)
    make = csv_file if kind == "csv" else xlsx_file
    return make(f"{district.slug}-{today}-leerstand", shown.COLUMNS, shown.cells_of(rows))


@require_safe
@office_page(*KEEPERS)
def case(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    found = access.or_404(viewer, district, pk)
    row = shown.rows_of([found], viewer, district, on=today)[0]
    question = access.asked_about(found, row.use, on=today)
    asked = access.Asked(found, row.use, question) if question else None
    uses = presenting_lettings.rows_of(access_lettings.of_case(viewer, found))
    lineage = became(found.unit) if question == "gone" else None
    now = timezone.now()
    viewings = presenting_viewings.rows_of(access_viewings.of_case(viewer, found), now=now)
    negotiations = access_negotiations.of_case(viewer, found)
    context = {
        "case": found,
        "row": row,
        "sentence": shown.asked_in_words(asked) if asked else "",
        "choices": shown.choices_of(asked.question) if asked else [],
        "laters": names_after(lineage, district) if lineage else {},
        "facts": shown.facts_of_case(found, row.use, last=last_used(found.unit, on=today)),
        "unit_facts": facts_of(found.unit),
        "photos": photos_of(found.unit, district),
        "owners": access_owners.of_units(viewer, district, [found.unit]),
        "reports": access_reports.of_case(viewer, district, found),
        "ideas": access_ideas.visible_to(viewer, district).filter(case=found),
        "tasks": desk.tasks_about(viewer, district, access.TABLE, pk),
        "events": shown.events_of(found),
        "note_form": NoteForm(),
        "negotiations": negotiations,
        "viewings": viewings,
        "in_vain": None if found.can_be_had else presenting_viewings.InVain.of(viewings, negotiations),
        "lettings": uses,
        "expose": access_exposes.of_case(viewer, found),
        "is_let": any(each.letting.is_running for each in uses),
    }
    return render(request, "vacancies/office/case.html", context)


@require_safe
@office_page(*KEEPERS)
def uncovered(request: DistrictRequest) -> HttpResponse:
    """Units that are vacant in the register and have no case; and any other unit, for a coming vacancy."""
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    form = FindForm(request.GET or None)
    vacant = list(access.uncovered(viewer, district).order_by("pk"))
    other = list(form.among(access.units_to_choose(viewer, district))[: MOST_FOUND + 1])
    uses, known = uses_on([*vacant, *other], on=today), access.of_units(viewer, district, [one.pk for one in other])
    context = {
        "form": form,
        "vacant": shown.unit_rows(vacant, district, uses, {}, on=today),
        "found": shown.unit_rows(other[:MOST_FOUND], district, uses, known, on=today),
        "has_more": len(other) > MOST_FOUND,
        "is_asked": bool(form.is_bound and form.data.get("q", "").strip()),
    }
    return render(request, "vacancies/office/uncovered.html", context)


@require_POST
@office_page(*KEEPERS)
def open_all(request: DistrictRequest) -> HttpResponse:
    count = cases.open_all(request.district, by=request.viewer)
    said = ngettext("%(count)s case was opened.", "%(count)s cases were opened.", count)
    messages.success(request, said % {"count": count})
    return go_to(request, OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def open_one(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    unit = access.unit_or_404(viewer, district, pk)
    use = uses_on([unit], on=today).get(unit.pk)
    initial = {"origin": cases.origin_of(use), "responsible": viewer.person}
    form = FactsForm(request.POST or None, people=access.people_of(district), initial=initial)

    def open_it() -> HttpResponse:
        made = cases.open_case(unit, form.facts(), district=district, by=viewer)
        return go_to(request, CASE, made.pk)

    if done := done_once(request, form, open_it):
        return done
    context = {"form": form, "row": shown.unit_rows([unit], district, {unit.pk: use} if use else {}, {}, on=today)[0]}
    return render(request, "vacancies/office/open.html", context, status=422 if form.errors else 200)


def form_page(request: DistrictRequest, name: str, form: BaseForm, case: VacancyCase) -> HttpResponse:
    context = {"form": form, "case": case}
    return render(request, f"vacancies/office/{name}.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def edit(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = FactsForm(request.POST or None, people=access.people_of(request.district), case=found)
    if form.is_valid():
        with refusals_shown_on(form):
            cases.change_facts(pk, form.facts(), by=request.viewer)
            messages.success(request, _("It is saved."))
            return go_to(request, CASE, pk)
    return form_page(request, "edit", form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def move(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = MoveForm(request.POST or None, case=found)
    if form.is_valid():
        with refusals_shown_on(form):
            moved = cases.move(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("It is now: %(stage)s.") % {"stage": moved.get_stage_display()})
            return go_to(request, CASE, pk)
    return form_page(request, "move", form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def step(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = StepForm(request.POST or None, case=found, people=access.people_of(request.district))
    if form.is_valid():
        with refusals_shown_on(form):
            cases.plan_step(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The next step is saved."))
            return go_to(request, CASE, pk)
    return form_page(request, "step", form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def note(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = NoteForm(request.POST or None)

    def write() -> HttpResponse:
        cases.add_note(pk, words=form.cleaned_data["words"], by=request.viewer)
        return go_to(request, CASE, pk)

    if done := done_once(request, form, write):
        return done
    return form_page(request, "note", form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def close(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            cases.close(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The case is closed. What was noted stays readable."))
            return go_to(request, CASE, pk)
    return form_page(request, "close", form, found)
