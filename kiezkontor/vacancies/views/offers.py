"""Rooms on offer, for everybody: as a list, on the map, one by one, as files and feeds, all made of `Shown`."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.attribution import OPENSTREETMAP
from kiezkontor.notices.rules.codes import as_typed
from kiezkontor.premises.pick import ground_of
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.feeds import Item, atom_feed
from kiezkontor.shared.files import pdf_to_read
from kiezkontor.shared.geojson import collection, place
from kiezkontor.shared.markup import script_json
from kiezkontor.shared.media import ASKED_AGAIN, jpeg_of
from kiezkontor.shared.web import go_to
from kiezkontor.vacancies import access_exposes as access
from kiezkontor.vacancies import expose_paper
from kiezkontor.vacancies import presenting_exposes as said
from kiezkontor.vacancies.forms.offers import OfferFilter
from kiezkontor.vacancies.offers import Shown
from kiezkontor.vacancies.rules.exposes import BLUR_M
from kiezkontor.vacancies.structured import listing
from kiezkontor.vacancies.surroundings import NEAR_M, WIDE_M, figures_of

PER_PAGE = 20
IN_A_FEED = 50


@require_safe
@public_page
def offers(request: DistrictRequest) -> HttpResponse:
    everything = access.shown_in(request.district)
    form = OfferFilter(request.GET or None, district=request.district)
    found = form.among(everything)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    url = reverse("vacancies:offers_geojson")
    context = {
        "form": form,
        "page": page,
        "cards": [card_of(each, request) for each in page],
        "total": len(found),
        "is_filtered": bool(request.GET),
        "is_empty": not everything,
        "crumbs": said.crumbs()[:1],
        "ground": ground_of(request.district),
        "geojson_url": f"{url}?{query.urlencode()}" if query else url,
        "query": query.urlencode(),
    }
    return render(request, "vacancies/offers/list.html", context)


def card_of(shown: Shown, request: DistrictRequest) -> dict[str, Any]:
    return {"shown": shown, "place": said.place_said(shown, request.district), "facts": said.short_facts(shown)}


@require_safe
@public_page
def offer(request: DistrictRequest, code: str) -> HttpResponse:
    shown = access.shown_or_none(request.district, code)
    if shown is None:
        return gone(request, code)
    today = timezone.localdate()
    address = request.build_absolute_uri(reverse("vacancies:offer", args=[shown.code]))
    context = {
        "shown": shown,
        "place": said.place_said(shown, request.district),
        "kind": said.kind_said(shown),
        "sections": said.sections_of(shown),
        "figures": figures_of(shown, request.district, on=today),
        "today": today,
        "near": NEAR_M,
        "wide": WIDE_M,
        "blur": BLUR_M,
        "crumbs": said.crumbs(),
        "ground": ground_of(request.district),
        "short": said.short_address(shown.code, request.district),
        "json_ld": script_json(listing(shown, request.district, address, said.place_said(shown, request.district))),
    }
    return render(request, "vacancies/offers/offer.html", context)


def gone(request: DistrictRequest, code: str) -> HttpResponse:
    """Who comes from a poster that still hangs there reads that it is over; a code that never led anywhere is none."""
    if not access.was_published(request.district, code):
        raise Http404
    return render(request, "vacancies/offers/gone.html", {"crumbs": said.crumbs()}, status=410)


@require_safe
def short(request: DistrictRequest, code: str) -> HttpResponse:
    """What is typed from a poster, as people type codes; leads to the page, which says where it is over."""
    typed = as_typed(code)
    if not typed:
        raise Http404
    return go_to(request, "vacancies:offer", typed.lower())


@require_safe
def picture(request: DistrictRequest, code: str, picture: int) -> HttpResponse:
    return jpeg_of(access.shown_picture_or_404(request.district, code, picture).image, kept=ASKED_AGAIN)


@require_safe
def picture_small(request: DistrictRequest, code: str, picture: int) -> HttpResponse:
    return jpeg_of(access.shown_picture_or_404(request.district, code, picture).thumbnail, kept=ASKED_AGAIN)


@require_safe
def pdf(request: DistrictRequest, code: str) -> HttpResponse:
    shown = access.shown_or_404(request.district, code)
    made = expose_paper.expose_pdf(shown, request.district)
    return pdf_to_read(made, f"expose-{shown.code}", kept=ASKED_AGAIN)


@require_safe
def poster(request: DistrictRequest, code: str) -> HttpResponse:
    shown = access.shown_or_404(request.district, code)
    made = expose_paper.poster_pdf(shown, request.district)
    return pdf_to_read(made, f"aushang-{shown.code}", kept=ASKED_AGAIN)


@require_safe
@public_page
def geojson(request: DistrictRequest) -> HttpResponse:
    """Those under the filters of the list; code: of a single one."""
    found = OfferFilter(request.GET or None, district=request.district).among(access.shown_in(request.district))
    code = request.GET.get("code", "")
    features = [feature_of(each, request) for each in found if not code or each.code == code]
    return collection(features, attribution=OPENSTREETMAP)


def feature_of(shown: Shown, request: DistrictRequest) -> dict[str, Any]:
    about: dict[str, Any] = {
        "key": shown.code,
        "name": shown.title,
        "category": " · ".join([said.place_said(shown, request.district), *said.short_facts(shown)]),
        "use_class": "vacant",
        "label": _("To the exposé"),
        "url": reverse("vacancies:offer", args=[shown.code]),
    }
    about |= {} if shown.is_exact else {"within_m": BLUR_M}
    return place(shown.lat, shown.lon, **about)


@require_safe
@public_page
def atom(request: DistrictRequest) -> HttpResponse:
    district = request.district
    found = OfferFilter(request.GET or None, district=district).among(access.shown_in(district))
    return atom_feed(
        request,
        (
            Item(
                key=shown.code,
                title=shown.title,
                about=" · ".join([said.place_said(shown, district), *said.short_facts(shown)]),
                url=request.build_absolute_uri(reverse("vacancies:offer", args=[shown.code])),
                changed_at=shown.changed_at,
                made_at=shown.made_at,
            )
            for shown in found[:IN_A_FEED]
        ),
        title=_("%(district)s: rooms on offer") % {"district": district.name},
        url=reverse("vacancies:offers"),
        place=district.slug,
        about=district.claim,
        author=district.office_name or district.name,
    )
