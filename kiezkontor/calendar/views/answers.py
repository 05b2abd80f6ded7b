"""Answering to an event: on the website, and by a personal link; never with an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kiezkontor.calendar import access, access_groups, hooks
from kiezkontor.calendar.actions import answers as actions
from kiezkontor.calendar.forms.answers import AnswerForm, RegisterForm
from kiezkontor.calendar.models import Answer, Event, Invitation, Slot
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.shown import places_left, shown
from kiezkontor.districts import presenting
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.notices import links
from kiezkontor.notices.models import PersonalLink
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.web import refusals_shown_on

REPLIES = {"ja": "yes", "vielleicht": "maybe", "nein": "no"}


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.answerable_or_404(request.viewer, request.district, pk)
    slots = access.open_times_of(event)
    if not slots:
        return HttpResponseRedirect(reverse("calendar:event", args=[pk]))
    initial = {"slot_pk": whole_number(request.GET.get("zeit", ""))}
    groups = access_groups.asked_of(event) if getattr(event, "names_groups", False) else []
    language = presenting.language()
    form = RegisterForm(request.POST or None, slots=slots, groups=groups, language=language, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            given, belongs = form.given(), form.belongs()
            _made, token = actions.register(form.slot().pk, given=given, key=form.key(), belongs_to=belongs)
            return HttpResponseRedirect(reverse("calendar:own_answer", args=[token]))
    form.renew_when_too_old()
    context = {
        "event": event,
        "shown": shown(event, slots[0] if len(slots) == 1 else None),
        "form": form,
        "left": places_left(slots[0]) if len(slots) == 1 else "",
    }
    return render(request, "calendar/register.html", context, status=422 if form.errors else 200)


def link_of(request: DistrictRequest, token: str) -> tuple[PersonalLink, Event, Answer | None, Invitation | None]:
    """What a personal link of this district opens; 404 for all else, and where it was taken back."""
    link = links.opened_by(token, purposes={access.INVITED, access.ANSWERED}, scope_id=request.district.pk)
    if link is None or links.state_of(link) == "withdrawn":
        raise Http404
    answer, invitation = access.answer_behind(link), access.invitation_behind(link)
    if answer is None and invitation is None:
        raise Http404
    event = answer.slot.event if answer else invitation.event if invitation else None
    assert event is not None
    return link, event, answer, invitation


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_answer(request: DistrictRequest, token: str) -> HttpResponse:
    """What somebody answered, and a form to answer or change it."""
    link, event, answer, invitation = link_of(request, token)
    if links.state_of(link) != "open":
        return render(request, "calendar/own_answer.html", page_of(event, answer, token), status=410)
    slots = access.open_times_of(event)
    is_open = bool(slots)
    if is_open and answer is not None and answer.slot.cancelled_at is None:
        slots = access.with_their_own(slots, answer)
    form = AnswerForm(
        request.POST or None,
        slots=slots,
        groups=[] if answer else access_groups.asked_of(event),
        answer=answer,
        name=answer.name if answer else str(invitation),
        email=link.email,
        reply=REPLIES.get(request.GET.get("antwort", ""), ""),
        language=presenting.language(),
    )
    if is_open and form.is_valid():
        with refusals_shown_on(form):
            act(form, answer, invitation)
            return HttpResponseRedirect(request.path)
    context = page_of(event, answer, token) | {"form": form, "is_open": is_open}
    context["parts"] = hooks.parts_for_invited(event, invitation)
    return render(request, "calendar/own_answer.html", context, status=422 if form.errors else 200)


def page_of(event: Event, answer: Answer | None, token: str) -> dict[str, Any]:
    slot = answer.slot if answer else None
    return {"event": event, "shown": shown(event, slot), "answer": answer, "slot": slot, "token": token}


def act(form: AnswerForm, answer: Answer | None, invitation: Invitation | None) -> None:
    slot: Slot = form.slot()
    if invitation is not None:
        given, belongs = form.given(), form.belongs()
        actions.answer_by_link(slot.pk, given=given, key=form.key(), invitation=invitation, belongs_to=belongs)
    elif answer is not None:
        channel = Channel.FORM if answer.invitation_id else Channel.LINK
        actions.change_answer(answer.pk, to=slot.pk, given=form.given(), key=form.key(), channel=channel)


@require_POST
@never_cache
def take(request: DistrictRequest, token: str) -> HttpResponse:
    """Take the place that was offered; a button does it, so that programs that open links for checking take none."""
    link, event, answer, _invitation = link_of(request, token)
    if answer is None:
        raise Http404
    if links.state_of(link) != "open":
        return render(request, "calendar/own_answer.html", page_of(event, answer, token), status=410)
    try:
        actions.take_place(answer.pk)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return HttpResponseRedirect(reverse("calendar:own_answer", args=[token]))
