"""Lists of a round on paper: what is to be seen, in walking order, with a code and boxes for each row."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.shared.paper import pdf_from
from kiezkontor.surveys.checks import Findings
from kiezkontor.surveys.forms_paper import MEANINGS
from kiezkontor.surveys.houses import House, houses_in
from kiezkontor.surveys.models import Segment
from kiezkontor.surveys.round_list import Line, described
from kiezkontor.surveys.rules.list_codes import BOXES, NO_UNIT, UNCHANGED, Row, code_of

TEMPLATE = Path(__file__).parent / "paper" / "list.typ"
# Empty rows at the end of each sheet, for units nobody knows.
FURTHER = 4
type Lines = list[tuple[House, Any]]


def row_for(house: House, unit: Any) -> Row:
    return Row("unit", unit.pk) if unit is not None else Row("house", house.address or 0)


def sheets_of(found: Findings, lines: Lines) -> list[tuple[str, Segment | None, Lines]]:
    """The lines by segment, and by street where they are in none; sheets without lines are left out."""
    segments = found.roster.segments
    mine = {house.key: segment for segment in segments for house in houses_in(segment, found.roster.houses)}
    sheets: list[tuple[str, Segment | None, Lines]] = [
        (titled(each), each, [line for line in lines if mine.get(line[0].key) == each]) for each in segments
    ]
    rest = [line for line in lines if line[0].key not in mine]
    by_street = groupby(rest, key=lambda line: line[0].street)
    sheets += [(street or _("Without a street"), None, list(part)) for street, part in by_street]
    return [sheet for sheet in sheets if sheet[2]]


def titled(segment: Segment) -> str:
    side = "" if segment.side == Segment.Side.BOTH else f", {segment.get_side_display()}"
    return f"{segment}{side}"


def pdf(found: Findings, lines: Lines, *, now: datetime) -> bytes:
    """One sheet for each segment or street, tagged."""
    survey_round = found.roster.survey_round
    values = {"district": survey_round.district.name, "number": survey_round.number}
    title = _("Round %(number)s in %(district)s") % values
    shown = dict(zip(map(key_of_line, lines), described(found, lines), strict=True))
    sheets = [
        {"title": name, "about": about(title, segment), "rows": rows_of([shown[key_of_line(line)] for line in part])}
        for name, segment, part in sheets_of(found, lines)
    ]
    data = {
        "title": title,
        "sender": survey_round.district.name,
        "foot": f"{title} · {date_format(localtime(now), 'SHORT_DATETIME_FORMAT')}",
        "language": get_language(),
        "hint": _("Tick one box in each row. Write the name and what it is beside it where somebody new is there."),
        "columns": [_("Code"), _("House and place"), _("Last known")],
        "boxes": [[box, str(words)] for box, words in MEANINGS.items()],
        "notes": _("Name, what it is, notes"),
        "further": FURTHER,
        "further_label": _("further unit in house:"),
        "further_boxes": list(BOXES),
        "sheets": sheets,
    }
    return pdf_from(TEMPLATE, data, made_at=now)


def key_of_line(line: tuple[House, Any]) -> Row:
    return row_for(*line)


def about(title: str, segment: Segment | None) -> str:
    who = segment.assigned_to if segment is not None else None
    walked = _("Walked by: %(name)s, on:") % {"name": who or 24 * "_"}
    return f"{title} · {walked} {16 * '_'}"


def rows_of(lines: Sequence[Line]) -> Iterable[dict[str, Any]]:
    return [row_on_paper(line) for line in lines]


def row_on_paper(line: Line) -> dict[str, Any]:
    row = {"code": code_of(row_for(line.house, line.unit)), "place": place_of(line), "known": known_of(line)}
    boxes = [*BOXES, NO_UNIT] if line.unit is None else [UNCHANGED, *BOXES]
    return {**row, "boxes": boxes if line.unit is None or line.use else [*BOXES]}


def place_of(line: Line) -> str:
    if line.name is None:
        return str(line.house)
    return ", ".join(part for part in (line.name.address, line.name.where) if part)


def known_of(line: Line) -> str:
    if line.unit is None:
        return _("no unit known")
    said = line.use.get_occupancy_display() if line.use else _("never seen")
    who = line.name.who if line.name else ""
    return f"{said}: {who}" if who else said
