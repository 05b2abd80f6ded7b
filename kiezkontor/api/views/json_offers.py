"""The rooms on offer in one district, as far as their owners have released them."""

from dataclasses import asdict
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Status

from kiezkontor.api.schemas import Problem
from kiezkontor.api.schemas_offers import OfferList, OfferOut
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.vacancies.access_exposes import shown_in, shown_or_404
from kiezkontor.vacancies.offers import Pictured, Shown
from kiezkontor.vacancies.rules.exposes import BLUR_M

ASKED_AS_THEY_ARE = ("code", "title", "words", "kind", "address", "postcode", "lat", "lon", "is_exact", "changed_at")

offers = Router()


@offers.get("/offers", response=OfferList)
def all_offers(request: DistrictRequest) -> dict[str, Any]:
    """All rooms on offer, the one changed last first."""
    found = shown_in(request.district)
    return {"total": len(found), "items": [offer_out(request, shown) for shown in found]}


@offers.get("/offers/{code}", response={200: OfferOut, 404: Problem})
def one_offer(request: DistrictRequest, code: str) -> Status[dict[str, Any]]:
    """One room on offer."""
    try:
        return Status(200, offer_out(request, shown_or_404(request.district, code)))
    except Http404:
        return Status(404, {"detail": _("There is no room on offer under this code in the district.")})


def offer_out(request: DistrictRequest, shown: Shown) -> dict[str, Any]:
    said = {name: getattr(shown, name) for name in ASKED_AS_THEY_ARE}
    parts = {
        name: part and asdict(part) for name in ("room", "terms", "rent", "contact") for part in [getattr(shown, name)]
    }
    return (
        said
        | parts
        | {
            "url": request.build_absolute_uri(reverse("vacancies:offer", args=[shown.code])),
            "part": shown.part.name if shown.part else "",
            "within_m": 0 if shown.is_exact else BLUR_M,
            "energy": asdict(shown.energy),
            "photos": [picture_out(request, shown, each) for each in shown.photos],
            "plans": [picture_out(request, shown, each) for each in shown.plans],
        }
    )


def picture_out(request: DistrictRequest, shown: Shown, picture: Pictured) -> dict[str, Any]:
    def at(name: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[shown.code, picture.pk]))

    said = {name: getattr(picture, name) for name in ("alt", "credit", "width", "height")}
    return said | {"url": at("vacancies:offer_picture"), "small_url": at("vacancies:offer_picture_small")}
