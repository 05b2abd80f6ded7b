"""The needs interview on paper: sheets printed, and typed in one after the other when they come back."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts import presenting
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations import access as organisations
from kiezkontor.organisations.actions import letters
from kiezkontor.organisations.actions.stewards import confirm_from_paper
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.purposes import FRESH
from kiezkontor.organisations.run_pages import file_of, run_page
from kiezkontor.outreach import access
from kiezkontor.outreach.access import OUTREACH_ROLES
from kiezkontor.outreach.actions.interviews import enter_sheet
from kiezkontor.outreach.forms_sheets import SheetCodeForm, SheetForm
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.outreach.results import in_words
from kiezkontor.outreach.rules.purposes import NEEDS_SHEETS
from kiezkontor.outreach.tasks import print_sheets
from kiezkontor.outreach.views.pipeline import filter_of
from kiezkontor.outreach.walk import walk_to
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once, once
from kiezkontor.shared.web import go_to, refusals_shown_on

RUNS_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def sheets(request: DistrictRequest) -> HttpResponse:
    """Where the code of a sheet is typed, how many were entered today, and what was printed."""
    form = SheetCodeForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            return go_to(request, "outreach:sheet", meant(request, form.cleaned_data["code"]).pk)
    entered = access.entered_today(request.viewer, request.district)
    context = {
        "form": form,
        "entered": entered.count(),
        "last": entered.first(),
        "runs": access.sheet_runs_of(request.viewer, request.district)[:RUNS_SHOWN],
    }
    return render(request, "outreach/sheets.html", context, status=422 if form.errors else 200)


def meant(request: DistrictRequest, typed: str) -> PersonalLink:
    """The paper of this district whose code was typed, or whose square was scanned; open or not."""
    scanned = [part for part in urlsplit(typed.strip()).path.split("/") if len(part) > 40]
    if scanned:
        found = links.opened_by(scanned[-1], purposes=access.ON_PAPER, scope_id=request.district.pk)
        if found is None:
            raise ActionRefused(_("This square code is not one of our sheets."), field="code")
        return found
    link = links.by_code(typed)
    if link is None:
        raise ActionRefused(_("We know no sheet with this code. Please compare it once more."), field="code")
    if link.scope_id != request.district.pk:
        raise ActionRefused(_("This sheet belongs to another district."), field="code")
    if link.purpose not in access.ON_PAPER:
        raise ActionRefused(_("This code is of a letter about an entry; nothing of it is typed in here."), field="code")
    return link


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*OUTREACH_ROLES)
def sheet(request: DistrictRequest, pk: int) -> HttpResponse:
    """One sheet that came back; saved, the next code can be typed at once."""
    link = access.paper_or_404(request.viewer, request.district, pk)
    organisation = organisations.known_or_404(request.district, link.subject_id)
    if link.purpose == FRESH:
        return freshness(request, link)
    entered = access.entered_of(link)
    if not access.can_change_sheet(request.viewer, request.district, entered):
        return sheet_of_others(request, organisation, entered)
    form = SheetForm(request.POST or None, entered=entered)

    def save() -> HttpResponse:
        given, on = form.answers(), form.cleaned_data["on"]
        enter_sheet(link, organisation, on=on, answers=given, district=request.district, by=request.viewer)
        return go_to(request, "outreach:sheets")

    if done := done_once(request, form, save):
        return done
    context = {
        "form": form,
        "organisation": organisation,
        "entered": entered,
        "others": [
            {"on": each.on, "how": each.how, "answers": in_words(each.answers)}
            for each in access.other_answers(request.viewer, request.district, organisation, link)
        ],
    }
    return render(request, "outreach/sheet.html", context, status=422 if form.errors else 200)


def sheet_of_others(
    request: DistrictRequest, organisation: Organisation, entered: NeedsInterview | None
) -> HttpResponse:
    if request.method == "POST":
        raise PermissionDenied
    context = {"organisation": organisation, "entered": entered}
    return render(request, "outreach/sheet_of_others.html", context)


def freshness(request: DistrictRequest, link: PersonalLink) -> HttpResponse:
    """A letter that asked whether an entry is still right: yes with one press, otherwise the entry is corrected."""
    organisation = organisations.known_or_404(request.district, link.subject_id)
    may_edit = organisations.can_edit(request.viewer, request.district)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        confirm_from_paper(link, organisation, district=request.district, by=request.viewer)
        messages.success(request, _("%(name)s: noted as still right.") % {"name": organisation})
        return go_to(request, "outreach:sheets")
    context: dict[str, Any] = {"organisation": organisation, "link": link, "may_edit": may_edit}
    return render(request, "outreach/sheet_freshness.html", context)


@require_POST
@office_page(*OUTREACH_ROLES)
def print_walk(request: DistrictRequest) -> HttpResponse:
    """Sheets for everybody on a walk, in its order, to be brought along."""
    today = timezone.localdate()
    found = walk_to(filter_of(request).found(on=today), request.district, on=today)
    ids = [door.organisation.pk for _street, doors in found.legs for door in doors]

    def start() -> HttpResponse:
        run = letters.start_run(
            ids,
            kind=NEEDS_SHEETS,
            language=presenting.language(),
            district=request.district,
            by=request.viewer,
        )
        print_sheets.enqueue(run.pk)
        return go_to(request, "outreach:sheets_run", run.pk)

    try:
        return once(request, start)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, reverse("outreach:walk") + f"?{request.GET.urlencode()}")


@require_safe
@office_page(*OUTREACH_ROLES)
def run(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.sheet_run_or_404(request.viewer, request.district, pk)
    back, label = reverse("outreach:sheets"), _("Questions on paper")
    return run_page(request, found, pages="outreach:sheets", back=back, back_label=label)


@require_POST
@office_page(*OUTREACH_ROLES)
def file(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.sheet_run_or_404(request.viewer, request.district, pk)
    made = letters.take_file(found, district=request.district, by=request.viewer)
    return file_of(found, made, name=f"bedarf-{request.district.slug}")
