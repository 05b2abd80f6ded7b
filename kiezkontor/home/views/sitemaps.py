"""What search engines may read: a sitemap of each district, an index of them, and where to find both."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.calendar import access as calendar
from kiezkontor.directory import access as directory
from kiezkontor.districts.access import projects_of, published
from kiezkontor.districts.requests import DistrictRequest, SiteRequest
from kiezkontor.shared.caching import public_page
from kiezkontor.shared.mounting import district_path
from kiezkontor.surveys import access as surveys

# Source: sitemaps.org, at most 50,000 addresses a file.
MOST_ADDRESSES = 50_000
# Of events the latest and those to come.
MOST_EVENTS = 10_000
PAGES = [
    *(
        "home:district",
        "directory:list",
        "directory:map",
        "directory:vacancies",
        "vacancies:location",
        "vacancies:ideas",
        "districts:about",
        "voices:voices",
    ),
    *("districts:projects", "districts:team", "districts:contact", "districts:imprint", "districts:privacy"),
    *("calendar:events", "calendar:map", "calendar:past", "vacancies:offers"),
    *("districts:accessibility", "districts:easy_language", "districts:sign_language"),
]


def addresses(request: DistrictRequest) -> Iterator[tuple[str, datetime | None]]:
    """Path and last change of every public page of the district, the German pages first."""
    slugs = directory.visible_to(request.viewer, request.district).order_by("pk").values_list("slug", "changed_at")
    projects = list(projects_of(request.district).values_list("slug", "changed_at"))
    events = list(
        calendar.visible_to(VISITOR, request.district)
        .order_by("-starts_at", "-pk")
        .values_list("pk", "changed_at")[:MOST_EVENTS]
    )
    rounds = list(surveys.visible_to(VISITOR, request.district).values_list("number", flat=True))
    walks = (
        [("surveys:public_rounds", []), *(("surveys:public_round", [number]) for number in rounds)] if rounds else []
    )
    for language in ("de", "en"):
        with override(language):
            yield from ((reverse(name), None) for name in PAGES)
            yield from ((reverse(name, args=args), None) for name, args in walks)
            yield from ((reverse("districts:project", args=[slug]), changed) for slug, changed in projects)
    with override("de"):
        for pk, changed in events:
            yield reverse("calendar:event", args=[pk]), changed
        others = len(events) + 2 * (len(PAGES) + len(projects) + len(walks))
        for slug, changed in slugs[: MOST_ADDRESSES - others]:
            yield reverse("directory:profile", args=[slug]), changed


@require_safe
@public_page
def district_sitemap(request: DistrictRequest) -> HttpResponse:
    urls = [(request.build_absolute_uri(path), changed) for path, changed in addresses(request)]
    return xml("home/sitemap.xml", {"urls": urls})


@require_safe
def sitemap_index(request: SiteRequest) -> HttpResponse:
    slugs = published().values_list("slug", flat=True)
    found = [request.build_absolute_uri(district_path(slug, "sitemap")) for slug in slugs]
    return xml("home/sitemap_index.xml", {"sitemaps": found})


@require_safe
def robots(request: SiteRequest) -> HttpResponse:
    """The same for every host; office and sign-in are of no use to a search engine."""
    closed = ["/konto/", "/*/buero/", "/buero/", "/postfach/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def xml(template: str, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), content_type="application/xml; charset=utf-8")
