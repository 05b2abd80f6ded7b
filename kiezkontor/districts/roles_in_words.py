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


NOTHING_FURTHER = _("They do not look into the office. This role opens no further pages at present.")
ADDED_TO_THE_OFFICE = _("By itself it does not open the office, and it opens no further pages at present.")

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
            "enters who is a member of the network. It looks after the members' notice board."
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
            "The board of the network reads what members read: the contact list, events for members with their agenda, "
            "minutes. It reads the results of the network and of the work on vacancies, and the public pages, too: "
            "directory, map, vacant units, projects and figures."
        ),
        _("It does not look into the office and changes nothing. That waits until the network is handed over to it."),
    ),
    Role.Name.FUNDER: Reach(
        _(
            "Funders and administration read the public pages, with the projects and who pays for them, and the "
            "results of the network and of the work on vacancies. They can download the directory as a table."
        ),
        _("They do not look into the office and change nothing."),
    ),
    Role.Name.TRADER: Reach(
        _(
            "Traders look after the entry of their own business: texts, opening hours, photos. Members of the network "
            "see what other members have released in the contact list, and write on the notice board."
        ),
        _("They do not look into the office. Which entries they look after is settled with the office."),
    ),
    Role.Name.SOCIAL_CARRIER: Reach(
        _(
            "Social carriers look after the entries of their own places: texts, opening hours, photos. In the contact "
            "list they see those who have released themselves for social carriers, too; as members they write on the "
            "notice board."
        ),
        _("They do not look into the office. Which entries they look after is settled with the office."),
    ),
    Role.Name.RESIDENT: Reach(
        _(
            "Residents read the public pages. They need no access to report something; this one is for what comes "
            "later."
        ),
        NOTHING_FURTHER,
    ),
    Role.Name.OWNER: Reach(
        _("Owners and managers of houses read the public pages, with the list of vacant units."), NOTHING_FURTHER
    ),
    Role.Name.SEEKER: Reach(
        _("Whoever looks for a space reads the public pages, with the list of vacant units."), NOTHING_FURTHER
    ),
    Role.Name.ADVISER: Reach(_("Advisers and mediators read the public pages."), NOTHING_FURTHER),
    Role.Name.BODY_MEMBER: Reach(
        _(
            "Members of bodies and juries read the public pages, with the projects and who pays for them, and the "
            "results of the network and of the work on vacancies. They answer their invitations and have these events "
            "in their own calendar."
        ),
        _("They do not look into the office and change nothing."),
    ),
    Role.Name.PARTNER: Reach(_("Partner institutions read the public pages."), NOTHING_FURTHER),
    Role.Name.CASE_WORKER: Reach(
        _("Case work is given in addition to a role of the office; cases it is entrusted with come later."),
        ADDED_TO_THE_OFFICE,
    ),
    Role.Name.FINANCE: Reach(
        _("Finance is given in addition to a role of the office; receipts and bank data come later."),
        ADDED_TO_THE_OFFICE,
    ),
    Role.Name.ORGANISER: Reach(
        _("Organisation is given in addition to a role of the office; entries and draws of joint actions come later."),
        ADDED_TO_THE_OFFICE,
    ),
    Role.Name.AUDITOR: Reach(
        _(
            "Data protection and audit read the log of the district: who changed what and when, and which details, but "
            "not what stood there."
        ),
        _("This role changes nothing and opens no other page of the office."),
    ),
}


def may(role: str) -> str:
    return str(REACH[role].may)


def may_not(role: str) -> str:
    return str(REACH[role].may_not)
