"""The location plan in the office: goals, and what is done for them."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, access_plan
from kiezkontor.meetings.actions import plan as actions
from kiezkontor.meetings.forms.plan import MeasureForm, PhotosForm
from kiezkontor.meetings.models import PlanMeasure
from kiezkontor.meetings.rules import plan as rules
from kiezkontor.methods.pictures import MAX_BYTES
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import stored_shown_on
from kiezkontor.shared.media import NOT_KEPT, jpeg_of
from kiezkontor.shared.once import done_once
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.shared.web import go_to, refusals_shown_on

PLAN = "meetings:plan"
BADGES = {rules.ADOPTED: "info", rules.IN_WORK: "warning", rules.DONE: "success"}
COLUMNS = (
    gettext_lazy("Goal"),
    gettext_lazy("Target group"),
    gettext_lazy("Measure"),
    gettext_lazy("Who sees to it"),
    gettext_lazy("Cost in euros"),
    gettext_lazy("Until"),
    gettext_lazy("State"),
    gettext_lazy("What came of it"),
    gettext_lazy("Who looks after it afterwards"),
    gettext_lazy("Looked after until"),
)


@require_safe
@office_page(*access.WRITERS)
def plan(request: DistrictRequest) -> HttpResponse:
    measures = list(access_plan.measures_for(request.viewer, request.district))
    goals = [
        {"goal": goal, "measures": [row(each) for each in found]}
        for goal, found in groupby(measures, key=lambda each: each.goal)
    ]
    return render(request, "meetings/office/plan.html", {"goals": goals})


def row(measure: PlanMeasure) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "measure": measure,
        "who": who(measure),
        "badge": BADGES.get(measure.status, ""),
        "is_overdue": rules.is_overdue(measure.status, measure.due_on, today=today),
    }


def who(measure: PlanMeasure) -> str:
    return ", ".join(part for part in (str(measure.organisation or ""), measure.responsible) if part)


@require_safe
@office_page(*access.WRITERS)
def table(request: DistrictRequest, kind: str) -> HttpResponse:
    """The plan as a file. kind: "csv" or "xlsx"."""
    make = csv_file if kind == "csv" else xlsx_file
    cells = (
        (
            *(each.goal, each.target_group, each.what, who(each), each.cost, each.due_on),
            *(each.get_status_display(), each.outcome, each.cared_by, each.cared_until),
        )
        for each in access_plan.measures_for(request.viewer, request.district)
    )
    return make(f"standortplan-{request.district.slug}", COLUMNS, cells)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def add(request: DistrictRequest) -> HttpResponse:
    given = access_plan.begun_with(request.viewer, request.district, request.GET)
    form = MeasureForm(request.POST or None, members=members_of(request), initial=given)

    def act() -> HttpResponse:
        voice = access_plan.idea_of(request.viewer, request.district, request.GET)
        actions.add_measure(request.district, values=form.values(), voice=voice, by=request.viewer)
        messages.success(request, _("The measure is in the plan."))
        return go_to(request, PLAN)

    done = done_once(request, form, act)
    return done or render(request, "meetings/office/measure.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    form = form_of(request, stored_now(request, pk), request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form), stored_shown_on(form, lambda: form_of(request, stored_now(request, pk))):
            seen = form.cleaned_data["seen_version"] or 0
            actions.change_measure(pk, values=form.values(), seen_version=seen, by=request.viewer)
            messages.success(request, _("The measure is changed."))
            return go_to(request, PLAN)
    context = {"form": form, "measure": stored_now(request, pk)}
    return render(request, "meetings/office/measure.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
@takes_files(2 * MAX_BYTES)
def photos(request: DistrictRequest, pk: int) -> HttpResponse:
    measure = stored_now(request, pk)
    form = PhotosForm(request.POST, request.FILES) if request.method == "POST" else PhotosForm()
    if form.is_valid():
        with refusals_shown_on(form):
            sent = {which: sizes[0].data for which, sizes in form.cleaned_data.items() if sizes}
            actions.put_photos(pk, sent, by=request.viewer)
            messages.success(request, _("The photos are stored."))
            return go_to(request, "meetings:measure", pk)
    context = {"form": form, "measure": measure}
    return render(request, "meetings/office/measure_photos.html", context, status=422 if form.errors else 200)


@require_safe
@office_page(*access.WRITERS)
def photo(request: DistrictRequest, pk: int, which: str) -> HttpResponse:
    found = actions.photo_of(stored_now(request, pk), which)
    if not found:
        raise Http404
    return jpeg_of(found, kept=NOT_KEPT)


@require_POST
@office_page(*access.WRITERS)
def remove_photo(request: DistrictRequest, pk: int, which: str) -> HttpResponse:
    actions.remove_photo(stored_now(request, pk).pk, which, by=request.viewer)
    messages.success(request, _("The photo is removed."))
    return go_to(request, "meetings:measure", pk)


@require_POST
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    measure = stored_now(request, pk)
    try:
        actions.remove_measure(measure.pk, by=request.viewer)
        messages.success(request, _("The draft is deleted."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, PLAN)


def stored_now(request: DistrictRequest, pk: int) -> PlanMeasure:
    return access_plan.measure_or_404(request.viewer, request.district, pk)


def form_of(request: DistrictRequest, measure: PlanMeasure, data: Any = None) -> MeasureForm:
    return MeasureForm(data, instance=measure, members=members_of(request))


def members_of(request: DistrictRequest) -> QuerySet[Organisation]:
    return members_on(timezone.localdate(), request.district)
