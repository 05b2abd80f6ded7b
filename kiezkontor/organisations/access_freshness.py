"""Whose entries are to be confirmed anew."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from kiezkontor.districts.models import District
from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations.access import known_to
from kiezkontor.organisations.access_contacting import contactable, knows_address, knows_mailbox
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.organisations.rules.purposes import FRESH


def unasked_in(district: District, *, on: date) -> QuerySet[Organisation]:
    """Whom to ask and who was not yet, the longest confirmed first; nobody where the district sets no months."""
    if not district.freshness_months:
        return Organisation.objects.none()
    due = contactable(known_to(district))
    due = due.filter(confirmed_on__lte=months_before(on, district.freshness_months))
    since = {"purpose": FRESH, "subject_id": OuterRef("pk"), "made_at__date__gt": OuterRef("confirmed_on")}
    return due.exclude(Exists(PersonalLink.objects.filter(**since))).order_by("confirmed_on", "pk").distinct()


def unasked_without_mail(district: District, *, on: date) -> QuerySet[Organisation]:
    """Those of them who get no mail, because none of their addresses is known or alive: for letters."""
    return unasked_in(district, on=on).filter(~knows_mailbox(district, on=on))


def whose_mail_came_back(unasked: QuerySet[Organisation], district: District, *, on: date) -> QuerySet[Organisation]:
    """Those of `unasked_without_mail` of whom an address is known, but mail came back from it."""
    return unasked.filter(knows_address(district, on=on))
