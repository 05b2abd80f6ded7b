"""Asking once a year whether an entry is still right, with a link that confirms or corrects it without signing in."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import override

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.access import why_withheld
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.models import PersonalLink
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.notices.rules.spans import Span
from kiezkontor.notices.runs import catch_up
from kiezkontor.organisations import access
from kiezkontor.organisations.actions.stewards import FRESH, LINK_DAYS
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.shared.mounting import district_address

A_STEP = 50


def ask_whether_still_right(*, now: datetime) -> int:
    """Write to those whose entries were confirmed so long ago as their district sets; returns the steps it took.

    Whoever does not want to be contacted is left out. Where a district sets no months nothing is asked.
    """
    districts = District.objects.filter(is_published=True, freshness_months__gt=0)
    return sum(
        catch_up(f"entries to confirm, district {district.pk}", partial(ask_next, district), now=now)
        for district in districts
    )


def ask_next(district: District, span: Span, after: int) -> int | None:
    """The next entries of a district that become due in a span, by key; None when there are no more."""
    first, last = (
        months_before(timezone.localdate(moment), district.freshness_months) for moment in (span.start, span.end)
    )
    due = access.known_to(district).filter(
        confirmed_on__gt=first, confirmed_on__lte=last, do_not_contact_since=None, pk__gt=after
    )
    organisations = list(due.order_by("pk").distinct()[:A_STEP])
    for organisation in organisations:
        ask(organisation, district, confirmed_on=organisation.confirmed_on)
    return organisations[-1].pk if organisations else None


def ask(organisation: Organisation, district: District, *, confirmed_on: date | None) -> None:
    """One mail to the first who may be written to; once for a confirmation, whatever districts the entry lies in."""
    for name, email, language in whom_to_ask(organisation, district):
        occasion = f"fresh-{organisation.pk}-{confirmed_on}"
        if PersonalLink.objects.filter(purpose=FRESH, subject_id=organisation.pk, occasion=occasion).exists():
            return
        if why_withheld(email, Kind.REMINDER, scope_id=district.pk):
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
                "confirmed_on": confirmed_on,
                "link": address,
                "days": LINK_DAYS,
            },
            sender=sender_of(district),
            language=language,
            kind=Kind.REMINDER,
            message_id=occasion,
        )
        return


def whom_to_ask(organisation: Organisation, district: District) -> Iterator[tuple[str, str, str]]:
    """Name, address and language: who looks after the entry, whom the office talks to, the entry's own address."""
    for steward in access.stewards_of(organisation, on=timezone.localdate()).filter(person__is_active=True):
        yield steward.person.name, steward.person.email, steward.person.language
    for contact in access.contacts_of(organisation, district).filter(do_not_contact_since=None).exclude(email=""):
        yield contact.name, contact.email, contact.language
    if organisation.email:
        yield "", organisation.email, "de"
