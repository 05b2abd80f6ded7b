"""Asking once a year whether an entry is still right, with a link that confirms or corrects it without signing in."""

from collections.abc import Iterator
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import override

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.access import why_withheld
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations import access
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.organisations.rules.purposes import FRESH, LINK_DAYS
from kiezkontor.shared.mounting import district_address

MOST_A_NIGHT = 200


def ask_whether_still_right(*, now: datetime) -> int:
    """Write to those whose entries were confirmed so long ago as their district sets; returns how many were asked.

    Whoever does not want to be contacted is left out, and nobody is asked twice for one confirmation. Where a district
    sets no months nothing is asked; at most MOST_A_NIGHT of a district are asked at once, the longest confirmed first.
    """
    districts = District.objects.filter(is_published=True, freshness_months__gt=0)
    return sum(ask_in(district, on=timezone.localdate(now)) for district in districts)


def ask_in(district: District, *, on: date) -> int:
    asked = 0
    for organisation in list(unasked_in(district, on=on)):
        if asked == MOST_A_NIGHT:
            break
        with transaction.atomic():
            asked += ask(organisation, district)
    return asked


def unasked_in(district: District, *, on: date) -> QuerySet[Organisation]:
    """Whom to ask and who was not yet, the longest confirmed first; nobody where the district sets no months."""
    if not district.freshness_months:
        return Organisation.objects.none()
    due = access.known_to(district).filter(
        confirmed_on__lte=months_before(on, district.freshness_months), do_not_contact_since=None
    )
    since = {"purpose": FRESH, "subject_id": OuterRef("pk"), "made_at__date__gt": OuterRef("confirmed_on")}
    return due.exclude(Exists(PersonalLink.objects.filter(**since))).order_by("confirmed_on", "pk").distinct()


def unasked_without_mail(district: District, *, on: date) -> QuerySet[Organisation]:
    """Those of them who get no mail, because no address is known: for letters."""
    return unasked_in(district, on=on).filter(~access.knows_mail_address(district, on=on))


def occasion_of(organisation: Organisation) -> str:
    return f"fresh-{organisation.pk}-{organisation.confirmed_on}"


def ask(organisation: Organisation, district: District) -> bool:
    """One mail to the first who may be written to; once for a confirmation, whatever districts the entry lies in.

    Returns whether one was written.
    """
    for name, email, language in whom_to_ask(organisation, district):
        occasion = occasion_of(organisation)
        if PersonalLink.objects.filter(purpose=FRESH, subject_id=organisation.pk, occasion=occasion).exists():
            return False
        if not is_address(email) or why_withheld(email, Kind.REMINDER, scope_id=district.pk):
            continue
        if access.has_asked_for_quiet(email, organisation, district):
            continue
        made = links.make_link(
            FRESH, organisation.pk, days=LINK_DAYS, scope_id=district.pk, email=email, occasion=occasion
        )
        with override(language):
            address = district_address(district.slug, "organisations:prepared", made.token)
        send_after_commit(
            email,
            "organisations/mail/freshness_subject.txt",
            "organisations/mail/freshness.txt",
            {
                "organisation": organisation,
                "district": district,
                "name": name,
                "confirmed_on": organisation.confirmed_on,
                "link": address,
                "days": LINK_DAYS,
            },
            sender=sender_of(district),
            language=language,
            kind=Kind.REMINDER,
            message_id=occasion,
        )
        return True
    return False


def is_address(email: str) -> bool:
    """Sources hold addresses that no mail can be sent to."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def whom_to_ask(organisation: Organisation, district: District) -> Iterator[tuple[str, str, str]]:
    """Name, address and language: who looks after the entry, whom the office talks to, the entry's own address."""
    for steward in access.stewards_of(organisation, on=timezone.localdate()).filter(person__is_active=True):
        yield steward.person.name, steward.person.email, steward.person.language
    for contact in access.contacts_of(organisation, district).filter(do_not_contact_since=None).exclude(email=""):
        yield contact.name, contact.email, contact.language
    if organisation.email:
        yield "", organisation.email, "de"
