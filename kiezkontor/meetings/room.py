"""The signed link to the room of a meeting: on the wall as a code, without an account, on the day alone."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.attending import is_open

SALT = "meetings.room"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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
    """Keys of those for whom this browser speaks; none where it sends nothing that we wrote for this room, and not who
    speaks by another telephone since. At most one statement.
    """
    said = said_by(request, meeting)
    return [row.pk for row in speaking(meeting, said)] if said else []


def said_by(request: HttpRequest, meeting: Meeting) -> list[str]:
    said = request.get_signed_cookie(COOKIE, default="", salt=cookie_salt(meeting), max_age=COOKIE_SECONDS)
    return said.split(".") if said else []


def speaking(meeting: Meeting, said: Collection[str]) -> list[Attendance]:
    """In the order they checked in."""
    keys = [int(mark.partition("-")[0], 16) for mark in said]
    found = Attendance.objects.filter(meeting=meeting, pk__in=keys).exclude(on_phone_since=None)
    return [row for row in found.order_by("on_phone_since", "pk") if mark_of(row) in said]


def mark_of(row: Attendance) -> str:
    """Of one telephone that speaks for somebody: another one gets another mark."""
    since = ((row.on_phone_since or row.at) - EPOCH) // timedelta(microseconds=1)
    return f"{row.pk:x}-{since:x}"


def remember_on_this_telephone(request: HttpRequest, response: HttpResponse, meeting: Meeting, row: Attendance) -> None:
    """That it speaks for somebody: sent back to the pages of this room alone, gone after the day."""
    others = [mark_of(each) for each in speaking(meeting, said_by(request, meeting)) if each.pk != row.pk]
    response.set_signed_cookie(
        COOKIE,
        ".".join([*others[-MOST_ON_ONE + 1 :], mark_of(row)]),
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
