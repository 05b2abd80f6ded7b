"""Taking back what was noted at an item by mistake: a page that asks, and the deed."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access
from kiezkontor.meetings.actions import taking_back as actions
from kiezkontor.meetings.models import AgendaItem
from kiezkontor.meetings.views.live import back_to
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.web import refusals_shown_on


class SureForm(Form):
    """Nothing but the question."""

    quiet = True


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def decision(request: DistrictRequest, pk: int, noted_pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    made = access.noted_at(item.decisions.all(), noted_pk)
    return asked(
        request,
        item,
        (lambda version: actions.take_back_decision(made, version=version, by=request.viewer)) if made else None,
        title=_("Take back a decision"),
        what=made.wording if made else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def interest(request: DistrictRequest, pk: int, noted_pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    declared = access.noted_at(item.interests.select_related("attendance"), noted_pk)
    return asked(
        request,
        item,
        (lambda version: actions.take_back_interest(declared, version=version, by=request.viewer))
        if declared
        else None,
        title=_("Take back an own interest"),
        what=declared.attendance.name if declared else "",
    )


def asked(
    request: DistrictRequest, item: AgendaItem, act: Callable[[int], None] | None, *, title: str, what: str
) -> HttpResponse:
    """The page that asks, and what a yes does. act: None where somebody else has taken it back meanwhile."""
    back = back_to(request, item.pk, item.meeting.event_id)
    if act is None:
        messages.info(request, _("This was taken back already."))
        return back
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            act(whole_number(request.POST.get("seen", "")) or 0)
            messages.success(request, _("It is taken back. Tasks that came from it stay."))
            return back
    item.refresh_from_db(fields=["version", "minutes"])
    context = {"form": form, "item": item, "event": item.meeting.event, "title": title, "what": what}
    return render(request, "meetings/office/take_back.html", context, status=422 if form.errors else 200)
