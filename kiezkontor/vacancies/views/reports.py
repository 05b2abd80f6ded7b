"""What people reported of vacancies, and what the office makes of it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import uses_on
from kiezkontor.shared.media import NOT_KEPT, jpeg_of
from kiezkontor.shared.spoken import spoken
from kiezkontor.shared.web import go_to, refusals_shown_on
from kiezkontor.vacancies import access, access_reports
from kiezkontor.vacancies import presenting as shown
from kiezkontor.vacancies.access import KEEPERS
from kiezkontor.vacancies.actions import reporting
from kiezkontor.vacancies.forms.reports import AcceptForm, DeclineForm
from kiezkontor.vacancies.models import VacancyReport
from kiezkontor.vacancies.views.received import Shelf, received

# Where nobody said from when: time enough to look for somebody.
USUALLY = timedelta(days=90)
REPORT, CASE = "vacancies:office_report", "vacancies:office_case"


@require_safe
@office_page(*KEEPERS)
def reports(request: DistrictRequest) -> HttpResponse:
    found = access_reports.visible_to(request.viewer, request.district)
    shelf = Shelf(
        title=_("Reported vacancies"),
        heading=_("Reported vacancies"),
        lead=_("Look at what is new within 72 hours. It becomes a case, joins one, or is declined with a reason."),
        nothing=_("What people report stands here."),
        public={"label": _("The form for everybody"), "url": reverse("vacancies:report")},
        columns=[{"label": label} for label in (_("Place"), _("What"), _("Came in"), _("Status"))],
        cells_of=cells_of,
    )
    return received(request, shelf, found.select_related("street", "case__unit__address__street"))


def cells_of(report: VacancyReport) -> list[Any]:
    what = _("will be vacant soon") if report.is_coming else _("is vacant")
    return [
        {"text": spoken(report.where) or _("a point on the map"), "url": reverse(REPORT, args=[report.pk])},
        " · ".join(
            [what, *([_("by the owner")] if report.is_own else []), *([_("with a photo")] if report.image else [])]
        ),
        date_format(timezone.localdate(report.received_at), "SHORT_DATE_FORMAT"),
        capfirst(report.get_status_display()),
    ]


@require_safe
@office_page(*KEEPERS)
def report(request: DistrictRequest, pk: int) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    found = access_reports.or_404(viewer, district, pk)
    near = access_reports.units_near(found, district) if found.decided_at is None else []
    units = [one.unit for one in near]
    cases = access.of_units(viewer, district, [unit.pk for unit in units])
    rows = shown.unit_rows(units, district, uses_on(units, on=today), cases, on=today)
    rows = [row | {"metres": one.metres} for row, one in zip(rows, near, strict=True)]
    return render(request, "vacancies/office/report.html", {"report": found, "rows": rows})


@require_safe
@office_page(*KEEPERS)
def photo(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_reports.or_404(request.viewer, request.district, pk)
    if not found.image:
        raise Http404
    return jpeg_of(found.image, kept=NOT_KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def accept(request: DistrictRequest, pk: int, unit: int) -> HttpResponse:
    viewer, district, today = request.viewer, request.district, timezone.localdate()
    found = access_reports.or_404(viewer, district, pk)
    meant = access.unit_or_404(viewer, district, unit)
    day = (found.expected_from or today + USUALLY) if found.is_coming else None
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"expected_from": day})
    if form.is_valid():
        with refusals_shown_on(form):
            case = reporting.accept(pk, meant, by=viewer, **form.cleaned_data)
            messages.success(
                request, _("It is part of this case. Whoever reported it hears of it, where we may write.")
            )
            return go_to(request, CASE, case.pk)
    cases, uses = access.of_units(viewer, district, [meant.pk]), uses_on([meant], on=today)
    row = shown.unit_rows([meant], district, uses, cases, on=today)[0]
    context = {"form": form, "report": found, "row": row}
    return render(request, "vacancies/office/report_accept.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*KEEPERS)
def decline(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access_reports.or_404(request.viewer, request.district, pk)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            reporting.decline(pk, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("It is declined. Whoever reported it hears why, where we may write."))
            return go_to(request, "vacancies:office_reports")
    context = {"form": form, "report": found}
    return render(request, "vacancies/office/report_decline.html", context, status=422 if form.errors else 200)
