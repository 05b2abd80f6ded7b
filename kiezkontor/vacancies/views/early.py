"""Signs of coming vacancies: the list by day, noting one, and what becomes of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import uses_on
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access, access_early
from kiezkontor.vacancies import presenting as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import early as actions
from kiezkontor.vacancies.forms.cases import FindForm
from kiezkontor.vacancies.forms.early import WarningForm

PER_PAGE, MOST_FOUND = 50, 30
WARNINGS, CASE = "vacancies:office_warnings", "vacancies:office_case"


@require_safe
@office_page(*KEEPERS)
def warnings(request: DistrictRequest) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    form = FindForm(request.GET or None)
    waiting = access_early.by_day(access_early.visible_to(viewer, district).waiting())
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    found = list(form.among(access.units_to_choose(viewer, district))[:MOST_FOUND])
    units = {one.unit_id: one.unit for one in page} | {unit.pk: unit for unit in found}
    uses = uses_on(units.values(), on=today)
    rows = {row["unit"].pk: row for row in shown.unit_rows(list(units.values()), district, uses, {}, on=today)}
    context = {
        "form": form,
        "page": page,
        "rows": [(one, rows[one.unit_id]) for one in page],
        "found": [rows[unit.pk] for unit in found],
        "is_asked": bool(form.is_bound and form.data.get("q", "").strip()),
        "today": today,
    }
    return render(request, "vacancies/office/warnings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def warn(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    unit = access.unit_or_404(viewer, district, pk)
    form = WarningForm(request.POST or None)

    def note() -> HttpResponse:
        actions.warn(unit, form.sign(), district=district, by=viewer)
        messages.success(request, _("The sign is noted. Only the coordination reads it."))
        return go_to(request, WARNINGS)

    if done := done_once(request, form, note):
        return done
    row = shown.unit_rows([unit], district, uses_on([unit], on=today), {}, on=today)[0]
    return render(request, "vacancies/office/warn.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@require_POST
@office_page(*KEEPERS)
def settle(request: DistrictRequest, pk: int) -> HttpResponse:
    access_early.or_404(request.viewer, request.district, pk)
    return told(request, lambda: back(request, pk))


def back(request: DistrictRequest, pk: int) -> HttpResponse:
    actions.settle(pk, by=request.viewer)
    messages.success(request, _("The sign is dealt with."))
    return go_to(request, WARNINGS)


@require_POST
@office_page(*KEEPERS)
def expect(request: DistrictRequest, pk: int) -> HttpResponse:
    access_early.or_404(request.viewer, request.district, pk)
    return told(request, lambda: go_to(request, CASE, actions.expect_vacancy(pk, by=request.viewer).pk))


def told(request: DistrictRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, WARNINGS)
