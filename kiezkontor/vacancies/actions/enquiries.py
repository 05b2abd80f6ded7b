"""The log of what people ask the office about its location, and how many of a kind a street takes."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District, Street
from kiezkontor.vacancies.models import LocationEnquiry, StreetMix


@dataclass(frozen=True)
class Said:
    """What was asked and answered."""

    asked_on: date
    role: str
    topic: str
    answer: str


@transaction.atomic
def note(said: Said, *, district: District, by: Viewer) -> LocationEnquiry:
    """Enter what somebody asked, without their name."""
    made = LocationEnquiry.objects.create(
        district=district,
        asked_on=said.asked_on,
        role=said.role,
        topic=said.topic.strip(),
        answer=said.answer.strip(),
        entered_at=timezone.now(),
        entered_by=by.person,
    )
    record("enquiry.noted", made, by=by, district=district)
    return made


@transaction.atomic
def change(pk: int, said: Said, *, by: Viewer) -> LocationEnquiry:
    enquiry = LocationEnquiry.objects.select_for_update(no_key=True, of=("self",)).select_related("district").get(pk=pk)
    enquiry.asked_on, enquiry.role = said.asked_on, said.role
    enquiry.topic, enquiry.answer = said.topic.strip(), said.answer.strip()
    enquiry.save(update_fields=["asked_on", "role", "topic", "answer"])
    record("enquiry.changed", enquiry, by=by, district=enquiry.district)
    return enquiry


@transaction.atomic
def set_mix(district: District, street: Street, *, use_class: str, most: int, by: Viewer) -> StreetMix:
    """Note how many of a kind of use the office wants in a street at most; a former number is replaced."""
    mix, _is_new = StreetMix.objects.update_or_create(
        district=district, street=street, use_class=use_class, defaults={"most": most}
    )
    record("streetmix.set", mix, by=by, district=district, use_class=use_class, most=most)
    return mix


@transaction.atomic
def drop_mix(mix: StreetMix, *, by: Viewer) -> None:
    """Delete a target; the street takes any number of that use again."""
    record("streetmix.dropped", mix, by=by, district=mix.district, use_class=mix.use_class)
    mix.delete()
