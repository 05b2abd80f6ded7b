"""What people sent in, as lists of the office: what waits for a decision, and what was decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kiezkontor.districts.requests import DistrictRequest

PER_PAGE = 25


@dataclass(frozen=True)
class Shelf:
    """How a list presents itself. columns and cells_of: for data_table.html; public: a link to what everybody sees."""

    title: str
    heading: str
    lead: str
    nothing: str
    public: dict[str, str]
    columns: Sequence[dict[str, str]]
    cells_of: Callable[[Any], list[Any]]


def received(request: DistrictRequest, shelf: Shelf, found: QuerySet[Any]) -> HttpResponse:
    """One page of what waits, or with `?show=decided` of what was decided.

    found: all of them, the latest first; of what waits, the longest waiting stands first.
    """
    is_old, waiting = request.GET.get("show") == "decided", found.filter(decided_at=None)
    listed = found.exclude(decided_at=None) if is_old else waiting.order_by("received_at", "pk")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    links = [
        {"label": _("New"), "url": "?", "current": not is_old, "count": waiting.count()},
        {"label": pgettext("reported vacancies", "Decided"), "url": "?show=decided", "current": is_old, "count": None},
    ]
    rows = [{"cells": shelf.cells_of(each)} for each in page]
    context = {"shelf": shelf, "page": page, "rows": rows, "links": links, "is_old": is_old}
    return render(request, "vacancies/office/received.html", context)
