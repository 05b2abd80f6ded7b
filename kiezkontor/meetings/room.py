"""The signed link to the room of a meeting: on the wall as a code, without an account, on the day alone."""

from datetime import datetime

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Meeting
from kiezkontor.meetings.rules.attending import is_open

SALT = "meetings.room"
COOKIE, COOKIE_SECONDS = "kontor_here", 24 * 60 * 60
# A couple or a small team with one telephone.
MOST_ON_ONE = 5


def token_of(meeting: Meeting) -> str:
    return signing.Signer(salt=SALT).sign(f"{meeting.pk:x}")


def key_in(token: str) -> int:
    """The key of the meeting; 404 for what was not signed for a room."""
    try:
        return int(signing.Signer(salt=SALT).unsign(token), 16)
    except (signing.BadSignature, ValueError):
        raise Http404 from None


def meeting_behind(district: District, token: str) -> Meeting:
    """One query; 404 in another district and on another day."""
    found = Meeting.objects.filter(event__district=district).select_related("event__district")
    meeting = get_object_or_404(found, pk=key_in(token))
    if not is_open_now(meeting.event, now=timezone.now()):
        raise Http404
    return meeting


def here_on_this_telephone(request: HttpRequest, meeting: Meeting) -> list[int]:
    """Keys of those who checked in with this browser; none where it sends nothing that we wrote for this room."""
    said = request.get_signed_cookie(COOKIE, default="", salt=cookie_salt(meeting), max_age=COOKIE_SECONDS)
    return [int(key, 16) for key in said.split(".")] if said else []


def remember_on_this_telephone(request: HttpRequest, response: HttpResponse, meeting: Meeting, pk: int) -> None:
    """That somebody checked in with it: sent back to the pages of this room alone, gone after the day."""
    keys = [key for key in here_on_this_telephone(request, meeting) if key != pk][-MOST_ON_ONE + 1 :]
    response.set_signed_cookie(
        COOKIE,
        ".".join(f"{key:x}" for key in [*keys, pk]),
        salt=cookie_salt(meeting),
        max_age=COOKIE_SECONDS,
        path=reverse("meetings:check_in", args=[token_of(meeting)]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def cookie_salt(meeting: Meeting) -> str:
    return f"{SALT}.here.{meeting.pk}"


def is_open_now(event: Event, *, now: datetime) -> bool:
    return is_open(event.starts_at, event.ends_at, now=now)
