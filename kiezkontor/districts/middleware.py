"""Which district a request is for, by host or by the first part of the path."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.request import split_domain_port
from django.urls import get_script_prefix, set_script_prefix

from kiezkontor.districts import access
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import SiteRequest
from kiezkontor.shared.caching import MESSAGES, PUBLISHABLE
from kiezkontor.shared.mounting import on_installation_host
from kiezkontor.shared.remembered import HOLDS, remembered

# First path segments that belong to the installation; no district may take them as its slug.
RESERVED_SLUGS = frozenset(
    {"abbestellen", "admin", "api", "barrierefreiheit", "buero", "datenschutz", "de", "demo", "einladung", "en"}
    | {"entwicklung", "favicon.ico", "health", "impressum", "komponenten", "konto", "media", "office", "postfach"}
    | {"robots.txt", "signin", "sitemap.xml", "static", "tiles", "www"}
)
OFFICE_PATH = "/buero/"


class DistrictMiddleware:
    """Sets `request.district` (None outside) and, for the path form, moves the slug into the script prefix.

    Both forms get the same URLconf; pages of the installation exist only outside of districts. The office is one
    place on the installation's host, because sessions and passkeys are bound to a host.
    """

    def __init__(self, get_response: Callable[[SiteRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        prefix = get_script_prefix()
        try:
            return self.enter(request) or self.get_response(request)
        finally:
            set_script_prefix(prefix)

    def enter(self, request: SiteRequest) -> HttpResponse | None:
        request.district = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES in request.COOKIES:
            request.META.pop(HOLDS, None)  # however the cookie was spelt
        host = split_domain_port(request.get_host())[0]
        request.on_installation_host = host in settings.INSTALLATION_HOSTS
        if request.on_installation_host:
            return self.enter_by_path(request)
        district = found(request, host, access.by_host)
        if district is None:
            raise DisallowedHost(f"No district answers to {host!r}.")
        self.mount(request, district)
        if office_part(request.path_info):
            path = f"/{district.slug}{request.get_full_path()}"
            return HttpResponseRedirect(on_installation_host(path, request))
        return None

    def enter_by_path(self, request: SiteRequest) -> HttpResponse | None:
        slug, slash, rest = request.path_info.lstrip("/").partition("/")
        if not slug or slug in RESERVED_SLUGS:
            return None
        district = found(request, slug, access.by_slug)
        if district is None:
            return None
        if not slash and district.is_published:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"/{slug}/" + (f"?{query}" if query else ""))
        self.mount(request, district)
        request.path_info = f"/{rest}"
        request.META["SCRIPT_NAME"] = f"/{slug}"
        set_script_prefix(f"/{slug}/")
        return None

    def mount(self, request: SiteRequest, district: District) -> None:
        request.district = district
        request.urlconf = settings.DISTRICT_URLCONF
        if district.is_published:
            at = district.slug if request.on_installation_host else ""
            request.META[PUBLISHABLE] = f"{district.pk} {at}"


def found(request: SiteRequest, name: str, by_name: Callable[[str], District | None]) -> District | None:
    key = (by_name.__name__, name)
    return remembered(request.META, key, lambda: by_name(name), scope=lambda district: district.pk if district else 0)


def office_part(path: str) -> bool:
    return path.removeprefix("/en").startswith(OFFICE_PATH)
