"""What each role may do and what it may not, said once for the office, for who is invited and for who holds it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import Role

type Words = str | Promise


@dataclass(frozen=True)
class Reach:
    """may, may_not: one sentence each, with the role as its subject."""

    may: Words
    may_not: Words


REACH: dict[str, Reach] = {
    Role.Name.COORDINATOR: Reach(
        _(
            "The coordination works on everything in the office: entries, houses and units, imports, reports, "
            "projects and texts. It invites people and reads the whole log."
        ),
        _("New districts and own host names are set up by whoever runs the installation."),
    ),
    Role.Name.EDITOR: Reach(
        _(
            "Public relations looks after the entries: it adds, changes and confirms them, puts in photos and "
            "enters who is a member of the network."
        ),
        _("Houses and units, imports, reports, projects, texts and the team are looked after by other roles."),
    ),
    Role.Name.FIELD_WORKER: Reach(
        _(
            "The inventory walk enters what is to be seen in houses and units: who is there, what is vacant. "
            "It reads the entries and the imports."
        ),
        _("Entries, imports, reports, projects, texts and the team are changed by other roles."),
    ),
    Role.Name.BOARD: Reach(
        _(
            "The board of the network reads the contact list of the members and the public pages: directory, map, "
            "vacant units, projects and figures."
        ),
        _("It does not look into the office and changes nothing. This role opens no further pages at present."),
    ),
    Role.Name.FUNDER: Reach(
        _(
            "Funders and administration read the public pages, with the projects and who pays for them, and can "
            "download the directory as a table."
        ),
        _("They do not look into the office and change nothing. This role opens no further pages at present."),
    ),
    Role.Name.TRADER: Reach(
        _(
            "Traders look after the entry of their own business: texts, opening hours, photos. Members of the network "
            "see what other members have released in the contact list."
        ),
        _("They do not look into the office. Which entries they look after is settled with the office."),
    ),
    Role.Name.SOCIAL_CARRIER: Reach(
        _(
            "Social carriers look after the entries of their own places: texts, opening hours, photos. In the contact "
            "list they see those who have released themselves for social carriers, too."
        ),
        _("They do not look into the office. Which entries they look after is settled with the office."),
    ),
}


def may(role: str) -> str:
    return str(REACH[role].may)


def may_not(role: str) -> str:
    return str(REACH[role].may_not)
