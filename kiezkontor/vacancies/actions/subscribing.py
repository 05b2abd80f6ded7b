"""Hearing of rooms on offer: asked for, confirmed behind a link, ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies import access_subscriptions as access
from kiezkontor.vacancies import telling_subscribers as telling
from kiezkontor.vacancies.models import OfferSubscription
from kiezkontor.vacancies.rules.subscriptions import HOUR, MOST_OF_AN_ADDRESS, SUBSCRIPTIONS_AN_HOUR


@transaction.atomic
def subscribe(values: Mapping[str, Any], *, district: District, by: Viewer) -> None:
    """Keep what somebody wants to hear of, and ask the address whether that is so; nothing more goes there before.

    Refuses more than so many an hour. An address with enough of them gets no further mail, and whoever asks is told
    nothing of that.
    """
    now = timezone.now()
    lately = OfferSubscription.objects.filter(district=district, asked_at__gt=now - HOUR)
    if lately.count() >= SUBSCRIPTIONS_AN_HOUR:
        raise ActionRefused(_("Very much is coming in at the moment. Nothing was saved; please try again later."))
    of_address = OfferSubscription.objects.filter(district=district, email__iexact=values["email"])
    if of_address.count() >= MOST_OF_AN_ADDRESS:
        return
    language = (get_language() or "de")[:2]
    made = OfferSubscription.objects.create(district=district, language=language, asked_at=now, **values)
    record("subscription.asked", made, by=by, district=district)
    telling.ask_to_confirm(made)


@transaction.atomic
def confirm(pk: int, *, by: Viewer) -> None:
    """Whoever has the address wants it; what fits today stands on the page already and is not told again."""
    found = OfferSubscription.objects.select_for_update().select_related("district").get(pk=pk)
    if found.confirmed_at is None:
        found.confirmed_at = timezone.now()
        found.save(update_fields=["confirmed_at"])
        telling.note_told(found, access.fitting(found, access.on_offer(found.district)))
        record("subscription.confirmed", found, by=by, district=found.district)


@transaction.atomic
def end(pk: int, *, by: Viewer) -> None:
    """Nothing is kept of who does not want it any more."""
    found = OfferSubscription.objects.select_for_update().select_related("district").filter(pk=pk).first()
    if found is not None:
        record("subscription.ended", found, by=by, district=found.district)
        found.delete()


def unconfirmed_over(before: datetime) -> QuerySet[OfferSubscription]:
    """What somebody asked for before that moment and nobody confirmed."""
    return OfferSubscription.objects.filter(confirmed_at=None, asked_at__lt=before)


def confirmed_over(before: datetime) -> QuerySet[OfferSubscription]:
    """What was confirmed before that moment."""
    return OfferSubscription.objects.filter(confirmed_at__lt=before)
