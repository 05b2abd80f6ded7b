"""Who sees which class of data: the visibility matrix as one table, and which of its rows are enforced today.

A cell says what a role sees of a class in its own district; in any other district everybody sees what visitors see.

    A      reads and changes all of it        R   reads          W   changes what is their own
    own    their own and nothing else         c   only what was agreed to or released to them
    agg    totals alone                       –   nothing

Rows under "Here" do not stand in the matrix; they are classes this installation keeps besides, by the same rules.
"""

from dataclasses import dataclass

# Visitor, resident, owner, seeker, adviser, body member, partner institution and funder take part from outside; trader
# and social carrier look after entries; the board follows the office after a handover and reads until then.
# "function" is case work, finance or organisation held without a role of the office, "audit" data protection or audit,
# "walk" the inventory walk.
COLUMNS = (
    *("visitor", "resident", "trader", "carrier", "owner", "seeker", "adviser", "body", "partner", "funder", "board"),
    *("coordinator", "editor", "walk", "function", "audit", "admin"),
)
TABLE = """
                        vis res tra car own see adv bod par fun boa coo edi wal fct aud adm
Published profiles      R   R   RW  RW  R   R   R   R   R   R   R   A   A   R   R   R   A
Member contacts         –   –   c   c   –   –   –   –   –   –   R   A   R   –   –   –   A
Invitations, agenda     c   c   R   c   c   c   c   c   c   c   R   A   R   c   c   c   A
Minutes                 –   –   c   c   own –   –   own –   own R   A   R   –   –   –   A
Inventory: use          agg agg agg agg own agg agg agg agg agg agg A   agg A   agg agg A
Inventory: notes        –   –   –   –   –   –   –   –   –   –   –   A   –   A   –   –   A
Exposés                 R   R   R   R   RW  R   R   R   R   R   R   A   R   R   R   R   A
Owners and rents        –   –   –   –   own c   –   –   c   agg –   A   –   –   –   –   A
Seekers                 –   –   –   –   c   W   c   –   c   agg –   A   –   –   –   –   A
Needs and offers        c   c   RW  RW  –   –   –   –   –   agg R   A   R   –   –   –   A
Cooperation agreements  c   c   own own –   –   –   –   –   agg R   A   c   –   –   –   A
Consulting protocols    –   –   own own own own own –   –   agg –   own –   –   own –   –
Succession cases        c   c   c   c   –   c   own –   c   agg –   own –   –   own –   –
Referrals               –   –   own –   –   own own –   c   agg –   own –   –   own –   –
Conflict cases          –   own own own own –   own –   –   agg agg own –   –   own –   –
Fund applications       c   c   own own own own –   c   –   A   R   A   c   –   –   –   A
Receipts, bank data     –   –   own own –   –   –   –   –   c   own –   –   –   own –   –
Rally entries           c   own agg agg –   –   –   –   –   agg own –   –   –   own –   –
Press list              –   –   –   –   –   –   –   –   –   –   R   R   A   –   –   –   A
Indicators, reports     c   c   c   c   c   c   –   R   c   R   R   A   R   –   –   –   A
Audit log               –   own own own own own own own own own own R   own own own R   R
Here: withheld contact  –   –   –   –   –   –   –   –   –   –   –   A   A   R   –   –   A
Here: contact people    –   –   –   –   –   –   –   –   –   –   –   A   A   –   –   –   A
Here: hidden photos     –   –   own own –   –   –   –   –   –   –   A   A   R   –   –   A
Here: notice board      –   –   RW  RW  –   –   –   –   –   –   –   A   A   –   –   –   A
Here: voices            R   R   RW  RW  R   R   R   R   R   R   R   A   A   R   R   R   A
Here: voices, inside    –   –   own own –   –   –   –   –   –   –   A   A   –   –   –   A
Here: first contacts    –   –   own own –   –   –   –   –   –   –   agg agg –   –   –   agg
Here: contact log       –   –   –   –   –   –   –   –   –   –   –   A   –   A   –   –   A
Here: confidential log  –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: who wants quiet   –   –   –   –   –   –   –   –   –   –   –   A   A   A   –   –   A
Here: support record    –   –   –   –   –   –   –   –   –   –   –   A   –   A   –   –   A
Here: needs answers     –   –   own own –   –   –   –   –   –   –   A   –   A   –   –   A
Here: needs, sensitive  –   –   own own –   –   –   –   –   –   –   A   –   –   –   –   A
Here: needs on paper    –   –   –   –   –   –   –   –   –   –   –   A   –   A   –   –   A
Here: letters           –   –   –   –   –   –   –   –   –   –   –   A   A   –   –   –   A
Here: relations         –   –   –   –   –   –   –   –   –   –   –   A   A   –   –   –   A
Here: merged entries    –   –   –   –   –   –   –   –   –   –   –   A   A   –   –   –   A
Here: entry requests    –   –   –   –   –   –   –   –   –   –   –   A   A   –   –   –   A
Here: told of data      –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: legal holds       –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: mail of office    –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: owners, inside    –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: early warnings    –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: seekers, inside   –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: vacancy reports   –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: vacancy results   –   –   –   –   –   –   –   agg –   agg agg A   agg –   –   –   A
Here: network results   –   –   –   –   –   –   –   agg –   agg agg A   A   –   –   –   A
Here: use ideas         R   R   R   R   R   R   R   R   R   R   R   A   R   R   R   R   A
Here: registrations     –   –   own own –   –   –   –   –   –   –   A   A   –   –   –   A
Here: public minutes    R   R   R   R   R   R   R   R   R   R   R   A   R   R   R   R   A
Here: office tasks      –   –   –   –   –   –   –   –   –   –   –   A   A   A   –   –   A
Here: public reports    –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: logo drafts       –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: team, invited     –   –   –   –   –   –   –   –   –   –   –   A   –   –   –   –   A
Here: own sign-in       –   own own own own own own own own own own own own own own own own
"""
NAME_WIDTH = 24

