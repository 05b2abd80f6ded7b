"""The signed link to the room of a meeting: on the wall as a code, without an account, on the day alone."""

from datetime import datetime

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Meeting
from kiezkontor.meetings.rules.attending import is_open

SALT = "meetings.room"


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


def is_open_now(event: Event, *, now: datetime) -> bool:
    return is_open(event.starts_at, event.ends_at, now=now)
