"""Boards with cards: as who leads puts them in order, and the card that is written on a telephone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, room
from kiezkontor.meetings.access_boards import board_or_404, in_the_room_or_404
from kiezkontor.meetings.actions import boards as actions
from kiezkontor.meetings.forms.boards import BoardForm, CardForm, PaperCardsForm, SortForm
from kiezkontor.meetings.models import Board
from kiezkontor.meetings.rules.boards import SWOT
from kiezkontor.meetings.views.live import back_to
from kiezkontor.meetings.views.results import answered
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.once import done_once
from kiezkontor.shared.web import go_to, refusals_shown_on

PAGE = "meetings:board"


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def put_up(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    form = BoardForm(request.POST or None)
    return answered(
        request,
        item,
        form,
        lambda: actions.put_up(item, by=request.viewer, **form.cleaned_data),
        title=_("Collect cards"),
        note=_("Everybody in the room writes on the telephone, or on paper; who wrote what is not kept."),
        then=lambda made: go_to(request, PAGE, made.pk),
    )


@require_safe
@office_page(*access.MINUTE_TAKERS)
def board(request: DistrictRequest, pk: int) -> HttpResponse:
    found = board_or_404(request.viewer, request.district, pk)
    return shown_page(request, found, sort_form(found))


def sort_form(found: Board, data: object = None) -> SortForm:
    clusters = [group.cluster for group in found.groups if group.cluster]
    return SortForm(data, cards=list(found.cards.all()), clusters=clusters, own_names=found.kind != SWOT)


def shown_page(request: DistrictRequest, found: Board, form: SortForm, status: int = 200) -> HttpResponse:
    chosen = request.POST.getlist("cards")
    context = {"board": found, "item": found.item, "event": found.item.meeting.event, "form": form, "chosen": chosen}
    return render(request, "meetings/office/board.html", context, status=status)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def sort(request: DistrictRequest, pk: int) -> HttpResponse:
    """Put the chosen cards somewhere, or take them off."""
    found = board_or_404(request.viewer, request.district, pk)
    form = sort_form(found, request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            messages.success(request, sorted_as_asked(request, found, form.cleaned_data))
            return go_to(request, PAGE, pk)
    return shown_page(request, found, form, 422)


def sorted_as_asked(request: DistrictRequest, found: Board, asked: dict[str, Any]) -> str:
    """What was done with the chosen cards, as a sentence."""
    if "take_off" in request.POST:
        count = actions.take_off(found, asked["cards"], by=request.viewer)
        said = ngettext("%(count)d card was taken off.", "%(count)d cards were taken off.", count)
    else:
        cluster = int(asked["cluster"]) if asked["cluster"] else None
        count = actions.sort(found, asked["cards"], cluster=cluster, name=asked.get("name", ""), by=request.viewer)
        said = ngettext("%(count)d card was put there.", "%(count)d cards were put there.", count)
    return said % {"count": count}


@require_http_methods(["GET", "HEAD", "POST"])
@office_page(*access.MINUTE_TAKERS)
def type_in(request: DistrictRequest, pk: int) -> HttpResponse:
    found = board_or_404(request.viewer, request.district, pk)
    form = PaperCardsForm(request.POST or None, board=found)

    def act() -> int:
        said = form.cleaned_data
        return actions.type_in(
            found, texts=said["texts"], author=said["author"], cluster=form.cluster, by=request.viewer
        )

    def then(count: int) -> HttpResponse:
        done = ngettext("%(count)d card hangs on the board.", "%(count)d cards hang on the board.", count)
        messages.success(request, done % {"count": count})
        return go_to(request, PAGE, pk)

    return answered(request, found.item, form, act, title=_("Type in cards"), note=found.question, then=then)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def take_cards(request: DistrictRequest, pk: int) -> HttpResponse:
    found = board_or_404(request.viewer, request.district, pk)
    try:
        actions.take_cards(found, is_open=request.POST.get("is_open") == "yes", by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
    return go_to(request, PAGE, pk)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def take_down(request: DistrictRequest, pk: int) -> HttpResponse:
    found = board_or_404(request.viewer, request.district, pk)
    try:
        actions.take_down(found, by=request.viewer)
    except ActionRefused as refused:
        messages.error(request, refused.sentence)
        return go_to(request, PAGE, pk)
    return back_to(request, found.item_id, found.item.meeting.event_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def write(request: DistrictRequest, token: str, pk: int) -> HttpResponse:
    """A card from the room, without an account; after it the next one."""
    meeting = room.meeting_behind(request.district, token)
    found = in_the_room_or_404(request.viewer, meeting, pk)
    form = CardForm(request.POST or None, board=found)

    def act() -> HttpResponse:
        said = form.cleaned_data
        actions.write_card(found, text=said["text"], author=said["author"], cluster=form.cluster)
        return go_to(request, "meetings:card_written", token, pk)

    done = done_once(request, form, act)
    context = {"form": form, "board": found, "event": meeting.event, "token": token}
    return done or render(request, "meetings/card.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def written(request: DistrictRequest, token: str, pk: int) -> HttpResponse:
    meeting = room.meeting_behind(request.district, token)
    found = in_the_room_or_404(request.viewer, meeting, pk)
    context = {"form": CardForm(board=found), "board": found, "event": meeting.event, "token": token}
    return render(request, "meetings/card.html", context | {"is_written": True})
