"""What goes when, what went, and what has to stay for now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.audit import access as log
from kiezkontor.audit.sentences import sentence_of
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.home.forms import HoldForm
from kiezkontor.home.retention import BY_NAME, FORGOTTEN
from kiezkontor.home.retention_due import Due, due_in
from kiezkontor.organisations import access
from kiezkontor.organisations.actions import holds
from kiezkontor.shared.web import go_to

PER_PAGE = 20
COLUMNS = (
    {"label": gettext_lazy("Data"), "numeric": False},
    {"label": gettext_lazy("Kept for"), "numeric": False},
    {"label": gettext_lazy("Beginning"), "numeric": False},
    {"label": gettext_lazy("Deleted tonight"), "numeric": True},
    {"label": gettext_lazy("Due within 30 days"), "numeric": True},
    {"label": gettext_lazy("Held back"), "numeric": True},
)


def plan_row(due: Due) -> dict[str, list[object]]:
    return {"cells": [due.kind.title, due.kind.kept_in_words, due.kind.since, due.now, due.soon, due.held]}


@require_safe
@office_page(COORDINATOR)
def overview(request: DistrictRequest) -> HttpResponse:
    gone = log.visible_to(request.viewer, request.district).filter(verb=FORGOTTEN)
    page = Paginator(gone, PER_PAGE).get_page(request.GET.get("page"))
    held = access.holds_of(request.viewer, request.district)
    context = {
        "columns": COLUMNS,
        "rows": [plan_row(each) for each in due_in(request.district, now=timezone.now())],
        "holds": [{"hold": hold, "kind": BY_NAME[hold.kind].title if hold.kind else ""} for hold in held],
        "page": page,
        "gone": [{"at": entry.at, "sentence": sentence_of(entry)} for entry in page],
    }
    return render(request, "home/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def hold(request: DistrictRequest, pk: int | None = None) -> HttpResponse:
    """pk: of the organisation it is about; without one it holds for the whole district."""
    organisation = access.or_404(request.viewer, request.district, pk) if pk else None
    form = HoldForm(request.POST or None, of_organisation=organisation is not None)
    if form.is_valid():
        holds.set_hold(request.district, organisation=organisation, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("Noted. Nothing of this is deleted until somebody ends it."))
        return go_to(request, "home:retention")
    back = reverse("organisations:office_entry", args=[pk]) if pk else reverse("home:retention")
    context = {"form": form, "organisation": organisation, "back_url": back}
    return render(request, "home/hold.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(COORDINATOR)
def end_hold(request: DistrictRequest, pk: int) -> HttpResponse:
    holds.end_hold(access.hold_or_404(request.viewer, request.district, pk).pk, by=request.viewer)
    messages.success(request, _("Ended. What is over goes with the next night."))
    return go_to(request, "home:retention")
