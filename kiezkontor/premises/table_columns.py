"""What the columns of a table hold, for somebody who is to say what they mean."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TypedDict

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises.rules.table_headings import (
    ALSO,
    GERMAN,
    KNOWN,
    LONGEST_NAMED,
    ONLY_MAPPED,
    PLACES,
    UNDERSTOOD,
    heading_key,
    plain,
)
from kiezkontor.premises.tablefile import MAX_COLUMNS, read_table

EXAMPLES = 3
ROWS_LOOKED_AT = 50
LONGEST_EXAMPLE = 40
RUNS_REMEMBERED = 20

# What headings we do not take for granted most likely mean; whoever is asked confirms it.
SUGGESTED = {
    "address": "address", "adresse": "address", "anschrift": "address", "plz": "postcode", "postleitzahl": "postcode",
    "ort": "city", "stadt": "city", "telefon": "phone", "telefonnummer": "phone", "tel.": "phone", "phone": "phone",
    "e-mail": "email", "email": "email", "mail": "email", "website": "website", "webseite": "website",
    "internet": "website", "homepage": "website", "öffnungszeiten": "opening_hours", "opening_hours": "opening_hours",
    "rollstuhl": "wheelchair", "wheelchair": "wheelchair", "betrieb": "name", "firma": "name", "geschäft": "name",
    "unternehmen": "name", "art": "category", "gewerk": "category", "latitude": "lat", "longitude": "lon",
}  # fmt: skip


# Words of one of our languages alone; "name" or "website" are of both.
OF_BOTH = frozenset({"name", "position", "email", "e-mail", "mail", "website", "internet", "homepage"})
IN_ENGLISH = frozenset({*UNDERSTOOD, *ONLY_MAPPED, "latitude", "longitude"}) - OF_BOTH
IN_GERMAN = frozenset({*map(heading_key, GERMAN.values()), *ALSO, *SUGGESTED}) - OF_BOTH - IN_ENGLISH


class Column(TypedDict):
    """meant: the field it is taken for, empty for none. examples: its first different values."""

    heading: str
    meant: str
    examples: list[str]


def columns_of(path: Path, remembered: Mapping[str, str]) -> list[Column]:
    """Each different heading once, in the order of the file; of endlessly many the first.

    remembered: by key of a heading what it meant in an earlier table; it comes before our own names.
    Raises UnreadableFile.
    """
    rows = read_table(path)
    first = [plain(heading) for heading in next(rows, [])][:MAX_COLUMNS]
    values: list[dict[str, None]] = [{} for _heading in first]
    for row in islice(rows, ROWS_LOOKED_AT):
        for found, cell in zip(values, row, strict=False):
            if (text := " ".join(cell.split())) and len(found) < EXAMPLES:
                found[text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"] = None
    columns: dict[str, Column] = {}
    taken: set[str] = set()
    for heading, found in zip(first, values, strict=True):
        key = heading_key(heading)
        if not key or key in columns or len(heading) > LONGEST_NAMED * 5:
            continue
        meant = remembered.get(key, KNOWN.get(key, SUGGESTED.get(key, "")))
        columns[key] = Column(heading=heading, meant="" if meant in taken else meant, examples=list(found))
        taken.add(meant)
    return list(columns.values())


def language_of(heading: str) -> str:
    """Which of our languages a heading is in; empty where it says nothing of it."""
    key = heading_key(heading)
    if key in IN_GERMAN:
        return "de"
    return "en" if key in IN_ENGLISH else ""


def is_clear(columns: list[Column]) -> bool:
    """Whether every column is understood by itself, and one says where a unit is."""
    known = [KNOWN.get(heading_key(column["heading"])) for column in columns]
    return all(known) and len(set(known)) == len(known) and not set(PLACES).isdisjoint(known)


def remembered_in(district: District) -> dict[str, str]:
    """By key of a heading what people said it means, in the latest tables of the district; the latest word counts."""
    runs = SourceRun.objects.filter(district=district, kind=SourceRun.Kind.TABLE).order_by("-pk")[:RUNS_REMEMBERED]
    found: dict[str, str] = {}
    for run in reversed(runs):
        for heading, field in (run.scope.get("mapping") or {}).items():
            found[heading_key(heading)] = field
    return found
