"""Mail about rooms on offer: whether somebody wants it, and once a day what is new and fits.

Like reminders it leaves its trace in the mails that went out, not in the log.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from kiezkontor.districts.models import District
from kiezkontor.districts.senders import sender_of
from kiezkontor.notices import links
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.shared.bulk import insert_values
from kiezkontor.shared.mounting import district_address
from kiezkontor.vacancies import access_subscriptions as access
from kiezkontor.vacancies.models import OfferSubscription, OfferTold
from kiezkontor.vacancies.offers import Shown
from kiezkontor.vacancies.presenting_exposes import place_said, short_facts
from kiezkontor.vacancies.presenting_subscriptions import wanted_said
from kiezkontor.vacancies.rules.subscriptions import LINK_DAYS, OWN


def own_token(subscription: OfferSubscription) -> str:
    """Of a new link to one's own subscription; each mail has its own."""
    made = links.make_link(
        OWN, subscription.pk, days=LINK_DAYS, scope_id=subscription.district_id, email=subscription.email
    )
    return made.token


def ask_to_confirm(subscription: OfferSubscription) -> None:
    """One mail to the address somebody gave; nothing more goes there before they said yes behind its link."""
    write(subscription, "offers_confirm", {}, kind=Kind.OWN_DEED)


def tell_of(subscription: OfferSubscription, offers: Sequence[Shown], *, on: date) -> None:
    """What is new and fits, with nothing but what everybody reads of it; one mail a day."""
    slug = subscription.district.slug
    with override(subscription.language):
        wanted = wanted_said(subscription)
        rows = [
            {
                "title": each.title,
                "about": " · ".join([place_said(each, subscription.district), *short_facts(each)]),
                "url": district_address(slug, "vacancies:offer", each.code),
            }
            for each in offers
        ]
    occasion = f"offers-{subscription.pk}-{on.isoformat()}"
    context = {"rows": rows, "count": len(rows), "wanted": wanted}
    write(subscription, "offers_new", context, kind=Kind.OFFERS, message_id=occasion)


def write(
    subscription: OfferSubscription, template: str, context: Mapping[str, Any], *, kind: Kind, message_id: str = ""
) -> None:
    with override(subscription.language):
        url = district_address(subscription.district.slug, "vacancies:subscription", own_token(subscription))
    send_after_commit(
        subscription.email,
        f"vacancies/mail/{template}_subject.txt",
        f"vacancies/mail/{template}.txt",
        {"district": subscription.district, "url": url, **context},
        sender=sender_of(subscription.district),
        language=subscription.language,
        kind=kind,
        message_id=message_id,
    )


def note_told(subscription: OfferSubscription, shown: Sequence[Shown]) -> None:
    rows = ((subscription.pk, each.code) for each in shown)
    insert_values(OfferTold, ["subscription_id", "code"], rows, passing_over_known=True)


def tell_all(*, now: datetime) -> int:
    """One mail each with all that is new and fits; returns to how many. Killed in between, it goes on the next day."""
    return sum(tell_district(district, now=now) for district in access.districts_with_subscribers())


def tell_district(district: District, *, now: datetime) -> int:
    offers = access.on_offer(district)
    if not offers:
        return 0
    return sum(tell(pk, offers, now=now) for pk in access.confirmed_in(district).values_list("pk", flat=True))


@transaction.atomic
def tell(pk: int, offers: Sequence[Shown], *, now: datetime) -> bool:
    found = (
        OfferSubscription.objects.select_for_update(of=("self",))
        .select_related("district", "part")
        .filter(pk=pk)
        .first()
    )
    if found is None or found.confirmed_at is None:
        return False
    known = set(found.told.values_list("code", flat=True))
    new = [each for each in access.fitting(found, offers) if each.code not in known]
    if not new:
        return False
    note_told(found, new)
    tell_of(found, new, on=timezone.localdate(now))
    return True
