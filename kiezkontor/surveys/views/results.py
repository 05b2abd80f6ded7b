from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.surveys import access, units_in_words
from kiezkontor.surveys.changes_in_words import changes_told
from kiezkontor.surveys.comparison import difference_of
from kiezkontor.surveys.forms import ChangesForm
from kiezkontor.surveys.rules.differences import counted

PER_PAGE = 100


@require_safe
@office_page(*INVENTORY_ROLES)
def changes(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    form = ChangesForm(request.GET or None, survey_round=shown)
    since = form.chosen()
    found = difference_of(since, shown) if since is not None else []
    told = changes_told(form.narrowed(found), since) if since is not None else []
    page = Paginator(told, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "survey_round": shown,
        "since": since,
        "form": form,
        "counts": counted(found),
        "total": len(told),
        "page": page,
    }
    return render(request, "surveys/office/changes.html", context)


@require_safe
@office_page(*INVENTORY_ROLES)
def units_file(request: DistrictRequest, number: int, kind: str) -> HttpResponse:
    """All units of a round as a table. kind: "csv" or "xlsx"."""
    shown = access.or_404(request.viewer, request.district, number)
    make = csv_file if kind == "csv" else xlsx_file
    rows: Iterator[list[object]] = units_in_words.rows_of(shown)
    return make(f"{request.district.slug}-{number}-{shown.reference_on}", units_in_words.COLUMNS, rows)
