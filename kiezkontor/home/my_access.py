"""What someone holds in each district, what that allows, and where to go with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.viewer import OFFICE_ROLES, Viewer
from kiezkontor.districts.access_people import own_roles
from kiezkontor.districts.models import District, Role
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.districts.roles_in_words import may, may_not
from kiezkontor.shared.days import last_day
from kiezkontor.shared.mounting import district_path, installation_path

DIRECTORY = ("directory:list", _("Look into the directory"))
PROJECTS = ("districts:projects", _("See projects and funding"))
VACANCIES = ("directory:vacancies", _("See vacant units"))
VACANCY_RESULTS = ("vacancies:results", _("Results of the work on vacancies"))
NETWORK_RESULTS = ("meetings:year", _("Results of the network"))
TABLE = ("api:csv", _("Download the directory as a table (CSV)"))
CALENDAR = ("calendar:events", _("Open the calendar"))
INVITATIONS = ("calendar:own_invitations", _("Invitations"))
OWN_CALENDAR = ("calendar:own_feed", _("Events in my calendar"))
OWN_ENTRIES = ("organisations:own", _("Look after my entries"))
MEMBERS = ("organisations:members", _("Contact list of the members"))
BOARD_OF_MEMBERS = ("members:board", _("Notice board of the network"))
HINT = ("voices:give", _("Give an idea or a hint"))
HINT_OF_AN_ENTRY = ("voices:give_own", _("Give a hint"))
MISTAKE = ("directory:find_mistaken", _("Report a mistake in an entry"))
LOG = ("districts:log", _("Read the log"))
OFFICE = ("home:office", _("To the office"))

WAYS: dict[str, tuple[tuple[str, str | Promise], ...]] = {
    **dict.fromkeys(OFFICE_ROLES, (OFFICE,)),
    Role.Name.EDITOR: (OFFICE, VACANCY_RESULTS),
    Role.Name.BOARD: (
        MEMBERS,
        CALENDAR,
        INVITATIONS,
        OWN_CALENDAR,
        DIRECTORY,
        VACANCIES,
        VACANCY_RESULTS,
        NETWORK_RESULTS,
        PROJECTS,
    ),
    Role.Name.FUNDER: (PROJECTS, VACANCIES, VACANCY_RESULTS, NETWORK_RESULTS, TABLE),
    Role.Name.TRADER: (OWN_ENTRIES, HINT_OF_AN_ENTRY, BOARD_OF_MEMBERS, MISTAKE),
    Role.Name.SOCIAL_CARRIER: (OWN_ENTRIES, HINT_OF_AN_ENTRY, BOARD_OF_MEMBERS, MISTAKE),
    Role.Name.RESIDENT: (DIRECTORY, CALENDAR, HINT, MISTAKE),
    Role.Name.OWNER: (VACANCIES, DIRECTORY),
    Role.Name.SEEKER: (VACANCIES, DIRECTORY),
    Role.Name.ADVISER: (DIRECTORY, PROJECTS),
    Role.Name.BODY_MEMBER: (PROJECTS, CALENDAR, INVITATIONS, OWN_CALENDAR, NETWORK_RESULTS, VACANCY_RESULTS, DIRECTORY),
    Role.Name.PARTNER: (DIRECTORY, VACANCIES, PROJECTS),
    Role.Name.CASE_WORKER: (DIRECTORY,),
    Role.Name.FINANCE: (PROJECTS,),
    Role.Name.ORGANISER: (CALENDAR, DIRECTORY),
    Role.Name.AUDITOR: (LOG, PROJECTS),
}


@dataclass(frozen=True)
class Held:
    """A role as its holder reads it. last_on: the last day it is held, None without an end.

    stop_url: where its holder gives it back, "" where an office decides on it.
    """

    label: str
    from_on: date
    last_on: date | None
    has_begun: bool
    may: str
    may_not: str
    stop_url: str = ""


@dataclass(frozen=True)
class Place:
    """A district with what someone holds there. ways: label and address of what can be done now."""

    district: District
    roles: list[Held]
    ways: list[tuple[str | Promise, str]]

    @property
    def phone(self) -> str:
        return phone_as_printed(self.district.office_phone)


def places_of(viewer: Viewer, *, on: date) -> list[Place]:
    """The districts in which someone holds a role or will, by name; empty for a visitor."""
    by_district = groupby(own_roles(viewer, on=on), key=lambda role: role.district)
    return [place(district, list(roles), on=on) for district, roles in by_district]


def place(district: District, roles: list[Role], *, on: date) -> Place:
    begun = [role.name for role in roles if role.from_on <= on]
    return Place(district, [held(role, on=on) for role in roles], ways(district, begun))


def ways(district: District, roles: Iterable[str]) -> list[tuple[str | Promise, str]]:
    """Each way once, the first where the role's work begins; a district that is not public yet has only its office."""
    found: dict[str, str | Promise] = {}
    for role in roles:
        if district.is_published or role in OFFICE_ROLES:
            for page, label in WAYS[role]:
                found.setdefault(district_path(district.slug, page), label)
    return [(label, url) for url, label in found.items()]


def held(role: Role, *, on: date) -> Held:
    last_on = last_day(role.until_on)
    label = str(role.get_name_display())
    stop_url = installation_path("home:stop", pk=role.pk) if role.name == Role.Name.RESIDENT else ""
    return Held(label, role.from_on, last_on, role.from_on <= on, may(role.name), may_not(role.name), stop_url)
