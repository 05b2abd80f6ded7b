"""The times of an event with places of their own, as the office keeps them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.calendar import access
from kiezkontor.calendar.actions import slots as actions
from kiezkontor.calendar.forms.slots import NewSlotForm, SlotForm
from kiezkontor.calendar.shown import shown, time_row
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

LIST = "calendar:office_slots"


@require_safe
@office_page(*access.WRITERS)
def slots(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    rows = list(access.slots_with_answers(found))
    living = [slot for slot in rows if slot.cancelled_at is None]
    context = {
        "event": found,
        "shown": shown(found),
        "rows": [time_row(slot) for slot in sorted(rows, key=lambda slot: (slot.begins_at, slot.pk))],
        "may_cancel": len(living) > 1,
        "is_foreign": found.feed_id is not None,
    }
    return render(request, "calendar/office/slots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def new(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    form = NewSlotForm(request.POST or None, event=found)

    def act() -> HttpResponse:
        made = actions.add_slots(found.pk, **form.values(), by=request.viewer)
        said = ngettext("%(count)d time is added.", "%(count)d times are added.", len(made))
        messages.success(request, said % {"count": len(made)})
        return go_to(request, LIST, pk)

    context = {"form": form, "event": found, "shown": shown(found)}
    done = done_once(request, form, act)
    return done or render(request, "calendar/office/slot.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int, slot_pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    slot = access.slot_or_404(found, slot_pk)
    form = SlotForm(request.POST or None, event=found, slot=slot)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change_slot(slot.pk, **form.values(), by=request.viewer)
            messages.success(request, _("The time is changed. Who answered hears of a new time by mail."))
            return go_to(request, LIST, pk)
    context = {"form": form, "event": found, "shown": shown(found), "slot": slot, "row": time_row(slot)}
    return render(request, "calendar/office/slot.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def cancel(request: DistrictRequest, pk: int, slot_pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    slot = access.slot_or_404(found, slot_pk)
    if request.method == "POST":
        said = _("The time is cancelled. Who answered to it hears of it by mail and can choose another.")
        return tried(request, lambda: actions.cancel_slot(slot.pk, by=request.viewer), said, pk)
    context = {"event": found, "shown": shown(found), "slot": slot, "row": time_row(slot)}
    return render(request, "calendar/office/slot_cancel.html", context)


@require_POST
@office_page(*access.WRITERS)
def restore(request: DistrictRequest, pk: int, slot_pk: int) -> HttpResponse:
    slot = access.slot_or_404(access.writable_or_404(request.viewer, request.district, pk), slot_pk)
    said = _("The time takes place after all. Who answered to it hears of it by mail.")
    return tried(request, lambda: actions.restore_slot(slot.pk, by=request.viewer), said, pk)


@require_POST
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int, slot_pk: int) -> HttpResponse:
    slot = access.slot_or_404(access.writable_or_404(request.viewer, request.district, pk), slot_pk)
    return tried(request, lambda: actions.remove_slot(slot.pk, by=request.viewer), _("The time is removed."), pk)


def tried(request: DistrictRequest, act: Callable[[], Any], said: str, pk: int) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, LIST, pk)
