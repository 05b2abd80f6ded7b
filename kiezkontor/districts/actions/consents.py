"""Giving and withdrawing consent. Whoever asks for it names the purpose and the very words that were shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import Consent, District


@dataclass(frozen=True)
class Asked:
    """What is asked for. text: the words as they are shown, in the reader's language; version: of those words."""

    purpose: str
    text: str
    version: str


@transaction.atomic
def give_consent(
    asked: Asked, about: models.Model, *, said_by: str, channel: Consent.Channel, district: District, by: Viewer
) -> Consent:
    """Note a consent about an object's data; one that is valid already stays as it is and is returned."""
    valid = consents_about(about, district).filter(purpose=asked.purpose).first()
    if valid is not None:
        return valid
    consent = Consent.objects.create(
        district=district,
        purpose=asked.purpose,
        subject_type=about._meta.label_lower,
        subject_id=about.pk,
        said_by=said_by[:120],
        text=asked.text,
        version=asked.version,
        channel=channel,
        given_at=timezone.now(),
        entered_by=by.person,
    )
    record("consent.given", about, by=by, district=district, purpose=asked.purpose, channel=channel.value)
    return consent


@transaction.atomic
def withdraw_consents(
    purposes: Collection[str], about: models.Model, *, channel: Consent.Channel, district: District, by: Viewer
) -> int:
    """End the valid consents to these purposes; the proof stays. Returns how many there were."""
    valid = list(consents_about(about, district).filter(purpose__in=purposes).select_for_update())
    now = timezone.now()
    for consent in valid:
        consent.withdrawn_at, consent.withdrawn_channel = now, channel
        consent.save(update_fields=["withdrawn_at", "withdrawn_channel"])
        record("consent.withdrawn", about, by=by, district=district, purpose=consent.purpose, channel=channel.value)
    return len(valid)


def consents_about(about: models.Model, district: District) -> models.QuerySet[Consent]:
    """The valid consents about an object in a district."""
    return Consent.objects.valid().filter(district=district, subject_type=about._meta.label_lower, subject_id=about.pk)


def note_information(district: District, *, email: str, way: str, by: Viewer) -> None:
    """Note that the office looked up what it holds about somebody, and in which form it took that along."""
    record("data.told", district, by=by, district=district, email=email, way=way)


def consents_over(before: datetime) -> QuerySet[Consent]:
    """Consents withdrawn before that moment; as proof they are of no use any more."""
    return Consent.objects.filter(withdrawn_at__lt=before)
