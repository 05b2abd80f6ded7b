from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, OFFICE_ROLES
from kiezkontor.audit import access
from kiezkontor.audit.changes import changes_of
from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.runs import Run, moments_of, runs_at
from kiezkontor.audit.sentences import sentence_of, subject_name
from kiezkontor.districts.forms.log import LogFilter
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest

PER_PAGE = 50


@require_safe
@office_page(*OFFICE_ROLES, AUDITOR)
def log(request: DistrictRequest) -> HttpResponse:
    form = LogFilter(request.GET)
    entries = form.found(request.viewer, request.district)
    paged: QuerySet[AuditEntry, Any] = entries if form.shows_each else moments_of(entries)
    page: Page[Any] = Paginator(paged, PER_PAGE).get_page(request.GET.get("page"))
    sees_values = access.sees_values(request.viewer, request.district)
    runs = [Run(entry) for entry in page] if form.shows_each else runs_at(entries, page.object_list)
    context = {
        "form": form,
        "page": page,
        "count": page.paginator.count if form.shows_each else entries.count(),
        "lines": [line(run, sees_values=sees_values) for run in runs],
        "sees_all": access.sees_all(request.viewer, request.district),
        "keeps_the_plan": request.viewer.has_role(request.district, COORDINATOR),
    }
    return render(request, "districts/log.html", context)


def line(run: Run, *, sees_values: bool) -> dict[str, Any]:
    """others: how many more the same step wrote; what changed is told where it is one."""
    entry = run.entry
    changes = [] if run.others else changes_of(entry)
    return {
        "at": entry.at,
        "sentence": sentence_of(entry, names_people=sees_values),
        "changes": changes if sees_values else [],
        "details": [] if sees_values else [change.label for change in changes],
        "kind": subject_name(entry.subject_type),
        "others": run.others,
        "query": f"run={entry.pk}" if run.others else f"kind={entry.subject_type}&subject={entry.subject_id}",
    }
