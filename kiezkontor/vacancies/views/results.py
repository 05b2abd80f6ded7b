"""What the work on vacancies came to, and which cases each figure counts."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.vacancies import access_results as access
from kiezkontor.vacancies import counted
from kiezkontor.vacancies import presenting_results as shown
from kiezkontor.vacancies.access import KEEPERS, may_keep
from kiezkontor.vacancies.access_results import READERS
from kiezkontor.vacancies.forms.results import DaysForm, period_in
from kiezkontor.vacancies.rules.periods import Period, before_of, in_full_quarters, year_with_quarters
from kiezkontor.vacancies.rules.results import Known, results


def asked_for(request: DistrictRequest, form: DaysForm | None = None) -> Period:
    """Of totals whole years alone, in full quarters: two spans that differ by a day would tell of single cases."""
    if not may_keep(request.viewer, request.district):
        today = timezone.localdate()
        return in_full_quarters(period_in(request.GET.get("period", "")[:4] or year_with_quarters(today)), today=today)
    own = form.period() if form is not None and form.is_bound else None
    return own or period_in(request.GET.get("period", ""))


def days_form(request: DistrictRequest) -> DaysForm:
    is_asked = request.GET.keys() & {"since", "before"} and may_keep(request.viewer, request.district)
    return DaysForm(request.GET if is_asked else None)


def query_of(period: Period) -> str:
    return urlencode({"period": period.key} if period.key else {"since": period.since, "before": period.last_on})


def rows_for(request: DistrictRequest, known: Known, period: Period) -> list[shown.Row]:
    only_totals = not may_keep(request.viewer, request.district)
    today = min(timezone.localdate(), period.last_on) if only_totals else timezone.localdate()
    now, before = (results(known, each, today=today) for each in (period, before_of(period)))
    return shown.rows_of(now, before, only_totals=only_totals)


@require_safe
@office_page(*READERS)
def results_page(request: DistrictRequest) -> HttpResponse:
    viewer, district = request.viewer, request.district
    form = days_form(request)
    period = asked_for(request, form)
    known = access.known_of(viewer, district)
    first = access.first_day(known)
    is_keeper = may_keep(viewer, district)
    context = {
        "form": form,
        "rows": rows_for(request, known, period),
        "period": shown.named(period),
        "before": shown.named(before_of(period)),
        "years": years(period, first.year if first else period.since.year),
        "parts": parts(period) if is_keeper else [],
        "is_keeper": is_keeper,
        "until": period.last_on,
        "query": query_of(period),
    }
    return render(request, "vacancies/results/page.html", context, status=422 if form.errors else 200)


def years(period: Period, first: int) -> list[dict[str, Any]]:
    """The latest first, as the navigation of sections takes them."""
    chosen = period.key[:4]
    return [
        {"label": str(year), "url": f"?period={year}", "current": chosen == str(year), "count": None}
        for year in range(timezone.localdate().year, first - 1, -1)
    ]


def parts(period: Period) -> list[dict[str, Any]]:
    year, _dash, chosen = period.key.partition("-")
    if not year:
        return []
    return [
        {
            "label": label,
            "url": f"?period={year}-{part}" if part else f"?period={year}",
            "current": part == chosen,
            "count": None,
        }
        for part, label in shown.PARTS.items()
    ]


@require_safe
@office_page(*READERS)
def table(request: DistrictRequest, kind: str) -> HttpResponse:
    """The figures as a file. kind: "csv" or "xlsx"."""
    period = asked_for(request, days_form(request))
    rows = rows_for(request, access.known_of(request.viewer, request.district), period)
    make = csv_file if kind == "csv" else xlsx_file
    name = f"{request.district.slug}-{period.since}-{period.last_on}-leerstand-ergebnisse"
    return make(name, shown.COLUMNS, [shown.cells_of(row, period, request.district.name) for row in rows])


@require_safe
@office_page(*KEEPERS)
def cases(request: DistrictRequest, key: str) -> HttpResponse:
    """What one figure counts. key: of shown.FIGURES, fixed by the address."""
    period = asked_for(request, days_form(request))
    known = access.known_of(request.viewer, request.district)
    found = results(known, period, today=timezone.localdate())
    figure = shown.BY_KEY[key]
    context = {
        "figure": figure,
        "measure": figure.measure(found, frozenset()),
        "rows": counted.LISTS[key](request.viewer, request.district, found, known),
        "period": shown.named(period),
        "back": f"{reverse('vacancies:results')}?{query_of(period)}",
        "crumb": _("Results"),
    }
    return render(request, "vacancies/results/cases.html", context)
