"""Which column of an imported table is which field, told by its heading; docs/formats.md lists them."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiezkontor.premises.rules.sentences import Sentence, gettext_noop

# Field, which is its English heading → its German one, as the template of the office has it.
GERMAN = {
    "street": "Straße",
    "number": "Hausnummer",
    "position": "Lage",
    "floor": "Stockwerk",
    "name": "Name",
    "use_class": "Nutzungsart",
    "category": "Branche",
    "occupancy": "Belegung",
    "since": "Seit",
    "area_sqm": "Fläche in m²",
    "note": "Notiz",
    "lat": "Breitengrad",
    "lon": "Längengrad",
    "ref": "Kennung",
}
# Other headings that mean one thing in every table.
ALSO = {
    "hausnr": "number",
    "hausnr.": "number",
    "etage": "floor",
    "geschoss": "floor",
    "kategorie": "category",
    "fläche": "area_sqm",
    "fläche_m²": "area_sqm",
    "fläche_(m²)": "area_sqm",
    "fläche_in_qm": "area_sqm",
    "bemerkung": "note",
}
UNDERSTOOD = tuple(GERMAN)
# Only a mapping leads to these: the same heading means something else in too many tables.
ONLY_MAPPED = ("address", "postcode", "city", "phone", "email", "website", "opening_hours", "wheelchair")
WHOLE_ADDRESS = frozenset({"address", "adresse", "anschrift"})
# Without one of these no row says where its unit is.
PLACES = ("street", "lat", "ref", "address")
MOST_NAMED, MOST_UNKNOWN, LONGEST_NAMED = 12, 100, 40


@dataclass(slots=True)
class Headings:
    """width: number of cells. columns: position → field. written: field → its heading as the file has it.

    address: the column of whole addresses also where nothing leads to it, so that rows can be compared; -1 without one.
    unknown, repeated: headings that mean nothing to us or came before, in order; endless ones cut short.
    """

    width: int
    columns: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    address: int = -1

    def address_in(self, cells: Sequence[str]) -> str:
        """What a row has in the column of whole addresses; empty without one."""
        return cells[self.address] if 0 <= self.address < len(cells) else ""

    def shown(self, name: str) -> str:
        """What the file calls a field; one it does not have is named as the others are, in German or English."""
        is_german = any(heading_key(heading) != known for known, heading in self.written.items())
        return self.written.get(name) or (GERMAN.get(name, name) if is_german else name)


class BadTable(Exception):
    """The table as a whole cannot be used; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def headings(first_row: Sequence[str], mapping: Mapping[str, str] | None = None) -> Headings:
    """Which column is which field; upper and lower case, blanks and a byte order mark do not matter.

    mapping: heading → field for tables with other headings; it comes before our own names, an empty field
    leaves the column out. Raises BadTable for a field we do not have, and where no column can say where a unit is.
    """
    wanted = {heading_key(name): target for name, target in (mapping or {}).items()}
    for target in wanted.values():
        if target and target not in (*UNDERSTOOD, *ONLY_MAPPED):
            raise BadTable(
                Sentence(gettext_noop("The mapping names a field that does not exist: %(field)s."), {"field": target})
            )
    found = Headings(len(first_row))
    for column, heading in enumerate(first_row):
        name = heading_key(heading)
        if not name:
            continue
        if name in WHOLE_ADDRESS:
            found.address = column
        meant = wanted.get(name, KNOWN.get(name))
        if meant is None:
            found.unknown.append(heading)
        elif meant in found.written:
            found.repeated.append(heading)
        elif meant:
            found.columns[column] = meant
            found.written[meant] = plain(heading)
            if meant == "address":
                found.address = column
    if not any(place in found.written for place in PLACES):
        raise BadTable(not_understood(first_row))
    found.unknown, found.repeated = (few(names, most=MOST_UNKNOWN) for names in (found.unknown, found.repeated))
    return found


def not_understood(first_row: Sequence[str]) -> Sentence:
    named = few([heading for heading in first_row if plain(heading)], most=MOST_NAMED)
    return Sentence(
        gettext_noop(
            "No column is understood that says where a unit is. The first row of the file holds: %(found)s. "
            "Needed are headings such as street, number, name and occupancy, or lat and lon instead of street and "
            "number."
        ),
        {"found": ", ".join(named) or "–"},
    )


def few(headings: Sequence[str], *, most: int) -> list[str]:
    """Headings as a page names them; a file may have endless ones, and endlessly many."""
    more = ["…"] if len(headings) > most else []
    return [plain(heading)[:LONGEST_NAMED] for heading in headings[:most]] + more


def plain(heading: str) -> str:
    return heading.strip().lstrip("\ufeff").strip()


def heading_key(heading: str) -> str:
    """A heading as it is compared: "Straße", "STRASSE " and "strasse" are one."""
    return "_".join(unicodedata.normalize("NFC", plain(heading)).casefold().split())


KNOWN = {heading_key(name): name for name in GERMAN}
KNOWN |= {heading_key(heading): name for name, heading in GERMAN.items()}
KNOWN |= {heading_key(heading): name for heading, name in ALSO.items()}
