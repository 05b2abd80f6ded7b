"""The pipeline: who stands where, filtered, kept as a filter, taken along as a table, moved together."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.desk.actions import add_tasks
from kiezkontor.desk.models import Task
from kiezkontor.districts import presenting
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.access import addresses_of, by_name, with_postal_address
from kiezkontor.organisations.access_contacting import contactable, knows_mailbox
from kiezkontor.organisations.actions.letters import start_letters
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access, actions, shown
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.forms import BulkForm, PipelineFilter, SaveFilterForm
from kiezkontor.outreach.rules.pipeline import MOVES
from kiezkontor.outreach.rules.purposes import NEEDS_LETTERS
from kiezkontor.outreach.tasks import invite_to_answer, print_sheets
from kiezkontor.shared.bulk import among
from kiezkontor.shared.confirming import is_confirmed, signed
from kiezkontor.shared.once import once
from kiezkontor.shared.paging import page_of_keys
from kiezkontor.shared.spreadsheet import csv_file, xlsx_file
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part

PER_PAGE = 50
PIPELINE = "outreach:pipeline"


def filter_of(request: DistrictRequest) -> PipelineFilter:
    return PipelineFilter(request.GET, everybody=everybody(request), district=request.district)


def everybody(request: DistrictRequest) -> QuerySet[Organisation]:
    return access.pipeline_of(request.viewer, request.district, on=timezone.localdate())


@require_safe
@office_page(*OUTREACH_ROLES)
def pipeline(request: DistrictRequest) -> HttpResponse:
    today, form = timezone.localdate(), filter_of(request)
    standing = access.standing_of(form.found(on=today, but="status"))
    counts, wanted = Counter(standing.values()), form.asked().get("status")
    chosen = [pk for pk, status in standing.items() if wanted in {None, status}]
    rows = access.listed_in(request.viewer, request.district)
    page = page_of_keys(chosen, rows, request.GET.get("page"), per_page=PER_PAGE)
    listed = list(page)
    query = asked_again(request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": shown.rows_of(listed, addresses_of(listed, request.district)),
        "tiles": shown.tiles_of(counts, request.GET),
        "total": len(standing),
        "saved": access.filters_of(request.viewer, request.district),
        "save_form": SaveFilterForm(initial={"query": query}),
        "query": query,
        "person": request.viewer.person,
    }
    return render_part(request, "outreach/pipeline.html", "pipeline", context)


def asked_again(asked: QueryDict) -> str:
    """The query string of a filter, without what says nothing and without the page."""
    kept = asked.copy()
    for name in list(kept):
        if name not in PipelineFilter.base_fields or not kept[name]:
            del kept[name]
    return kept.urlencode()


@require_safe
@office_page(*OUTREACH_ROLES)
def table(request: DistrictRequest, kind: str) -> HttpResponse:
    """The filtered list as a file. kind: "csv" or "xlsx"."""
    today = timezone.localdate()
    found = filter_of(request).found(on=today)
    places = access.places_of(found, request.district, on=today)
    make = csv_file if kind == "csv" else xlsx_file
    return make(
        f"{request.district.slug}-{today}",
        shown.COLUMNS,
        shown.cells_of(by_name(found.select_related("category")), places),
    )


@require_POST
@office_page(*OUTREACH_ROLES)
def save_filter(request: DistrictRequest) -> HttpResponse:
    form = SaveFilterForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.save_filter(district=request.district, by=request.viewer, **form.cleaned_data)
            messages.success(request, _("The filter is saved."))
            return to_pipeline(form.cleaned_data["query"], request)
    return render(request, "outreach/save_filter.html", {"form": form}, status=422)


@require_POST
@office_page(*OUTREACH_ROLES)
def remove_filter(request: DistrictRequest, pk: int) -> HttpResponse:
    saved = access.filter_to_remove_or_404(request.viewer, request.district, pk)
    actions.remove_filter(saved, by=request.viewer)
    messages.success(request, _("The filter is removed."))
    return go_to(request, PIPELINE)


def to_pipeline(query: str, request: DistrictRequest) -> HttpResponse:
    again = asked_again(QueryDict(query))
    return go_to(request, reverse(PIPELINE) + (f"?{again}" if again else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def bulk(request: DistrictRequest) -> HttpResponse:
    """One step for everybody the filter of the address finds: first how many it would be, then the step itself.

    It is done as it was shown: where the step or those it concerns have changed, it is shown again.
    """
    found = filter_of(request).found(on=timezone.localdate())
    form = BulkForm(request.POST or None)
    affected: list[int] | None = None
    sure = ""
    if form.is_valid():
        affected = list(whom_it_concerns(request, found, form.cleaned_data).order_by("pk").values_list("pk", flat=True))
        sure = signed(form.cleaned_data, affected, salt="outreach.bulk")
        if is_confirmed(request, sure):
            with refusals_shown_on(form):
                return once(request, lambda: carry_out(request, form.cleaned_data, affected or []))
    everyone = found.count()
    context = {
        "form": form,
        "count": everyone,
        "sure": sure,
        "affected": None if affected is None else len(affected),
        "left_out": everyone - len(affected or []),
        "blocked": everyone - contactable(found).count(),
        "query": asked_again(request.GET),
    }
    return render(request, "outreach/bulk.html", context, status=422 if form.errors else 200)


def whom_it_concerns(
    request: DistrictRequest, found: QuerySet[Organisation], asked: dict[str, Any]
) -> QuerySet[Organisation]:
    found = contactable(found)
    if asked["step"] == "needs_mail":
        return found.filter(knows_mailbox(request.district, on=timezone.localdate()))
    if asked["step"] == "needs_letter":
        return with_postal_address(found, request.district)
    if asked["step"] == "move":
        return found.filter(Q(status__in=[status for status, to in MOVES.items() if asked["to"] in to]))
    return found


def carry_out(request: DistrictRequest, asked: dict[str, Any], ids: Collection[int]) -> HttpResponse:
    district, by = request.district, request.viewer
    if asked["step"] == "needs_letter":
        chosen = everybody(request).filter(among("pk", ids))
        language = presenting.language()
        run = start_letters(chosen, kind=NEEDS_LETTERS, language=language, district=district, by=by)
        print_sheets.enqueue(run.pk)
        return go_to(request, "outreach:sheets_run", run.pk)
    if asked["step"] == "needs_mail":
        invite_to_answer.enqueue(list(ids), district.pk, by.person.pk if by.person else None)
        count = len(ids)
    elif asked["step"] == "move":
        count = actions.move_many(ids, district=district, to=asked["to"], on=asked["on"], reason=asked["reason"], by=by)
    elif asked["step"] == "letter":
        count = actions.log_letters(ids, on=asked["on"], district=district, by=by)
    else:
        about = [Organisation(pk=pk) for pk in ids]
        made = add_tasks(
            district,
            what=asked["what"],
            due_on=asked["on"],
            about=about,
            kind="outreach.list",
            open_to=Task.OpenTo.OUTREACH,
            by=by,
        )
        count = len(made)
    said = ngettext("Done for %(count)s organisation.", "Done for %(count)s organisations.", count)
    messages.success(request, said % {"count": count})
    return to_pipeline(request.GET.urlencode(), request)
