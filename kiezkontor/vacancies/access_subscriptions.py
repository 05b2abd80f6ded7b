"""Subscriptions to rooms on offer: only their own link opens them; what is told is what everybody reads."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kiezkontor.districts.access import sub_locations_of
from kiezkontor.districts.models import District, SubLocation
from kiezkontor.notices import links
from kiezkontor.vacancies import access_exposes
from kiezkontor.vacancies.models import OfferSubscription
from kiezkontor.vacancies.offers import Shown, fits
from kiezkontor.vacancies.rules.subscriptions import OWN

CRITERIA = ("street", "kind", "area_min", "area_max", "rent_max")


def parts_of(district: District) -> QuerySet[SubLocation]:
    return sub_locations_of(district)


def behind(district: District, token: str) -> OfferSubscription:
    """One's own subscription behind its link; 404 where it opens nothing, or no longer."""
    link = links.opened_by(token, purposes={OWN}, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    found = get_object_or_404(OfferSubscription.objects.select_related("part"), district=district, pk=link.subject_id)
    found.district = district
    return found


def confirmed_in(district: District) -> QuerySet[OfferSubscription]:
    return OfferSubscription.objects.confirmed().filter(district=district).order_by("pk")


def districts_with_subscribers() -> QuerySet[District]:
    wanted = OfferSubscription.objects.confirmed().filter(district=OuterRef("pk"))
    return District.objects.filter(Exists(wanted), is_published=True).order_by("pk")


def on_offer(district: District) -> list[Shown]:
    """What everybody may read, as everybody may read it."""
    return list(access_exposes.shown_in(district))


def fitting(subscription: OfferSubscription, offers: Sequence[Shown]) -> list[Shown]:
    """Those that fit by what is released of them."""
    asked: dict[str, Any] = {name: getattr(subscription, name) for name in CRITERIA}
    if subscription.part_id is not None:
        asked["part"] = str(subscription.part_id)
    return [each for each in offers if fits(each, asked)]
