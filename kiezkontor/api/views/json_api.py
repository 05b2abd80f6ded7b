"""The JSON API of one district; the same filters and addresses as its directory page."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Status

from kiezkontor.api.schemas import CategoryOut, DistrictOut, EntryOut, EntryPage, EntryQuery, Problem, ProjectOut
from kiezkontor.api.views.feeds import profile_urls
from kiezkontor.api.views.json_events import events
from kiezkontor.api.views.json_offers import offers
from kiezkontor.directory import access
from kiezkontor.directory.access_listed import Shape
from kiezkontor.directory.filters import NAME, Filters
from kiezkontor.directory.listing import Listing
from kiezkontor.districts.access import projects_of
from kiezkontor.districts.requests import DistrictRequest
from kiezkontor.districts.rules.attribution import OPENSTREETMAP
from kiezkontor.shared.caching import tagged

COLUMNS = (
    *("pk", "organisation", "category", "slug", "name", "use_class", "category_de", "category_en", "street", "number"),
    *("lat", "lon", "phone", "website", "opening_hours", "wheelchair", "is_chain", "is_member", "is_confirmed"),
    *("changed_at", "sort_name"),
)


def by_column(*values: Any) -> dict[str, Any]:
    return dict(zip(COLUMNS, values, strict=True))


STORED = Shape(COLUMNS, by_column)


class PublicAPI(NinjaAPI):
    def create_response(self, request: HttpRequest, data: Any, **details: Any) -> HttpResponse:
        """With a tag under which programs ask again, and get nothing where nothing has changed."""
        response = super().create_response(request, data, **details)
        return tagged(request, response) if response.status_code == HTTPStatus.OK else response


api = PublicAPI(
    title="Kiezkontor",
    version="1",
    description="Public data of one district. " + OPENSTREETMAP + " for what comes from OpenStreetMap.",
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("", events)
api.add_router("", offers)


@api.get("/district", response=DistrictOut)
def district(request: DistrictRequest) -> dict[str, Any]:
    """Name, place and bounds of the district."""
    found = request.district
    box = found.box
    return {
        "slug": found.slug,
        "name": found.name,
        "claim": found.claim,
        "kind": found.kind,
        "municipality": found.municipality,
        "federal_state": found.federal_state,
        "bounds": [box.south, box.west, box.north, box.east] if box else None,
        "licence": OPENSTREETMAP,
    }


@api.get("/entries", response=EntryPage)
def entries(request: DistrictRequest, asked: Query[EntryQuery]) -> dict[str, Any]:
    """Organisations of the district, filtered as on its directory page."""
    query = request.GET.copy()
    query.setdefault("sort", "name")
    filters, now = Filters(query), timezone.now()
    listing = Listing(request, filters, now, page_size=asked.per_page, shape=STORED, shows_numbers=False)
    pages = listing.paginator.num_pages
    before, after = profile_urls(request)
    if asked.after and listing.order == NAME:
        pk, _sign, sort_name = asked.after.partition(":")
        items, are_more = listing.following(sort_name, int(pk))
    else:
        items, are_more = list(listing.page) if asked.page <= pages else [], asked.page < pages
    return {
        "total": listing.total,
        "is_at_least": listing.is_capped,
        "page": asked.page,
        "pages": pages,
        "next": next_url(request, items[-1]) if items and are_more and listing.order == NAME else None,
        "corrected_to": listing.found.corrected_to if listing.found else None,
        "items": [entry_out(entry, f"{before}{entry['slug']}{after}") for entry in items],
    }


def next_url(request: DistrictRequest, last: Mapping[str, Any]) -> str:
    """Where reading goes on by name; what comes in or goes meanwhile neither hides nor repeats an entry."""
    query = request.GET.copy()
    query.pop("page", None)
    query["after"] = f"{last['pk']}:{last['sort_name']}"
    return request.build_absolute_uri(f"?{query.urlencode()}")


@api.get("/entries/{slug}", response={200: EntryOut, 404: Problem})
def entry(request: DistrictRequest, slug: str) -> Status[dict[str, Any]]:
    """One organisation."""
    found = STORED.of(access.visible_to(request.viewer, request.district).filter(slug=slug))
    if not found:
        return Status(404, {"detail": _("There is no entry of this name in the district.")})
    before, after = profile_urls(request)
    return Status(200, entry_out(found[0], f"{before}{slug}{after}"))


def entry_out(entry: Mapping[str, Any], url: str) -> dict[str, Any]:
    return {**entry, "id": entry["organisation"], "url": url}


@api.get("/categories", response=list[CategoryOut])
def categories(request: DistrictRequest) -> list[dict[str, Any]]:
    """The categories present in the district with the number of their entries."""
    listing = Listing(request, Filters(QueryDict()), timezone.now(), shows_numbers=False)
    counts, names = listing.counted
    found = [{"key": key, "name": name, "count": counts.of("category", key)} for key, name in names.categories.items()]
    return sorted(found, key=lambda row: (-row["count"], row["key"]))


@api.get("/projects", response=list[ProjectOut])
def projects(request: DistrictRequest) -> list[dict[str, Any]]:
    """The projects of the district with operator, period, team in order and funding sources in order."""
    rows = projects_of(request.district).select_related("operator").prefetch_related("team", "funding_sources")
    return [
        {
            "slug": project.slug,
            "short_name": project.short_name,
            "official_name": project.official_name,
            "operator": str(project.operator) if project.operator else None,
            "from_on": project.from_on,
            "from_precision": project.from_precision,
            "until_on": project.until_on,
            "stage": project.stage,
            "team": [member.name for member in project.team.all()],
            "funding": [source.name for source in project.funding_sources.all()],
            "url": request.build_absolute_uri(reverse("districts:project", args=[project.slug])),
        }
        for project in rows
    ]
