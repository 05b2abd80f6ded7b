"""What somebody wants to hear of, in words."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies.models import OfferSubscription


def facts_of(subscription: OfferSubscription) -> list[dict[str, Any]]:
    least, most, rent = subscription.area_min, subscription.area_max, subscription.rent_max
    return [
        {"term": _("Address"), "value": subscription.email},
        {
            "term": _("Where"),
            "value": spoken(subscription.part.name) if subscription.part else _("in all of the district"),
        },
        {"term": _("From m²"), "value": "" if least is None else number_format(least)},
        {"term": _("Up to m²"), "value": "" if most is None else number_format(most)},
        {"term": _("Up to euros a month"), "value": "" if rent is None else number_format(rent)},
    ]
