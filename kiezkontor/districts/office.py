"""What the frame of the office shows: the sections of a district's office and the districts to switch to."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import VISITOR, Viewer
from kiezkontor.districts import access
from kiezkontor.districts.models import District
from kiezkontor.shared.mounting import district_path, installation_path, on_installation_host, reverse_at

OWN_ACCESS = ("home:access", _("My access"), "account-circle")


@dataclass(frozen=True)
class Section:
    """view: where the link leads. pages: how the names of its pages begin."""

    view: str
    label: str | Promise
    icon: str
    pages: tuple[str, ...]


VACANCIES = tuple(
    f"vacancies:{each}"
    for each in "office letting results rent_model expose viewing negotiation location_figure".split()
)
SECTIONS = (
    Section("organisations:office", _("Entries"), "list", ("organisations:office", "premises:new_entry")),
    Section("organisations:requests", _("Requests"), "help", ("organisations:requests",)),
    Section("outreach:pipeline", _("Outreach"), "phone", ("outreach:",)),
    Section("organisations:letters", _("Letters"), "print", ("organisations:letters", "organisations:informing")),
    Section("premises:units", _("Houses and units"), "retail", ("premises:unit",)),
    Section("calendar:office", _("Calendar"), "calendar-today", ("calendar:office", "meetings:")),
    Section("vacancies:office", _("Vacancies"), "vacant", VACANCIES),
    Section("vacancies:seekers", _("Space seekers"), "search", ("vacancies:seeker",)),
    Section("surveys:rounds", _("Survey rounds"), "checklist", ("surveys:",)),
    Section("premises:imports", _("Import"), "upload", ("premises:import",)),
    Section("members:office", _("Notice board"), "speech", ("members:office",)),
    Section("voices:office", _("Ideas and hints"), "help", ("voices:office",)),
    Section("members:first_contacts", _("First contacts"), "exchange", ("members:first_contacts",)),
    Section("districts:reports", _("Reports"), "warning", ("districts:report",)),
    Section("districts:mail", _("Mail"), "mail", ("districts:mail",)),
    Section("districts:edit", _("District and projects"), "settings", ("districts:edit", "districts:project_")),
    Section("districts:people", _("Team and access"), "people", ("districts:people", "districts:invit")),
    Section("districts:log", _("Log"), "history", ("districts:log", "home:retention", "home:hold", "home:information")),
)


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The sections the viewer may open in the request's district, in order; empty outside of districts.

    Each: label, url, icon, current. A section whose page's gate the viewer does not pass is left out.
    """
    district = getattr(request, "district", None)
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    if district is None:
        return []
    here = current_page(request)
    found = []
    for section in SECTIONS:
        gate = gate_of(section.view)
        if gate is not None and viewer.has_role(district, *gate):
            current = here.startswith(section.pages)
            entry = {"label": section.label, "url": reverse(section.view), "icon": section.icon, "current": current}
            found.append(entry)
    return found


def current_page(request: HttpRequest) -> str:
    match: ResolverMatch | None = getattr(request, "resolver_match", None)
    return match.view_name if match else ""


@lru_cache
def gate_of(view: str) -> frozenset[str] | None:
    """The roles that pass the gate of a page without arguments; None where there is no such page or no gate."""
    with override(settings.LANGUAGE_CODE):
        try:
            path = reverse_at("/", view, urlconf=settings.DISTRICT_URLCONF)
        except NoReverseMatch:
            return None
        func: Any = resolve(path, urlconf=settings.DISTRICT_URLCONF).func
    gate: frozenset[str] | None = getattr(func, "gate", None)
    return gate


def way_in(request: HttpRequest) -> dict[str, Any] | None:
    """Where a signed-in person works: the office of this district, the offices elsewhere, or the own access.

    label, url, icon; None for a visitor.
    """
    viewer: Viewer = getattr(request, "viewer", VISITOR)
    district = getattr(request, "district", None)
    if viewer.is_visitor:
        return None
    if district is not None and viewer.is_office_of(district):
        return {"label": _("Office"), "url": reverse("home:office"), "icon": "office"}
    page, label, icon = ("home:office", _("Office"), "office") if viewer.works_in_an_office else OWN_ACCESS
    return {"label": label, "url": on_installation_host(installation_path(page), request), "icon": icon}


def offices(viewer: Viewer, current: District | None = None) -> list[dict[str, str]]:
    """The districts in whose office the viewer works, by name, with the address of their office.

    current: the district of the page; who works in its office alone is not looked up once more.
    """
    if viewer.is_visitor:
        return []
    is_the_only_one = current is not None and not viewer.is_operator and set(viewer.roles) == {current.pk}
    found = [current] if current and is_the_only_one and viewer.is_office_of(current) else access.offices_of(viewer)
    return [{"name": each.name, "url": district_path(each.slug, "home:office")} for each in found]
