from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, OFFICE_ROLES
from kiezkontor.audit import access
from kiezkontor.audit.changes import changes_of
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
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    sees_values = access.sees_values(request.viewer, request.district)
    lines = [
        {
            "at": entry.at,
            "sentence": sentence_of(entry, names_people=sees_values),
            "changes": changes_of(entry) if sees_values else [],
            "details": [] if sees_values else [change.label for change in changes_of(entry)],
            "kind": subject_name(entry.subject_type),
            "query": f"kind={entry.subject_type}&subject={entry.subject_id}",
        }
        for entry in page
    ]
    sees_all = access.sees_all(request.viewer, request.district)
    context = {"form": form, "page": page, "lines": lines, "sees_all": sees_all}
    context["keeps_the_plan"] = request.viewer.has_role(request.district, COORDINATOR)
    return render(request, "districts/log.html", context)
