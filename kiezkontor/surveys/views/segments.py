from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.surveys import access
from kiezkontor.surveys.actions import segments as actions
from kiezkontor.surveys.forms_segments import DivideForm, SegmentForm
from kiezkontor.surveys.roster import roster_of
from kiezkontor.surveys.round_pages import pages_of


@require_safe
@office_page(*INVENTORY_ROLES)
def segments(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    roster = roster_of(shown, in_order=False)
    rest = roster.in_no_segment
    context = {
        "survey_round": shown,
        "pages": pages_of(shown, "surveys:segments"),
        "rows": [{"segment": each, "progress": roster.progress(roster.of(each))} for each in roster.segments],
        "rest": roster.progress(rest) if rest else None,
        "whole": roster.progress(roster.houses),
        "may_give": not shown.is_frozen and request.viewer.has_role(request.district, COORDINATOR),
    }
    return render(request, "surveys/office/segments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def new_segment(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    form = SegmentForm(request.POST or None, district=request.district)

    def give() -> HttpResponse:
        made = actions.give_segment(shown, form.stretch(), to=form.person(), by=request.viewer)
        messages.success(request, _("The segment %(segment)s was added.") % {"segment": made})
        return go_to(request, "surveys:segments", number)

    return done_once(request, form, give) or form_page(request, shown, form, heading=_("New segment"))


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def segment(request: DistrictRequest, number: int, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    found = access.segment_or_404(shown, pk)
    form = SegmentForm(request.POST or None, district=request.district, segment=found)

    def change() -> HttpResponse:
        actions.change_segment(found, form.stretch(), to=form.person(), by=request.viewer)
        messages.success(request, _("Saved."))
        return go_to(request, "surveys:segments", number)

    heading = _("Segment %(segment)s") % {"segment": found}
    return done_once(request, form, change) or form_page(request, shown, form, heading=heading, segment=found)


def form_page(request: DistrictRequest, shown: Any, form: SegmentForm, **more: Any) -> HttpResponse:
    context = {"survey_round": shown, "form": form, **more}
    return render(request, "surveys/office/segment.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(COORDINATOR)
def remove_segment(request: DistrictRequest, number: int, pk: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    found = access.segment_or_404(shown, pk)
    try:
        actions.remove_segment(found, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(
            request, _("The segment %(segment)s was removed. What was seen there stays.") % {"segment": found}
        )
    return go_to(request, "surveys:segments", number)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(COORDINATOR)
def divide(request: DistrictRequest, number: int) -> HttpResponse:
    shown = access.or_404(request.viewer, request.district, number)
    form = DivideForm(request.POST if request.method == "POST" else None, district=request.district)

    def share_out() -> HttpResponse:
        made = actions.divide(shown, form.chosen(), by=request.viewer)
        said = ngettext("%(count)s segment was added.", "%(count)s segments were added.", made)
        messages.success(request, said % {"count": made})
        return go_to(request, "surveys:segments", number)

    if done := done_once(request, form, share_out):
        return done
    context = {"survey_round": shown, "form": form}
    return render(request, "surveys/office/divide.html", context, status=422 if form.errors else 200)
