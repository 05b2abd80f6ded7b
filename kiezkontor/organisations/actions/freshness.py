"""Asking once a year whether an entry is still right, with a link that confirms or corrects it without signing in."""

from datetime import date, datetime

from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.organisations.access_freshness import unasked_in
from kiezkontor.organisations.actions.asking import ask_by_mail
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.purposes import FRESH, LINK_DAYS

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
        asked += ask(organisation, district)
    return asked


def occasion_of(organisation: Organisation) -> str:
    return f"fresh-{organisation.pk}-{organisation.confirmed_on}"


def ask(organisation: Organisation, district: District) -> bool:
    """Once for a confirmation, whatever districts the entry lies in."""
    return ask_by_mail(
        organisation.pk,
        purpose=FRESH,
        occasion=occasion_of(organisation),
        days=LINK_DAYS,
        page="organisations:prepared",
        template="organisations/mail/freshness",
        district=district,
        confirmed_on=organisation.confirmed_on,
    )
