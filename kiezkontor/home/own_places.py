"""Where somebody corrects or takes back themselves what is stored about them, and which office answers otherwise."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import Consent, District, PublicReport
from kiezkontor.organisations.access import known_to
from kiezkontor.organisations.models import Contact, Organisation, Steward
from kiezkontor.shared.mounting import district_path

# What the sign-in keeps: set, renamed and ended where one looks after it.
OF_THE_SIGN_IN = frozenset({"account", "accounts", "mfa", "usersessions"})


def place_of(row: models.Model, person: Person, kind: str) -> str:
    """The page on which the person does it themselves; "" where an office has to.

    A consent is taken back, and never corrected; anything else is corrected or objected to.
    """
    if isinstance(row, Consent):
        return place_of_consent(row, person)
    if row._meta.app_label in OF_THE_SIGN_IN and not isinstance(row, Person):
        return reverse("security:overview")
    if kind == PublicReport.Kind.OBJECTION:
        return ""
    if isinstance(row, Contact) and row.person_id == person.pk:
        return of_entry(row.organisation, row.district, person, "organisations:own_card")
    if isinstance(row, Organisation):
        found = (each for each in offices_of(person) if known_to(each).filter(pk=row.pk).exists())
        district = next(found, None)
        return of_entry(row, district, person, "organisations:own_edit") if district else ""
    return ""


def place_of_consent(consent: Consent, person: Person) -> str:
    if consent.withdrawn_at is not None:
        return ""
    if consent.subject_type == Organisation._meta.label_lower:
        organisation = Organisation.objects.filter(pk=consent.subject_id).first()
        return of_entry(organisation, consent.district, person, "organisations:own_entry") if organisation else ""
    contact = Contact.objects.select_related("organisation").filter(pk=consent.subject_id, person=person).first()
    return of_entry(contact.organisation, consent.district, person, "organisations:own_card") if contact else ""


def of_entry(organisation: Organisation, district: District, person: Person, page: str) -> str:
    looked_after = Steward.objects.valid_on(timezone.localdate()).filter(person=person, organisation=organisation)
    return district_path(district.slug, page, organisation.pk) if looked_after.exists() else ""


def offices_for(person: Person, row: models.Model | None) -> models.QuerySet[District]:
    """Who may answer for a row: the office of its district, else those they have to do with, else all there are."""
    scope = getattr(row, "district_id", None) or getattr(row, "scope_id", None)
    if scope:
        return District.objects.filter(pk=scope)
    own = offices_of(person)
    return own if own.exists() else District.objects.filter(is_published=True).order_by("name")


def offices_of(person: Person) -> models.QuerySet[District]:
    lines = Contact.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    own = Q(roles__person=person) | Q(pk__in=lines.values("district"))
    return District.objects.filter(own).distinct().order_by("name")
