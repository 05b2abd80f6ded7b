"""People who look for a room, for tests: valid, invented, every detail overridable."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.districts.models import Consent, District, Street
from kiezkontor.vacancies.actions import seeking
from kiezkontor.vacancies.models import LocationEnquiry, OfferSubscription, SeekerStep, SpaceRequest, StreetMix


def draft(district: District, name: str = "Sina Such", **details: Any) -> SpaceRequest:
    """Begun by a visitor and not sent."""
    now = timezone.now()
    wanted = {
        "kind": "starter",
        "idea": "Ein Laden für Lastenräder.",
        "email": "sina@example.org",
        "begun_at": now,
        "heard_at": now,
        "status_since": now,
    }
    return SpaceRequest.objects.create(district=district, name=name, **(wanted | details))


def request(district: District, name: str = "Sina Such", **details: Any) -> SpaceRequest:
    """Sent to the office, by an address that was confirmed; from today on, so that rooms can suit."""
    now = timezone.now()
    wanted = {"sent_at": now, "email_confirmed_at": now, "from_day": timezone.localdate()}
    made = draft(district, name, **(wanted | details))
    SeekerStep.objects.create(request=made, at=now, kind=SeekerStep.Kind.SENT, status=made.status)
    return made


def agreed(found: SpaceRequest) -> SpaceRequest:
    """Whoever looks has agreed that it may be passed on."""
    seeking.keep_consent(found, passes_on=True, channel=Consent.Channel.ONLINE, by=system_viewer("test"))
    return found


def silent(found: SpaceRequest, days: int) -> SpaceRequest:
    """Nobody has heard of the seeker for so many days."""
    SpaceRequest.objects.filter(pk=found.pk).update(heard_at=timezone.now() - timedelta(days=days))
    found.refresh_from_db()
    return found


def enquiry(district: District, **details: Any) -> LocationEnquiry:
    wanted = {"asked_on": timezone.localdate(), "role": "founder", "topic": "Mieten", "answer": "10 bis 14 Euro."}
    return LocationEnquiry.objects.create(district=district, entered_at=timezone.now(), **(wanted | details))


def mix(district: District, street: Street, **details: Any) -> StreetMix:
    return StreetMix.objects.create(
        district=district, street=street, **({"use_class": "gastronomy", "most": 3} | details)
    )


def subscription(district: District, **details: Any) -> OfferSubscription:
    """Confirmed, of all rooms."""
    now = timezone.now()
    wanted = {"email": "abo@example.org", "asked_at": now, "confirmed_at": now}
    return OfferSubscription.objects.create(district=district, **(wanted | details))
