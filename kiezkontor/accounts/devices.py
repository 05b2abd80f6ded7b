"""Where people are signed in, when they showed last that it is they, and how all of it ends."""

from datetime import datetime

from allauth.core.internal import ratelimit
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.rules.networks import rough_network

SEEN, CONFIRMED = "seen_on", "confirmed_at"
# Long enough to set up what one came for, too short for whoever finds the office's computer open.
CONFIRMED_SECONDS = 15 * 60


def note_sign_in(request: HttpRequest, person: Person) -> None:
    """One more device; called when somebody is signed in altogether, with the second step where they have one."""
    request.session[SEEN] = timezone.localdate().isoformat()
    note_confirmed(request)
    request.session.save()
    Device.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": person,
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:400],
            "network": network_of(request),
            "signed_in_at": timezone.now(),
            "seen_on": timezone.localdate(),
        },
    )


def note_use(request: HttpRequest) -> None:
    """That a device was used today; written once a day."""
    today = timezone.localdate()
    if request.session.get(SEEN, today.isoformat()) != today.isoformat():
        request.session[SEEN] = today.isoformat()
        Device.objects.filter(session_key=request.session.session_key).update(seen_on=today)


def network_of(request: HttpRequest) -> str:
    return rough_network(ratelimit.get_ip(request)) if request.META.get("REMOTE_ADDR") else ""


def note_confirmed(request: HttpRequest) -> None:
    request.session[CONFIRMED] = timezone.now().timestamp()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether whoever sits there has shown within a quarter of an hour that it is still the same person."""
    at = request.session.get(CONFIRMED)
    return isinstance(at, float) and 0 <= timezone.now().timestamp() - at < CONFIRMED_SECONDS


def forget_device(device: Device) -> None:
    Session.objects.filter(session_key=device.session_key).delete()
    device.delete()


@transaction.atomic
def sign_out_everywhere(person: Person, *, but: HttpRequest | None = None) -> None:
    """End every session of a person, also those nobody noted and those somebody copied.

    but: the request whose session goes on, under another key; so that a copy of its cookie opens nothing either.
    """
    Person.objects.filter(pk=person.pk).update(sign_outs=F("sign_outs") + 1)
    person.refresh_from_db(fields=["sign_outs"])
    kept = Device.objects.filter(person=person, session_key=but.session.session_key).first() if but else None
    for device in Device.objects.filter(person=person):
        if device != kept:
            forget_device(device)
    if but is not None:
        keep_session(but, person, kept)


def keep_session(request: HttpRequest, person: Person, device: Device | None) -> None:
    """Let a session go on under another key after what it is checked by has changed."""
    update_session_auth_hash(request, person)
    request.session.save()
    if device is not None:
        device.session_key = request.session.session_key or ""
        device.save(update_fields=["session_key"])


def forget_devices() -> int:
    """Delete the notes of sessions that are over. Returns how many went."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return Device.objects.exclude(session_key__in=alive).delete()[0]


def forget_sessions(*, now: datetime) -> int:
    """Delete sessions that have run out. Returns how many went."""
    count = Session.objects.filter(expire_date__lt=now).count()
    SessionStore.clear_expired()
    return count
