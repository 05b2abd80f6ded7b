"""A table as its rows say it: what goes in, and in words what does not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import shapely

from kiezkontor.districts.access import area_of
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Category
from kiezkontor.premises.imports import table_units
from kiezkontor.premises.imports.table_units import KnownStreet
from kiezkontor.premises.problems_in_words import told
from kiezkontor.premises.rules import strays
from kiezkontor.premises.rules.row_problems import RowProblem
from kiezkontor.premises.rules.sentences import Sentence, gettext_noop
from kiezkontor.premises.rules.table_headings import BadTable, Headings, headings
from kiezkontor.premises.rules.tables import TableRow, points_in, read_rows
from kiezkontor.premises.tablefile import read_table


@dataclass(frozen=True, slots=True)
class ReadTable:
    columns: Headings
    rows: list[TableRow]
    problems: list[str]
    left_out: int
    is_mapped: bool


def read(
    path: Path,
    district: District,
    mapping: Mapping[str, str] | None,
    *,
    streets: Mapping[str, KnownStreet],
    on: date,
) -> ReadTable:
    """Rows, and one translated text for all rows with the same problem.

    Raises UnreadableFile and BadTable for the table as a whole.
    """
    cells = read_table(path)
    columns = headings(next(cells, []), mapping)
    area = area_of(district)
    if area is not None:
        shapely.prepare(area)
    elsewhere = None
    if area is None and "lat" in columns.written:
        middle = strays.middle_of(points_in(islice(read_table(path), 1, None), columns))
        elsewhere = strays.astray(district.federal_state, district.get_federal_state_display(), middle)
    inside = None if area is None else (lambda lat, lon: bool(shapely.intersects_xy(area, lon, lat)))
    known = Category.objects.values_list("key", flat=True)
    places = table_units.known_places(district, streets)
    rows, problems = [], []
    for item in read_rows(
        cells, columns, on=on, inside=inside, astray=elsewhere, places=places, known_categories=known
    ):
        if isinstance(item, RowProblem):
            problems.append(item)
        else:
            rows.append(item)
    if not rows and not problems:
        raise BadTable(Sentence(gettext_noop("The table has headings and no row below them; nothing was read.")))
    left_out = sum(problem.left_out for problem in problems)
    return ReadTable(columns, rows, told(problems), left_out, is_mapped=places is not None)
