"""What somebody wants to hear of, in words."""

from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies.models import OfferSubscription


def facts_of(subscription: OfferSubscription) -> list[dict[str, Any]]:
    part = spoken(subscription.part.name) if subscription.part else ""
    street = spoken(subscription.street) if subscription.street else ""
    rows = wanted_of(subscription, part, street)
    return [{"term": term, "value": value} for term, value in [(_("Address"), subscription.email), *rows]]


def wanted_of(subscription: OfferSubscription, part: str, street: str) -> list[tuple[str, str]]:
    """part, street: as they are shown, "" for none."""
    least, most, rent = subscription.area_min, subscription.area_max, subscription.rent_max
    return [
        (_("Where"), part or _("in all of the district")),
        (_("Street"), street),
        (_("How can it be had?"), capfirst(str(subscription.get_kind_display()))),
        (_("From m²"), "" if least is None else number_format(least)),
        (_("Up to m²"), "" if most is None else number_format(most)),
        (_("Up to euros a month"), "" if rent is None else number_format(rent)),
    ]


def wanted_said(subscription: OfferSubscription) -> str:
    """The same in one line of a mail."""
    part = subscription.part.name if subscription.part else ""
    rows = wanted_of(subscription, part, subscription.street)
    return " · ".join(f"{term.rstrip('?')}: {value}" for term, value in rows if value)
