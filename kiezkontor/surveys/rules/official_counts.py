"""Official counts: read from a table, and set beside what a round recorded."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from kiezkontor.surveys.rules.recorded import Recorded

MAX_ROWS = 5_000
MAX_COUNT = 1_000_000
LONGEST = 120
HEADINGS = {
    "area": ("area", "gebiet", "planungsraum"),
    "branch": ("branch", "branche"),
    "count": ("count", "anzahl"),
    "source": ("source", "quelle"),
    "date": ("date", "stand"),
}
MAY_BE_MISSING = frozenset({"area"})


@dataclass(frozen=True, slots=True)
class Branch:
    """Either a use class or a category."""

    use_class: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """area: empty for the whole district."""

    area: str
    branch: Branch
    count: int
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Covered:
    """recorded: None where the round knows no such area; percent: None where nothing was counted or recorded."""

    counted: Counted
    recorded: int | None

    @property
    def percent(self) -> int | None:
        if self.recorded is None or not self.counted.count:
            return None
        return round(100 * self.recorded / self.counted.count)


class NoTable(ValueError):
    """The columns that are missing, by the names of HEADINGS; none where the table is too long or empty."""

    def __init__(self, missing: Sequence[str] = ()) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def read_counts(text: str, branches: Mapping[str, Branch]) -> tuple[list[Counted], list[int]]:
    """The rows, and the numbers of the lines that cannot be read; the heading is line 1.

    branches: by folded name. Raises NoTable where a column is missing, or there are no rows or too many. Columns of
    other names are refused too: a register of single businesses is no count.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not 2 <= len(lines) <= MAX_ROWS + 1:
        raise NoTable
    delimiter = max(";\t,", key=lines[0].count)
    try:
        heading, *rows = csv.reader(StringIO("\n".join(lines)), delimiter=delimiter)
    except csv.Error:
        raise NoTable from None
    at = columns_in(heading)
    found, wrong = [], []
    for line, row in enumerate(rows, start=2):
        counted = row_of({name: row[nth].strip() if nth < len(row) else "" for name, nth in at.items()}, branches)
        if counted is None:
            wrong.append(line)
        else:
            found.append(counted)
    return found, wrong


def columns_in(heading: Sequence[str]) -> dict[str, int]:
    known = {name: column for column, names in HEADINGS.items() for name in names}
    told = [known.get(cell.strip().casefold(), "") for cell in heading]
    missing = [name for name in HEADINGS if name not in told and name not in MAY_BE_MISSING]
    if missing or "" in told or len(set(told)) < len(told):
        raise NoTable(missing or list(HEADINGS))
    return {name: nth for nth, name in enumerate(told)}


def row_of(cells: Mapping[str, str], branches: Mapping[str, Branch]) -> Counted | None:
    branch, day = branches.get(cells["branch"].casefold()), day_of(cells["date"])
    area, source, count = cells.get("area", ""), cells["source"], cells["count"]
    is_number = count.isascii() and count.isdigit() and len(count) <= len(str(MAX_COUNT)) and int(count) <= MAX_COUNT
    if branch is None or day is None or not is_number or not source or max(len(area), len(source)) > LONGEST:
        return None
    if not (area + source).isprintable():
        return None
    return Counted(area, branch, int(count), source, day)


def day_of(text: str) -> date | None:
    """2026-04-01 or 01.04.2026."""
    parts = text.split(".")
    if len(parts) == 3:
        text = "-".join((parts[2], parts[1].zfill(2), parts[0].zfill(2)))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def coverage(counts: Iterable[Counted], recorded: Sequence[Recorded], areas: Iterable[str]) -> list[Covered]:
    """Each count with the units in use that the round has of that branch there. areas: those the district has."""
    known = {"", *areas}
    found: Counter[tuple[str, Branch]] = Counter()
    for unit in recorded:
        if unit.is_used:
            branches = Branch(use_class=unit.use_class), Branch(category=unit.category)
            found.update((area, branch) for area in {"", unit.sub_location} for branch in branches)
    return [Covered(each, found[each.area, each.branch] if each.area in known else None) for each in counts]
