"""Who is there: the office's list, and the page behind the code on the wall."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import shown
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, room
from kiezkontor.meetings.access_swapping import there_or_404
from kiezkontor.meetings.actions import attending as actions
from kiezkontor.meetings.actions.agenda import prepare
from kiezkontor.meetings.expecting import guests_of, who_comes
from kiezkontor.meetings.forms.attending import CheckInForm, PersonForm
from kiezkontor.meetings.rules.attending import State, is_open, may_swap, numbers_of
from kiezkontor.organisations.access import members_on
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part, wants_partial

LIST = "meetings:attendance"


def context_of(event: Event) -> dict[str, object]:
    guests = guests_of(event)
    return {
        "event": event,
        "guests": guests,
        "swaps": may_swap(event.starts_at, event.ends_at, now=timezone.now()),
        "numbers": numbers_of([(each.state, each.may_vote) for each in guests]),
        "states": [
            (State.PRESENT.value, _("there")),
            (State.EXCUSED.value, _("excused")),
            (State.ABSENT.value, _("not there")),
        ],
    }


@require_safe
@office_page(*access.WRITERS)
def attendance(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    context = context_of(event) | {
        "shown": shown(event),
        "is_open": is_open(event.starts_at, event.ends_at, now=timezone.now()),
    }
    return render(request, "meetings/office/attendance.html", context)


@require_POST
@office_page(*access.WRITERS)
def mark(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    state = request.POST.get("state", "")
    if state == "" or state in set(State) - {State.DEPUTY}:
        try:
            actions.mark(event, request.POST.get("guest", ""), state=state, by=request.viewer)
        except ActionRefused as refused:
            return list_again(request, event, refused.sentence)
    return list_again(request, event)


def list_again(request: DistrictRequest, event: Event, refused: str = "") -> HttpResponse:
    """refused: why nothing was changed."""
    if wants_partial(request):
        context = context_of(event) | {"refused": refused}
        return render_part(request, "meetings/office/attendance.html", "guests", context)
    if refused:
        messages.error(request, refused)
    return go_to(request, LIST, event.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def add_person(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    members = members_on(timezone.localdate(), request.district)
    form = PersonForm(request.POST or None, guests=guests_of(event), members=members)

    def act() -> HttpResponse:
        actions.add_person(event, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
        return go_to(request, LIST, pk)

    done = done_once(request, form, act)
    context = {"form": form, "event": event}
    return done or render(request, "meetings/office/person.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def free_phone(request: DistrictRequest, pk: int, attendance_pk: int) -> HttpResponse:
    row = there_or_404(request.viewer, request.district, pk, attendance_pk)
    actions.free_phone(row, by=request.viewer)
    messages.success(request, _("%(name)s can check in with another telephone now.") % {"name": row.name})
    return go_to(request, LIST, pk)


@require_POST
@office_page(*access.WRITERS)
def let_vote(request: DistrictRequest, pk: int, attendance_pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    row = there_or_404(request.viewer, request.district, pk, attendance_pk)
    actions.let_vote(row, may_vote=request.POST.get("may_vote") == "yes", by=request.viewer)
    return list_again(request, event)


@require_POST
@office_page(*access.WRITERS)
def open_room(request: DistrictRequest, pk: int) -> HttpResponse:
    """Make the meeting, where nothing is on its agenda yet, and show the code for the wall."""
    event = access.event_or_404(request.viewer, request.district, pk)
    prepare(event, by=request.viewer)
    return go_to(request, "meetings:door", pk)


@require_safe
@office_page(*access.WRITERS)
def door(request: DistrictRequest, pk: int) -> HttpResponse:
    """The code for the wall, large, with how many have checked in."""
    event = access.event_or_404(request.viewer, request.district, pk)
    meeting = access.meeting_of(event)
    if meeting is None:
        return go_to(request, LIST, pk)
    url = request.build_absolute_uri(reverse("meetings:check_in", args=[room.token_of(meeting)]))
    context = {
        "event": event,
        "shown": shown(event),
        "url": url,
        "picture": segno.make(url, error="m", micro=False).svg_data_uri(scale=8, border=4, light="#ffffff"),
        "numbers": access.numbers_at(meeting),
        "is_open": is_open(event.starts_at, event.ends_at, now=timezone.now()),
    }
    return render(request, "meetings/office/door.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_in(request: DistrictRequest, token: str) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    event = meeting.event
    form = CheckInForm(request.POST or None, guests=who_comes(guests_of(event)))
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            row = actions.check_in(
                event,
                key=said.get("guest", ""),
                name=said["name"],
                of_what=said["of_what"],
                by=request.viewer,
                here=room.here_on_this_telephone(request, meeting),
            )
            response = go_to(request, "meetings:checked_in", token)
            room.remember_on_this_telephone(request, response, meeting, row)
            return response
    context = {
        "form": form,
        "event": event,
        "shown": shown(event),
        "token": token,
        "is_over": meeting.ended_at is not None,
    }
    return render(request, "meetings/check_in.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def checked_in(request: DistrictRequest, token: str) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    context = {
        "event": meeting.event,
        "shown": shown(meeting.event),
        "token": token,
        "items": list(access.agenda_for(request.viewer, meeting.event)),
    }
    return render(request, "meetings/checked_in.html", context)
