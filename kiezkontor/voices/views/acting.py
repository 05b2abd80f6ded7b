"""The office makes an action of an idea, or notes which event came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to
from kiezkontor.voices import access
from kiezkontor.voices.access import MODERATORS
from kiezkontor.voices.actions import acting
from kiezkontor.voices.forms.acting import ActionForm

VOICE = "voices:office_voice"


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*MODERATORS)
def action(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    events = access.events_to_choose(request.viewer, found, now=timezone.now())
    form = ActionForm(request.POST or None, events=events, initial={"title": found.shown_title})

    def act() -> HttpResponse:
        if chosen := form.cleaned_data["event"]:
            acting.lead_to(pk, chosen, by=request.viewer)
            messages.success(request, _("It is noted. Both pages lead to each other, as far as they are public."))
            return go_to(request, VOICE, pk)
        made = acting.plan_action(pk, by=request.viewer, **form.planned())
        messages.success(request, _("The action is planned. Please add place and text, then announce it."))
        return go_to(request, "calendar:office_change", made.pk)

    done = done_once(request, form, act)
    context = {"form": form, "voice": found, "events": access.events_led_to(request.viewer, found)}
    return done or render(request, "voices/office/action.html", context, status=422 if form.errors else 200)


@require_POST
@office_page(*MODERATORS)
def take_away(request: DistrictRequest, pk: int) -> HttpResponse:
    found = access.or_404(request.viewer, request.district, pk)
    noted = access.events_led_to(request.viewer, found)
    event = noted.filter(pk=whole_number(request.POST.get("event", "")) or 0).first()
    if event is not None:
        acting.lead_no_more(pk, event, by=request.viewer)
        messages.success(request, _("It is taken back. The idea and the event both stay."))
    return go_to(request, "voices:office_action", pk)
