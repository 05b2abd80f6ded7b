"""Reminders of an event, as the office sets them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.calendar import access
from kiezkontor.calendar.actions import reminders as actions
from kiezkontor.calendar.forms.reminders import ReminderForm
from kiezkontor.calendar.models import Event, Reminder
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

EVENT = "calendar:office_event"


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def new(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    form = ReminderForm(request.POST or None)

    def act() -> HttpResponse:
        actions.add_reminder(pk, values=form.cleaned_data, by=request.viewer)
        messages.success(request, _("The reminder is set."))
        return go_to(request, EVENT, pk)

    return done_once(request, form, act) or shown_form(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.WRITERS)
def change(request: DistrictRequest, pk: int, reminder_pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    reminder = reminder_or_404(found, reminder_pk)
    form = ReminderForm(request.POST or None, instance=reminder)
    if form.is_valid():
        with refusals_shown_on(form):
            actions.change_reminder(reminder.pk, values=form.cleaned_data, by=request.viewer)
            messages.success(request, _("The reminder is changed."))
            return go_to(request, EVENT, pk)
    return shown_form(request, form, found, reminder)


def shown_form(
    request: DistrictRequest, form: ReminderForm, found: Event, reminder: Reminder | None = None
) -> HttpResponse:
    context = {"form": form, "event": found, "reminder": reminder}
    return render(request, "calendar/office/reminder.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*access.WRITERS)
def remove(request: DistrictRequest, pk: int, reminder_pk: int) -> HttpResponse:
    found = access.writable_or_404(request.viewer, request.district, pk)
    try:
        actions.remove_reminder(reminder_or_404(found, reminder_pk).pk, by=request.viewer)
        messages.success(request, _("The reminder is removed."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, EVENT, pk)


def reminder_or_404(event: Event, pk: int) -> Reminder:
    for each in access.reminders_of(event):
        if each.pk == pk:
            return each
    raise Http404
