"""Invitations as whoever has an account sees them: yes, maybe or no in one tap, and what they answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.calendar import access, access_inviting
from kiezkontor.calendar.actions import answers as actions
from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.calendar.rules.kinds import Channel, Reply
from kiezkontor.calendar.shown import shown
from kiezkontor.calendar.shown_inviting import STANDS, answer_to
from kiezkontor.calendar.telling import link_to_invitation
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.models import Role
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.web import go_to

OWN = "calendar:own_invitations"


@require_safe
@office_page(*Role.Name.values)
def invitations(request: DistrictRequest) -> HttpResponse:
    invited = list(access_inviting.own_invitations(request.viewer, request.district))
    others = list(access_inviting.own_answers(request.viewer, request.district))
    told_of = {each.event_id for each in invited} | {each.slot.event_id for each in others}
    context = {
        "has_entries": access_inviting.writes_for(request.viewer, request.district).exists(),
        "invited": [row(each.event, answer_to(each), invitation=each) for each in invited],
        "others": [row(each.slot.event, each) for each in others],
        "seen": access.seen_among(request.viewer, request.district, told_of),
        "replies": [(reply.value, STANDS[reply.value]) for reply in Reply],
    }
    return render(request, "calendar/own/invitations.html", context)


def row(event: Event, answer: Answer | None, *, invitation: Invitation | None = None) -> dict[str, Any]:
    return {
        "event": event,
        "shown": shown(event, answer.slot if answer else None),
        "answer": answer,
        "reply": answer.reply if answer else "",
        "invitation": invitation,
        "is_open": bool(access.open_times_of(event)),
    }


@require_POST
@office_page(*Role.Name.values)
def reply(request: DistrictRequest, pk: int) -> HttpResponse:
    """One tap on an invitation; with several times the page of the answer asks which."""
    found = access_inviting.own_invitation_or_404(request.viewer, request.district, pk)
    said, slots = request.POST.get("reply", ""), access.times_of(found.event)
    if said not in set(Reply) or (said != Reply.NO and len(slots) > 1):
        return go_to(request, "calendar:own_answer", link_to_invitation(found))

    def act() -> Answer:
        return actions.answer_simply(found, said, slot=slots[0], channel=Channel.LINK, by=request.viewer)

    return noted(request, act)


@require_POST
@office_page(*Role.Name.values)
def change(request: DistrictRequest, pk: int) -> HttpResponse:
    """One tap on what was answered without an invitation."""
    found = access_inviting.own_answer_or_404(request.viewer, request.district, pk)
    said = request.POST.get("reply", "")
    if said not in set(Reply):
        return go_to(request, OWN)
    return noted(request, lambda: actions.change_simply(found, said, channel=Channel.LINK, by=request.viewer))


def noted(request: DistrictRequest, act: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, _("Your answer is noted."))
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, OWN)
