from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kiezkontor.directory import access_vacancies
from kiezkontor.directory.filters import BEST, DISTANCE, FAIR, NAME, Filters
from kiezkontor.directory.listing import Listing, suggested
from kiezkontor.directory.tiles import basemap_url
from kiezkontor.districts.presenting import current_project
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.web import render_part

MAP_PAGE_SIZE = 60
MOST_TO_CHOOSE_FROM = 20
# Of more entries the map asks only for those in sight.
MOST_AT_ONCE = 2_000


@require_safe
@public_page
def directory_list(request: DistrictRequest) -> HttpResponse:
    listing = asked(request)
    context = {
        **shown(listing, "directory:list"),
        "orders": orders(listing),
        "geojson_url": with_query(reverse("directory:geojson"), listing.filters.as_query(sort="")),
    }
    return render_part(request, "directory/list.html", "directory", context)


@require_safe
@public_page
def directory_map(request: DistrictRequest) -> HttpResponse:
    listing = asked(request, page_size=MAP_PAGE_SIZE)
    box = request.district.box
    context = {
        **shown(listing, "directory:map"),
        "geojson_url": with_query(reverse("directory:geojson"), listing.filters.as_query(sort="")),
        "by_box": box is not None and listing.total > MOST_AT_ONCE,
        "boundary_url": reverse("directory:boundary") if box else "",
        "tiles_url": basemap_url(request.district),
        "bounds": [box.west, box.south, box.east, box.north] if box else None,
        "vacancies": access_vacancies.vacancies_today(request),
    }
    return render_part(request, "directory/map.html", "directory", context)


@require_safe
@public_page
def suggestions(request: DistrictRequest) -> HttpResponse:
    """Options for a search field: whole questions that begin as typed, those most entries answer first."""
    words = suggested(request.district, request.GET.get("q", ""))
    return render(request, "directory/parts/suggestions.html", {"words": words})


@require_safe
@public_page
def find_mistaken(request: DistrictRequest) -> HttpResponse:
    """Which entry a mistake is in is looked for here; the form for it is each entry's own."""
    listing = asked(request, page_size=MOST_TO_CHOOSE_FROM)
    is_asked = listing.found is not None
    entries = listing.cards() if is_asked else []
    for entry, shown in zip(entries, listing.page.object_list if is_asked else [], strict=True):
        entry["url"] = reverse("directory:mistake", args=[shown.slug])
    context = {
        "filters": listing.filters,
        "is_asked": is_asked,
        "entries": entries,
        "are_more": is_asked and listing.page.has_next(),
        "crumbs": [{"label": _("Directory"), "url": reverse("directory:list")}],
    }
    return render(request, "directory/find_mistaken.html", context)


@require_safe
@public_page
def vacancies(request: DistrictRequest) -> HttpResponse:
    found = access_vacancies.vacancies_today(request)
    streets: list[list[Any]] = [
        [street or _("Without a street name"), count] for street, count in found.others.parts.items()
    ]
    if streets and found.others.elsewhere:
        streets.append([_("Other streets together"), found.others.elsewhere])
    context = {
        "vacancies": found,
        "are_counted": access_vacancies.are_counted(found, request.district),
        "streets": [{"cells": cells} for cells in streets],
        "street_columns": [{"label": _("Street")}, {"label": _("Vacant"), "numeric": True}],
    }
    return render(request, "directory/vacancies.html", context)


def asked(request: DistrictRequest, **details: Any) -> Listing:
    return Listing(request, Filters(request.GET), timezone.now(), **details)


def shown(listing: Listing, name: str) -> dict[str, Any]:
    filters = listing.filters
    is_empty = not (filters.q or filters.count or listing.counted[0].without_filters)
    url = reverse(name)
    page = listing.page
    groups = listing.groups
    return {
        "listing": listing,
        "filters": filters,
        "page": page,
        "entries": listing.cards(),
        "total": listing.total,
        "status": status(listing),
        "groups": groups,
        "chosen_filters": chosen_filters(filters, groups, url),
        "action": url,
        "reset_url": with_query(url, urlencode({"q": filters.q} if filters.q else {})),
        "all_url": url,
        "with_closed_url": with_query(url, filters.as_query(open="")),
        "list_url": with_query(reverse("directory:list"), filters.as_query()),
        "map_url": with_query(reverse("directory:map"), filters.as_query(sort="")),
        "data_query": with_query("", filters.as_query(sort="")),
        "without_filters": listing.counted[0].without_filters,
        "is_empty": is_empty,
        "shown_project": current_project(listing.request, on=timezone.localdate())[1] if is_empty else None,
    }


def chosen_filters(filters: Filters, groups: list[dict[str, Any]], url: str) -> list[dict[str, str]]:
    """The chosen options of all groups, with the address of the list without each."""
    return [
        {"label": option["label"], "url": with_query(url, filters.without(option["name"], str(option["value"])))}
        for group in groups
        for option in group["options"]
        if option["checked"]
    ]


def status(listing: Listing) -> str:
    """The sentence above a list, also read aloud when the list changes."""
    if not listing.total:
        return _("No entries found")
    if listing.is_capped:
        sentence = _("More than %(count)s entries") % {"count": listing.total}
    elif listing.found is not None and listing.found.any_word:
        sentence = ngettext("%(count)s entry fits in part", "%(count)s entries fit in part", listing.total)
        sentence %= {"count": listing.total}
    else:
        sentence = ngettext("%(count)s entry", "%(count)s entries", listing.total) % {"count": listing.total}
    page = listing.page
    if page.paginator.num_pages > 1:
        values = {"entries": sentence, "first": page.start_index(), "last": page.end_index()}
        return _("%(entries)s, shown are %(first)s to %(last)s") % values
    return sentence


def orders(listing: Listing) -> list[dict[str, Any]]:
    labels = [(FAIR, _("Mixed fairly, anew each day")), (NAME, _("By name"))]
    if listing.found is not None:
        labels.insert(0, (BEST, _("Best match first")))
    if listing.request.district.box:
        labels.append((DISTANCE, _("By distance")))
    usual = BEST if listing.found is not None else FAIR
    return [
        {"value": "" if value == usual else value, "label": label, "chosen": value == listing.order}
        for value, label in labels
    ]


def with_query(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url
