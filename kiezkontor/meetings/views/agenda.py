"""The agenda as the office puts it together."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import shown
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access
from kiezkontor.meetings.actions import agenda as actions
from kiezkontor.meetings.forms.agenda import ItemForm
from kiezkontor.meetings.models import AgendaItem
from kiezkontor.meetings.proposing import proposals
from kiezkontor.meetings.shown import agenda_lines
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.meanwhile import stored_shown_on
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on, render_part, wants_partial

AGENDA, UP, DOWN = "meetings:agenda", -1, 1


def context_of(request: DistrictRequest, event: Event) -> dict[str, Any]:
    lines, left = agenda_lines(event, list(access.agenda_for(request.viewer, event)))
    return {
        "event": event,
        "lines": lines,
        "left": left,
        "too_many": -left,
        "open_tasks": list(access.open_tasks_before(event)),
    }


@require_safe
@office_page(*access.WRITERS)
def agenda(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    offered = proposals(request.viewer, event, access.meeting_of(event))
    context = context_of(request, event) | {
        "shown": shown(event),
        "proposals": [each for each in offered if not each.is_further],
        "further": [each for each in offered if each.is_further],
    }
    return render(request, "meetings/office/agenda.html", context)


@require_POST
@office_page(*access.WRITERS)
def take(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    made = actions.take(event, request.POST.getlist("proposal"), by=request.viewer)
    if made:
        messages.success(request, _("The agenda is changed."))
    else:
        messages.info(request, _("Nothing was chosen; the agenda is as it was."))
    return go_to(request, AGENDA, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def add(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    form = ItemForm(request.POST or None)

    def act() -> HttpResponse:
        actions.add_item(event, values=form.values(), by=request.viewer)
        messages.success(request, _("The agenda is changed."))
        return go_to(request, AGENDA, pk)

    done = done_once(request, form, act)
    context = {"form": form, "event": event}
    return done or render(request, "meetings/office/item.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    event = item.meeting.event
    form = ItemForm(request.POST or None, instance=item)

    def stored() -> AgendaItem:
        return access.item_or_404(request.viewer, request.district, pk)

    if form.is_valid():
        with refusals_shown_on(form), stored_shown_on(form, lambda: ItemForm(instance=stored())):
            seen = form.cleaned_data["seen_version"]
            actions.change_item(stored(), values=form.values(), seen=seen, by=request.viewer)
            messages.success(request, _("The agenda is changed."))
            return go_to(request, AGENDA, event.pk)
    context = {"form": form, "event": event, "item": item}
    return render(request, "meetings/office/item.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def up(request: DistrictRequest, pk: int) -> HttpResponse:
    return move(request, pk, UP)


@require_POST
@office_page(*access.WRITERS)
def down(request: DistrictRequest, pk: int) -> HttpResponse:
    return move(request, pk, DOWN)


def move(request: DistrictRequest, pk: int, places: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    actions.move_item(item, by_places=places, by=request.viewer)
    if not wants_partial(request):
        return go_to(request, AGENDA, item.meeting.event_id)
    context = context_of(request, item.meeting.event) | {"moved": item.pk}
    return render_part(request, "meetings/office/agenda.html", "items", context)


@require_POST
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    try:
        actions.remove_item(item, by=request.viewer)
        messages.success(request, _("The item is off the agenda."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, AGENDA, item.meeting.event_id)
