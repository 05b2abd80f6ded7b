from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kiezkontor.directory.tiles import basemap_url
from kiezkontor.districts.gates import office_page
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.methods.geo import Box, box_in
from kiezkontor.premises.access import INVENTORY_ROLES
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.geojson import collection
from kiezkontor.shared.web import render_part
from kiezkontor.surveys import access, map_public, map_units, public_in_words
from kiezkontor.surveys.forms import MapForm, PublicMapForm
from kiezkontor.surveys.map_units import Placed
from kiezkontor.surveys.public import PublicRound, published_rounds

PER_PAGE = 100
# The map takes more only as far as they are in sight.
MOST_AT_ONCE = 2_000


@require_safe
@office_page(*INVENTORY_ROLES)
def office_map(request: DistrictRequest) -> HttpResponse:
    form = map_form(request)
    units, shown_on = units_asked(request, form)
    day = form.day_asked()
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "shown_on": shown_on,
        "states": map_units.counts_on_day(request.district, day) if day else map_units.counts(units),
        "total": len(units),
        "by_box": len(units) > MOST_AT_ONCE,
        "page": page,
        "categories": map_units.categories_of(page.object_list),
        "geojson_url": f"{reverse('surveys:map_units')}?{request.GET.urlencode()}",
        **ground(request),
    }
    return render_part(request, "surveys/office/map.html", "survey_map", context)


@require_safe
@office_page(*INVENTORY_ROLES)
def units_geojson(request: DistrictRequest) -> HttpResponse:
    """All units asked for, or with `box` (west, south, east, north) those in sight."""
    box = box_in(request.GET.get("box", ""))
    units, _shown_on = units_asked(request, map_form(request), box)
    return collection(map_units.features(units))


def map_form(request: DistrictRequest) -> MapForm:
    rounds = access.visible_to(request.viewer, request.district).order_by("number")
    return MapForm(request.GET or None, rounds=list(map_units.with_units(rounds)))


def units_asked(request: DistrictRequest, form: MapForm, box: Box | None = None) -> tuple[list[Placed], str]:
    """The units as the chosen round or day has them, all or those in a box, and what that is called."""
    day, chosen = form.day_asked(), form.chosen()
    if day is None and chosen is not None:
        found = map_units.in_round(chosen)
        shown = found if box is None else [unit for unit in found if box.contains(unit.lat, unit.lon)]
        return shown, date_format(chosen.reference_on)
    day = day or timezone.localdate()
    return map_units.on_day(request.district, day, box), date_format(day)


@require_safe
@public_page
def public_map(request: DistrictRequest) -> HttpResponse:
    form, public = public_asked(request)
    context: dict[str, Any] = {
        "form": form,
        "public": public,
        "streets": public_in_words.street_rows(public) if public else [],
        "has_parts": bool(public and public.parts),
        "is_bare": public is not None and not map_public.marked(public),
        "geojson_url": f"{reverse('surveys:public_map_streets')}?{request.GET.urlencode()}",
        "crumbs": [{"label": _("Survey rounds"), "url": reverse("surveys:public_rounds")}],
        **ground(request),
    }
    return render_part(request, "surveys/public/map.html", "survey_map", context)


@require_safe
@public_page
def streets_geojson(request: DistrictRequest) -> HttpResponse:
    _form, public = public_asked(request)
    return collection(map_public.features(public, request.district) if public else [])


def public_asked(request: DistrictRequest) -> tuple[PublicMapForm, PublicRound | None]:
    """The published round that was chosen, the latest where none was."""
    rounds = published_rounds(request)
    form = PublicMapForm(request.GET or None, rounds=[each.survey_round for each in rounds])
    chosen = form.chosen()
    return form, next((each for each in rounds if each.survey_round == chosen), None)


def ground(request: DistrictRequest) -> dict[str, Any]:
    box = request.district.box
    return {
        "tiles_url": basemap_url(request.district),
        "boundary_url": reverse("directory:boundary") if box else "",
        "bounds": [box.west, box.south, box.east, box.north] if box else None,
    }
