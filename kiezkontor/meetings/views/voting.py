"""Voting on a telephone, behind the code on the wall."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import room
from kiezkontor.meetings.access_ballots import (
    in_the_room_or_404,
    who_has_an_interest,
    who_has_no_vote,
    who_voted_by_others,
    who_votes,
)
from kiezkontor.meetings.actions import balloting as actions
from kiezkontor.meetings.forms.balloting import VoteForm
from kiezkontor.meetings.rules.balloting import Stage
from kiezkontor.meetings.views.ballots import picture_on
from kiezkontor.shared.web import go_to, refusals_shown_on


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def vote(request: DistrictRequest, token: str, pk: int) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    ballot = in_the_room_or_404(request.viewer, meeting, pk)
    here = room.here_on_this_telephone(request, meeting)
    people = who_votes(ballot, here)
    form = VoteForm(request.POST or None, ballot=ballot, people=people)
    if form.is_valid():
        with refusals_shown_on(form):
            if form.person is None:
                actions.vote_on_paper(ballot, form.cleaned_data["code"], form.marks(), by=request.viewer)
            else:
                actions.vote_by_phone(ballot, form.person, form.marks())
            return go_to(request, "meetings:voted", token, pk)
    interested, without_vote = who_has_an_interest(ballot, here), who_has_no_vote(ballot, here)
    by_others = who_voted_by_others(ballot, here)
    context = {
        "form": form,
        "ballot": ballot,
        "event": meeting.event,
        "token": token,
        "is_open": ballot.stage == Stage.OPEN,
        "person": people[0] if len(people) == 1 else None,
        "has_voted": len(here) > len(interested) + len(without_vote) + len(by_others) and not people,
        "interested": interested,
        "without_vote": without_vote,
        "by_others": by_others,
    }
    return render(request, "meetings/vote.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def voted(request: DistrictRequest, token: str, pk: int) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    ballot = in_the_room_or_404(request.viewer, meeting, pk)
    context = {
        "ballot": ballot,
        "event": meeting.event,
        "token": token,
        "others": who_votes(ballot, room.here_on_this_telephone(request, meeting)),
    }
    return render(request, "meetings/voted.html", context)


@require_safe
def picture(request: DistrictRequest, token: str, pk: int, option_pk: int) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    return picture_on(in_the_room_or_404(request.viewer, meeting, pk), option_pk)
