"""The meeting while it goes on: the page on which minutes are written, and what everybody else in the room sees."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from kiezkontor.accounts.viewer import VISITOR, Viewer
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import shown
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.meetings import access, live, room
from kiezkontor.meetings.access_closed import reads_closed_at
from kiezkontor.meetings.actions import minutes as actions
from kiezkontor.meetings.actions.agenda import prepare
from kiezkontor.meetings.models import AgendaItem, Meeting
from kiezkontor.meetings.rules.kinds import Source
from kiezkontor.meetings.shown import on_the_wall, with_times
from kiezkontor.shared.fields import whole_number
from kiezkontor.shared.remembered import made_once
from kiezkontor.shared.web import go_to

LIVE = "meetings:live"
JSON = "application/json"
# Seconds between two questions of a page that follows, as frontend/meeting.js asks.
ASKED_EVERY = 4
# In the address of the page that a projector shows.
WALL = "wand"


def back_to(request: DistrictRequest, item_pk: int, event_pk: int) -> HttpResponse:
    response = go_to(request, LIVE, event_pk)
    for header in ("Location", "HX-Redirect"):
        if header in response.headers:
            response.headers[header] += f"#item-{item_pk}"
    return response


@require_POST
@office_page(*access.MINUTE_TAKERS)
def begin(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    prepare(event, by=request.viewer)
    return go_to(request, LIVE, pk)


@require_safe
@office_page(*access.MINUTE_TAKERS)
def write_page(request: DistrictRequest, pk: int) -> HttpResponse:
    event = access.event_or_404(request.viewer, request.district, pk)
    meeting = access.meeting_of(event)
    if meeting is None:
        return go_to(request, "meetings:agenda", pk)
    state = live.state_of(request.viewer, event, meeting)
    context = {
        "event": event,
        "shown": shown(event),
        "meeting": meeting,
        "items": with_times(event, state.items, [(item.pk, item.minutes_planned) for item in state.items]),
        "numbers": state.numbers,
        "may_take_back": not meeting.versions.exists(),
        "talked_about": access.tasks_talked_about(meeting) if any(is_about_tasks(item) for item in state.items) else [],
        "room": room.token_of(meeting) if room.is_open_now(event, now=timezone.now()) else "",
    }
    return render(request, "meetings/office/live.html", context)


def is_about_tasks(item: AgendaItem) -> bool:
    return item.source == Source.TASKS


def told(request: DistrictRequest, revision: int, *, page: str) -> tuple[str, HttpResponse | None]:
    """The mark of how things stand, and the answer to who holds that already. page: as `live.mark_of` knows it."""
    tag = live.mark_of(revision, page=page, language=get_language() or "de")
    return tag, get_conditional_response(request, etag=tag)


@require_safe
@office_page(*access.MINUTE_TAKERS)
def state(request: DistrictRequest, pk: int) -> HttpResponse:
    """How things stand, for the page on which minutes are written."""
    meeting = access.meeting_followed(request.district, event=pk)
    tag, unchanged = told(request, meeting.revision, page="all")
    if unchanged:
        return unchanged
    event = access.event_or_404(request.viewer, request.district, pk)
    data = live.as_data(live.state_of(request.viewer, event, meeting))
    return JsonResponse(data, headers={"ETag": tag})


@require_POST
@office_page(*access.MINUTE_TAKERS)
def write(request: DistrictRequest, pk: int) -> HttpResponse:
    """Store the text of an item; where somebody else wrote meanwhile, both texts come back side by side."""
    item = access.item_or_404(request.viewer, request.district, pk)
    version = whole_number(request.POST.get("version", "")) or 0
    text = request.POST.get("minutes", "")
    written = actions.write(item, text=text, version=version, by=request.viewer)
    is_conflict = written.fate == "conflict"
    if request.headers.get("Accept") == JSON:
        data = {"version": written.item.version, "minutes": written.item.minutes}
        return JsonResponse(data, status=409 if is_conflict else 200)
    if not is_conflict:
        return back_to(request, item.pk, item.meeting.event_id)
    context = {"item": written.item, "event": item.meeting.event, "text": text}
    return render(request, "meetings/office/conflict.html", context, status=409)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def be_at(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    actions.be_at(item, by=request.viewer)
    return back_to(request, pk, item.meeting.event_id)


@require_POST
@office_page(*access.MINUTE_TAKERS)
def settle(request: DistrictRequest, pk: int) -> HttpResponse:
    item = access.item_or_404(request.viewer, request.district, pk)
    actions.settle(item, goes_on=request.POST.get("goes_on") == "yes", by=request.viewer)
    return back_to(request, pk, item.meeting.event_id)


@require_safe
def follow(request: DistrictRequest, token: str) -> HttpResponse:
    """The meeting on the wall and on the telephones of those who are there."""
    meeting = room.meeting_behind(request.district, token)
    context = follow_context(request, meeting.event_id, token)
    response = render(request, page_of(request), context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def followed(request: DistrictRequest, token: str) -> HttpResponse:
    """The same without its frame; one query where nothing changed."""
    meeting = access.meeting_followed(request.district, pk=room.key_in(token))
    if not room.is_open_now(meeting.event, now=timezone.now()):
        raise Http404
    tag, unchanged = told(request, meeting.revision, page=page_for(request, meeting.event))
    if unchanged:
        return unchanged
    # Sixty telephones that are told of one change in the same seconds read the same.
    now = int(timezone.now().timestamp()) // ASKED_EVERY
    key = ("meeting", meeting.pk, meeting.made_at, tag, now)
    words = made_once(key, lambda: state_as_html(request, meeting, token))
    response = HttpResponse(words, headers={"ETag": tag})
    patch_cache_control(response, private=True, no_cache=True)
    return response


def state_as_html(request: DistrictRequest, meeting: Meeting, token: str) -> str:
    context = follow_context(request, meeting.event_id, token)
    return render_to_string(f"{page_of(request)}#state", context)


def page_for(request: DistrictRequest, event: Event) -> str:
    """Which of its pages somebody follows, as `live.mark_of` knows it."""
    if WALL in request.GET:
        return "wall"
    return "all" if reads_closed_at(request.viewer, event) else "open"


def page_of(request: DistrictRequest) -> str:
    return "meetings/wall.html" if WALL in request.GET else "meetings/follow.html"


def follow_context(request: DistrictRequest, event_pk: int, token: str) -> dict[str, object]:
    meeting = access.meeting_followed(request.district, event=event_pk)
    state = live.state_of(reader(request), meeting.event, meeting)
    planned = access.minutes_planned_at(meeting.event)
    context = {"event": meeting.event, "numbers": state.numbers, "token": token}
    if WALL in request.GET:
        return context | {"wall": on_the_wall(meeting, state.items, planned)}
    return context | {
        "meeting": meeting,
        "items": with_times(meeting.event, state.items, planned),
        "is_closed_now": meeting.now_at_id is not None and meeting.now_at_id not in {item.pk for item in state.items},
    }


def reader(request: DistrictRequest) -> Viewer:
    """Who reads what is followed: whoever asks, but on the wall everybody in the room, guests among them."""
    return VISITOR if WALL in request.GET else request.viewer
