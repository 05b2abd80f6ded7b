"""Contacts swapped at a meeting: on the telephone of who checked in, and by the office from a signed sheet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.directory.rules.vcard import vcard
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Consent
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, room
from kiezkontor.meetings.access_swapping import read_by, swapped_by, there, there_or_404
from kiezkontor.meetings.actions import swapping as actions
from kiezkontor.meetings.forms.swapping import SwapForm
from kiezkontor.meetings.models import SwappedContact
from kiezkontor.shared.web import go_to, refusals_shown_on

PAGE = "meetings:swap"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def swap(request: DistrictRequest, token: str) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    people = there(meeting, room.here_on_this_telephone(request, meeting))
    context = {"event": meeting.event, "token": token, "people": people}
    if not people:
        return render(request, "meetings/swap.html", context, status=403 if request.method == "POST" else 200)
    form = SwapForm(request.POST or None, people=people, consent=actions.asked_for().text)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.give(form.chosen, channel=Consent.Channel.ONLINE, by=request.viewer, **form.contact)
            return go_to(request, PAGE, token)
    context |= {"form": form, "given": [row for row in people if swapped_by(row)], "others": read_by(meeting, people)}
    return render(request, "meetings/swap.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: DistrictRequest, token: str) -> HttpResponse:
    """Everything that was given with this telephone."""
    meeting = room.meeting_behind(request.district, token)
    for row in there(meeting, room.here_on_this_telephone(request, meeting)):
        actions.take_back(row, by=request.viewer)
    return go_to(request, PAGE, token)


@require_safe
@never_cache
def address_book(request: DistrictRequest, token: str) -> HttpResponse:
    """Empty for who reads nobody."""
    meeting = room.meeting_behind(request.district, token)
    found = read_by(meeting, there(meeting, room.here_on_this_telephone(request, meeting)))
    headers = {"Content-Disposition": 'attachment; filename="kontakte.vcf"'}
    return HttpResponse("".join(map(card_of, found)), content_type="text/vcard; charset=utf-8", headers=headers)


def card_of(swapped: SwappedContact) -> str:
    row = swapped.attendance
    where = str(row.organisation) if row.organisation else row.of_what
    return vcard(name=row.name, organisation=where, phone=swapped.phone, email=swapped.email, note=swapped.words)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def enter(request: DistrictRequest, pk: int, attendance_pk: int) -> HttpResponse:
    """What somebody without a telephone gave on a signed sheet; taken back here as well."""
    row = there_or_404(request.viewer, request.district, pk, attendance_pk)
    asked = _("The sheet is signed, and says:") + " " + actions.asked_for().text
    is_taken_back = "take_back" in request.POST
    written = request.POST if request.method == "POST" and not is_taken_back else None
    form = SwapForm(written, people=[row], consent=asked)
    if is_taken_back:
        actions.take_back(row, by=request.viewer)
        messages.success(request, _("The contact of %(name)s is shown to nobody any more.") % {"name": row.name})
        return go_to(request, "meetings:attendance", pk)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.give(row, channel=Consent.Channel.PAPER, by=request.viewer, **form.contact)
            messages.success(request, _("The others who swap contacts read that of %(name)s.") % {"name": row.name})
            return go_to(request, "meetings:attendance", pk)
    context = {"form": form, "event": row.meeting.event, "name": row.name, "is_given": swapped_by(row) is not None}
    return render(request, "meetings/office/swap.html", context, status=422 if form.errors else 200)
