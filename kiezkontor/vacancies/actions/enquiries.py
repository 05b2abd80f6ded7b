"""The log of what people ask the office about its location, and how many of a kind a street takes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District, Street
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies import telling_enquiries as telling
from kiezkontor.vacancies.models import LocationEnquiry, StreetMix
from kiezkontor.vacancies.rules.limits import HOUR, REPORTS_AN_HOUR


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
def ask(role: str, topic: str, *, name: str, email: str, district: District, by: Viewer) -> LocationEnquiry:
    """Take in what somebody asks on the public page; it waits for an answer. Refuses more than REPORTS_AN_HOUR."""
    now = timezone.now()
    asked = LocationEnquiry.objects.filter(district=district, source=LocationEnquiry.Source.PAGE)
    if asked.filter(entered_at__gt=now - HOUR).count() >= REPORTS_AN_HOUR:
        raise ActionRefused(
            _("Very much is coming in at the moment. Yours was not saved; please call us or try again later.")
        )
    made = LocationEnquiry.objects.create(
        district=district,
        source=LocationEnquiry.Source.PAGE,
        asked_on=timezone.localdate(now),
        role=role,
        topic=" ".join(topic.split()),
        name=name.strip(),
        email=email.strip(),
        language=(get_language() or "de")[:2],
        entered_at=now,
    )
    record("enquiry.asked", made, by=by, district=district)
    return made


@transaction.atomic
def answer(pk: int, said: Said, *, by_mail: bool, by: Viewer) -> LocationEnquiry:
    """Answer what was asked on the public page, and forget who asked.

    by_mail: whether the answer goes to the address that was given; otherwise it was given in another way, or nothing
    was to be answered. Refuses what somebody else has answered meanwhile.
    """
    found = LocationEnquiry.objects.select_for_update(no_key=True, of=("self",)).select_related("district")
    enquiry = found.get(pk=pk)
    if not enquiry.waits:
        raise ActionRefused(_("This was answered meanwhile. Nothing was sent; please look at it again."))
    enquiry.asked_on, enquiry.role = said.asked_on, said.role
    enquiry.topic, enquiry.answer = said.topic.strip(), said.answer.strip()
    if by_mail:
        telling.send_answer(enquiry)
    enquiry.answered_at = timezone.now()
    enquiry.name = enquiry.email = ""
    enquiry.save(update_fields=["asked_on", "role", "topic", "answer", "answered_at", "name", "email"])
    record("enquiry.answered", enquiry, by=by, district=enquiry.district)
    return enquiry


def people_over(before: datetime) -> QuerySet[LocationEnquiry]:
    """Enquiries of before that moment that still tell who asked, because nobody answered."""
    return LocationEnquiry.objects.with_people().filter(entered_at__lt=before)


def forget_people(rows: QuerySet[LocationEnquiry]) -> int:
    """Keep what was asked, and drop who did."""
    return rows.update(name="", email="")


@transaction.atomic
def set_mix(
    district: District, street: Street, *, use_class: str = "", category: str = "", most: int, by: Viewer
) -> StreetMix:
    """Note how many of a kind of use the office wants in a street at most; a former number is replaced.

    Either a use class is given or the key of a category.
    """
    mix, _is_new = StreetMix.objects.update_or_create(
        district=district,
        street=street,
        use_class=use_class,
        category_id=category or None,
        defaults={"most": most},
    )
    record("streetmix.set", mix, by=by, district=district, use_class=use_class, category=category, most=most)
    return mix


@transaction.atomic
def drop_mix(mix: StreetMix, *, by: Viewer) -> None:
    """Delete a target; the street takes any number of that use again."""
    said = {"use_class": mix.use_class, "category": mix.category_id or ""}
    record("streetmix.dropped", mix, by=by, district=mix.district, **said)
    mix.delete()
