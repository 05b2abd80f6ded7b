from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.organisations.hooks import public_lists
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises import access, table_help
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.premises.actions import decision_orders, uploads
from kiezkontor.premises.actions.imports import decide as decide_on
from kiezkontor.premises.differences_in_words import tell
from kiezkontor.premises.forms_imports import MAX_MEGABYTES, ColumnsForm, DecisionForm, UploadForm
from kiezkontor.premises.models import ImportProposal
from kiezkontor.premises.problems_in_words import in_groups
from kiezkontor.premises.runs_in_words import deciding_state, results_of, state_of
from kiezkontor.premises.tasks import carry_out_order, read_source
from kiezkontor.shared.bodies import takes_files
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import once
from kiezkontor.shared.web import go_to, refusals_shown_on, wants_partial

RUNS_PER_PAGE = 20
PER_PAGE = 50
# A second's work; what takes longer is left to the worker.
AT_ONCE = 100
Decision = ImportProposal.Decision


@require_safe
@office_page(*INVENTORY_ROLES)
def imports(request: DistrictRequest) -> HttpResponse:
    still_open = Count("proposals", filter=Q(proposals__decision=Decision.OPEN))
    visible = access.runs_visible_to(request.viewer, request.district)
    found = visible.annotate(open_differences=still_open).order_by("-pk")
    page = Paginator(found, RUNS_PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [{"run": run, "state": state_of(run, now=now)} for run in page]
    context = {"page": page, "rows": rows, "may_decide": may_decide(request)}
    return render(request, "premises/office/imports.html", context)


def may_decide(request: DistrictRequest) -> bool:
    return request.viewer.has_role(request.district, COORDINATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
@takes_files(MAX_MEGABYTES * 1_000_000)
def new_import(request: DistrictRequest) -> HttpResponse:
    has_map = (settings.DATA / "tiles" / f"{request.district.slug}.pmtiles").exists()
    form = UploadForm(request.POST or None, request.FILES or None, initial={"with_map": not has_map})

    def take_in(arrived: uploads.Arrived) -> HttpResponse:
        run = uploads.take_in(
            arrived,
            district=request.district,
            by=request.viewer,
            on=form.cleaned_data["on"],
            round_number=form.cleaned_data["round_number"],
        )
        # In the same transaction: the queue lies in the database, so no run can wait without its task.
        read_source.enqueue(run.pk, get_language() or settings.LANGUAGE_CODE, form.cleaned_data["with_map"])
        return go_to(request, "premises:import_run", run.pk)

    if form.is_valid():
        with refusals_shown_on(form), uploads.arriving(form.cleaned_data["file"]) as arrived, transaction.atomic():
            return once(request, lambda: take_in(arrived))
    context = {"form": form, "table_help": table_help.columns()}
    return render(request, "premises/office/import_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def import_columns(request: DistrictRequest, pk: int) -> HttpResponse:
    """What the columns of an uploaded table hold; then it is read."""
    run = access.run_or_404(request.viewer, request.district, pk)
    if run.status != SourceRun.Status.ASKING:
        return go_to(request, "premises:import_run", pk)
    form = ColumnsForm(request.POST or None, columns=run.scope.get("columns", []))
    if form.is_valid():
        with refusals_shown_on(form), transaction.atomic():
            uploads.assign_columns(pk, form.mapping, by=request.viewer)
            read_source.enqueue(pk, get_language() or settings.LANGUAGE_CODE, False)
            return go_to(request, "premises:import_run", pk)
    context = {"run": run, "form": form}
    return render(request, "premises/office/import_columns.html", context, status=422 if form.errors else 200)


@require_http_methods(["POST"])
@office_page(COORDINATOR)
def discard_import(request: DistrictRequest, pk: int) -> HttpResponse:
    """Give up a table that waits for its columns."""
    run = access.run_or_404(request.viewer, request.district, pk)
    try:
        uploads.discard(run.pk, by=request.viewer)
    except ActionRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("The table was given up; nothing of it went in."))
    return go_to(request, "premises:imports")


@require_safe
@office_page(COORDINATOR)
def table_template(request: DistrictRequest) -> HttpResponse:
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''" + quote(_("template.csv"))}
    return HttpResponse(table_help.template(), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@office_page(*INVENTORY_ROLES)
def import_run(request: DistrictRequest, pk: int) -> HttpResponse:
    run = access.run_or_404(request.viewer, request.district, pk)
    context = {"run": run, "state": state_of(run, now=timezone.now()), "may_decide": may_decide(request)}
    context |= {"results": results_of(run), **differences_shown(request, run)}
    if run.status == SourceRun.Status.DONE:
        context["shown"] = [ask(request.viewer, request.district) for ask in public_lists]
    context["deciding"] = deciding_state(run, now=timezone.now())
    context["open_elsewhere"] = access.open_in_other_runs(run)
    return render(request, "premises/office/import_run.html", context)


def differences_shown(request: DistrictRequest, run: SourceRun) -> dict[str, Any]:
    """One kind of open differences, or those decided; the first kind that has any unless the address says which."""
    found = access.differences_of(run)
    counts = access.counts_of(run)
    asked = request.GET.get("show", "")
    shown = asked if asked in counts else next(iter(counts), "")
    if shown == "decided":
        rows = found.exclude(decision=Decision.OPEN).order_by("-decided_at", "pk")
    else:
        rows = found.filter(decision=Decision.OPEN, kind=shown)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": tell(list(page)),
        **left_of(run, counts, shown),
    }


def left_of(run: SourceRun, counts: dict[str, int], shown: str) -> dict[str, Any]:
    """The kinds of differences as tabs, and how many of all and of the kind shown are open."""
    return {
        "shown": shown,
        "tabs": tabs(run, counts, shown),
        "open_count": sum(count for name, count in counts.items() if name != "decided"),
        "kind_count": counts.get(shown, 0),
        "kind_name": kind_name(shown),
    }


def kind_name(kind: str) -> str:
    return _("Decided") if kind == "decided" else str(dict(ImportProposal.Kind.choices).get(kind, ""))


def tabs(run: SourceRun, counts: dict[str, int], shown: str) -> list[dict[str, Any]]:
    url = reverse("premises:import_run", args=[run.pk])
    return [
        {"label": kind_name(name), "count": count, "url": f"{url}?show={name}", "current": name == shown}
        for name, count in counts.items()
    ]


@require_safe
@office_page(*INVENTORY_ROLES)
def import_progress(request: DistrictRequest, pk: int) -> HttpResponse:
    """How far an import or a decision on it has got, asked again and again; at the end its page follows."""
    run = access.run_or_404(request.viewer, request.district, pk)
    now = timezone.now()
    state = deciding_state(run, now=now) or state_of(run, now=now)
    if not (state.is_under_way and wants_partial(request)):
        decided = decision_orders.decided_just_now(run, by=request.viewer)
        if decided is not None and not state.is_under_way:
            messages.success(request, many_decided(decided[0], Decision(decided[1])))
        is_asked = run.status == SourceRun.Status.ASKING and may_decide(request)
        return go_to(request, "premises:import_columns" if is_asked else "premises:import_run", pk)
    context = {"run": run, "state": state, "is_swap": run.status != SourceRun.Status.DONE}
    return render(request, "premises/office/import_progress.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def decide(request: DistrictRequest, pk: int) -> HttpResponse:
    """Accept or decline: one difference at once, many after a page that asks again."""
    run = access.run_or_404(request.viewer, request.district, pk)
    form = DecisionForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return go_to(request, "premises:import_run", pk)
    decision, kind = Decision(form.cleaned_data["decision"]), form.cleaned_data["kind"]
    one = form.cleaned_data["difference"]
    chosen = access.differences_of(run)
    if one:
        difference = get_object_or_404(chosen, pk=one)
        return decided_one(request, difference, decision)
    chosen = chosen.filter(decision=Decision.OPEN, **({"kind": kind} if kind else {}))
    if request.method != "POST":
        context = {"run": run, "decision": decision, "kind": kind, "kind_name": kind_name(kind)}
        return render(request, "premises/office/import_decide.html", context | {"count": chosen.count()})
    ids = list(chosen.values_list("pk", flat=True))
    if len(ids) > AT_ONCE:
        return order_many(request, run, decision, kind)
    count = decide_on(request.district, decision, by=request.viewer, only=ids)
    messages.success(request, many_decided(count, decision))
    return go_to(request, "premises:import_run", pk)


def order_many(request: DistrictRequest, run: SourceRun, decision: Decision, kind: str) -> HttpResponse:
    """More than people wait for: the worker decides, the page of the run shows how far it has got."""
    with transaction.atomic():
        order, is_new = decision_orders.give_order(run, decision, kind=kind, by=request.viewer)
        if is_new:
            carry_out_order.enqueue(order.pk, get_language() or settings.LANGUAGE_CODE)
    if not is_new:
        messages.info(request, _("The decision made before is still being carried out; nothing else was changed."))
    return go_to(request, "premises:import_run", run.pk)


def many_decided(count: int, decision: Decision) -> str:
    if not count:
        return _("Nothing was open any more; nothing was changed.")
    if decision == Decision.ACCEPTED:
        sentence = ngettext("%(count)s difference was accepted.", "%(count)s differences were accepted.", count)
    else:
        sentence = ngettext("%(count)s difference was declined.", "%(count)s differences were declined.", count)
    return sentence % {"count": in_groups(count)}


def decided_one(request: DistrictRequest, difference: ImportProposal, decision: Decision) -> HttpResponse:
    if request.method != "POST":
        return go_to(request, "premises:import_run", difference.run_id)
    count = decide_on(request.district, decision, by=request.viewer, only=[difference.pk])
    difference.refresh_from_db()
    if wants_partial(request):
        told = tell([difference])[0]
        counts = access.counts_of(difference.run)
        context = {"row": told, "run": difference.run, "may_decide": True, "was_decided": not count}
        context |= left_of(difference.run, counts, difference.kind) | {"is_swap": True}
        return render(request, "premises/office/import_difference.html", context)
    if count:
        messages.success(request, many_decided(1, decision))
    else:
        messages.info(request, decided_before(difference))
    query = urlencode({"show": difference.kind, "page": request.POST.get("page") or 1})
    return go_to(request, reverse("premises:import_run", args=[difference.run_id]) + f"?{query}")


def decided_before(difference: ImportProposal) -> str:
    return _("%(name)s was decided before: %(decision)s. Nothing was changed.") % {
        "name": tell([difference])[0].title,
        "decision": difference.get_decision_display(),
    }