# Which gate holds a row today; everything else is parked because its data do not exist.
ENFORCED = {
    "Published profiles": "directory.access, organisations.access",
    "Member contacts": "organisations.members",
    "Invitations, agenda": "calendar.access",
    "Minutes": "meetings.access, meetings.access_minutes",
    "Inventory: use": "premises.access, surveys.access, vacancies.access_location",
    "Inventory: notes": "premises.access",
    "Audit log": "audit.access",
    "Here: withheld contact": "directory.rules.public_fields",
    "Here: contact people": "organisations.access",
    "Here: hidden photos": "organisations.access",
    "Here: notice board": "members.access",
    "Here: voices": "voices.access",
    "Here: voices, inside": "voices.access",
    "Here: first contacts": "members.access_contacts",
    "Here: contact log": "outreach.access",
    "Here: confidential log": "outreach.access",
    "Here: who wants quiet": "organisations.access_contacting",
    "Here: support record": "outreach.access",
    "Here: needs answers": "outreach.access",
    "Here: needs, sensitive": "outreach.access",
    "Here: needs on paper": "outreach.access",
    "Here: letters": "organisations.access",
    "Here: relations": "organisations.access_relations",
    "Here: merged entries": "organisations.access_merging",
    "Here: entry requests": "organisations.access",
    "Here: told of data": "audit.access",
    "Here: legal holds": "organisations.access",
    "Here: mail of office": "notices.access",
    "Exposés": "vacancies.access_exposes",
    "Here: owners, inside": (
        "vacancies.access, vacancies.access_owners, vacancies.access_exposes, vacancies.access_negotiations, "
        "vacancies.access_lettings, vacancies.access_rents"
    ),
    "Here: early warnings": "vacancies.access_early",
    "Here: seekers, inside": (
        "vacancies.access_seekers, vacancies.access_viewings, vacancies.access_tours, vacancies.access_subscriptions"
    ),
    "Here: vacancy reports": "vacancies.access_reports, vacancies.access_ideas",
    "Here: vacancy results": "vacancies.access_results",
    "Here: network results": "meetings.access_year",
    "Here: use ideas": "vacancies.access_ideas",
    "Here: registrations": "calendar.access, meetings.access, meetings.access_courses, meetings.access_swapping",
    "Here: public minutes": "meetings.access_minutes",
    "Here: office tasks": "desk.access",
    "Here: public reports": "districts.gates",
    "Here: logo drafts": "districts.access",
    "Here: team, invited": "districts.access_people",
    "Here: own sign-in": "security.access",
}

# By which ways whoever may read a row meets it.
CHANNELS = ("page", "search", "export", "feed", "mail", "pdf", "file")
MET_BY = {
    "Published profiles": "page search export feed mail pdf",
    "Member contacts": "page search",
    "Invitations, agenda": "page search export feed mail pdf",
    "Minutes": "page pdf",
    "Inventory: use": "page search export pdf",
    "Inventory: notes": "page",
    "Audit log": "page",
    "Here: withheld contact": "page",
    "Here: contact people": "page export pdf",
    "Here: hidden photos": "page file",
    "Here: notice board": "page mail",
    "Here: voices": "page mail",
    "Here: voices, inside": "page mail",
    "Here: first contacts": "page mail",
    "Here: contact log": "page",
    "Here: confidential log": "page",
    "Here: who wants quiet": "page",
    "Here: support record": "page",
    "Here: needs answers": "page",
    "Here: needs, sensitive": "page",
    "Here: needs on paper": "pdf",
    "Here: letters": "pdf",
    "Here: relations": "page",
    "Here: merged entries": "page",
    "Here: entry requests": "page mail",
    "Here: told of data": "page",
    "Here: legal holds": "page",
    "Here: mail of office": "page export pdf",
    "Exposés": "page export feed pdf mail",
    "Here: owners, inside": "page export pdf",
    "Here: early warnings": "page",
    "Here: seekers, inside": "page export",
    "Here: vacancy reports": "page",
    "Here: vacancy results": "page export",
    "Here: network results": "page",
    "Here: use ideas": "page",
    "Here: registrations": "page export mail",
    "Here: public minutes": "page pdf",
    "Here: office tasks": "page",
    "Here: public reports": "page mail",
    "Here: logo drafts": "page",
    "Here: team, invited": "page export pdf",
    "Here: own sign-in": "page",
}


@dataclass(frozen=True)
class Matrix:
    """cells: by class of data, then by column, both in their order."""

    cells: dict[str, dict[str, str]]

    @property
    def parked(self) -> list[str]:
        """The classes whose data do not exist yet."""
        return [name for name in self.cells if name not in ENFORCED]


def matrix() -> Matrix:
    """The table read; raises ValueError for a row that is shorter or longer than the others."""
    _head, *rows = TABLE.strip("\n").splitlines()
    cells = {row[:NAME_WIDTH].strip(): dict(zip(COLUMNS, row[NAME_WIDTH:].split(), strict=True)) for row in rows}
    return Matrix(cells)


def reads_all(cell: str) -> bool:
    """Whether somebody with this cell reads what others have entered, without its being released to them."""
    return cell in {"A", "R", "RW"}


def as_markdown() -> str:
    """The table as it stands in the papers: a row a class, enforced ones with their gate."""
    found = matrix()
    head = ["Class", *COLUMNS, "held by", "met by"]
    lines = [head, ["---"] * len(head)]
    for name, cells in found.cells.items():
        lines.append([name, *cells.values(), ENFORCED.get(name, "parked"), MET_BY.get(name, "")])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
