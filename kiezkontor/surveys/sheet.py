"""The area monitoring sheet: a survey round on paper, for the office and for everybody."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kiezkontor.districts.funding import FundingLine, funding_line
from kiezkontor.districts.models import District
from kiezkontor.districts.senders import head_of
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.paper import pdf_from
from kiezkontor.shared.remembered import made_once
from kiezkontor.surveys.figures_in_words import Measure

TEMPLATE = Path(__file__).parent / "paper" / "sheet.typ"
HIDDEN = "–"
# A space at which no line ends.
NARROW = "\N{NO-BREAK SPACE}"


def sheet_pdf(parts: dict[str, Any], *, district: District, survey_round: SurveyRound, made_at: datetime) -> bytes:
    """parts: structure, measures, changes, parts and method as `sheet_office` or `sheet_public` give them."""
    return pdf_from(TEMPLATE, sheet_data(parts, district=district, survey_round=survey_round), made_at=made_at)


def kept_sheet_pdf(parts: dict[str, Any], *, district: District, survey_round: SurveyRound) -> bytes:
    """The same of a frozen round, set once for whoever asks: the same words always make the same paper."""
    assert survey_round.frozen_at is not None
    made_at = survey_round.frozen_at
    data = sheet_data(parts, district=district, survey_round=survey_round)
    words = hashlib.sha256(json.dumps(data, ensure_ascii=False, default=str).encode()).hexdigest()
    return made_once(("sheet", words, made_at), lambda: pdf_from(TEMPLATE, data, made_at=made_at))


def sheet_data(parts: dict[str, Any], *, district: District, survey_round: SurveyRound) -> dict[str, Any]:
    day = date_format(survey_round.reference_on)
    sender = head_of(district)
    line = funding_line(district)
    about = _("Area monitoring %(name)s, reference date %(day)s") % {"name": district.name, "day": day}
    return {
        "title": _("Area monitoring"),
        "about": about,
        "subtitle": " · ".join([district.name, district.municipality] if district.municipality else [district.name]),
        "sender": sender[0],
        "language": get_language() or "de",
        "foot": f"{about} · {', '.join(sender)}",
        "head": [[_("Reference date"), day], *project_lines(line)],
        "funding": unescape(strip_tags(line.sentence)).strip(),
        "checksum": [
            _("Checksum of the frozen round"),
            survey_round.public_checksum or _("the round is not frozen yet; its figures may change"),
        ],
        **parts,
    }


def project_lines(line: FundingLine) -> list[list[str]]:
    """The project with its operator; empty where there is none."""
    if line.project is None:
        return []
    name = line.project.official_name or line.project.short_name
    operator = line.project.operator.name if line.project.operator else ""
    return [[_("Project"), f"{name} ({operator})" if operator else name]]


def structure(
    rows: Sequence[dict[str, Any]], *, units: int, earlier: SurveyRound | None, notes: Sequence[str]
) -> dict[str, Any]:
    """rows: label, units, share, earlier (texts), size, earlier_size (percents or None)."""
    day = date_format(earlier.reference_on, "SHORT_DATE_FORMAT") if earlier else ""
    filled = [_("Filled bar: this round. Hatched bar: the earlier round.")] if earlier else []
    longest = max((max(row["size"] or 0, row["earlier_size"] or 0) for row in rows), default=0) or 1
    scaled = [
        {
            **row,
            "size": scale(row["size"], longest),
            "earlier_size": scale(row["earlier_size"], longest) if earlier else None,
        }
        for row in rows
    ]
    return {
        "title": _("Use structure"),
        "line_head": _("Use"),
        "units_head": _("Units"),
        "share_head": _("Share"),
        "earlier_head": day,
        "chart_head": _("Chart"),
        "rows": scaled,
        "whole": [_("Units together"), str(units), "100 %", "100 %"],
        "notes": [*filled, *notes],
    }


def scale(share: float | None, longest: float) -> float | None:
    return None if share is None else round(100 * share / longest, 1)


def measures(found: Sequence[Measure], *, notes: Sequence[str]) -> dict[str, Any]:
    return {
        "title": _("Key figures"),
        "heads": [_("Key figure"), _("Value"), _("Basis")],
        "rows": [[each.label, each.value or HIDDEN, each.basis] for each in found],
        "notes": [note for note in notes if note],
    }


def changes(
    since: SurveyRound, numbers: Sequence[tuple[object, int | None]], *, notes: Sequence[str]
) -> dict[str, Any]:
    """One sentence in the place of the numbers where none of them may be told."""
    is_told = any(number is not None for _label, number in numbers)
    hidden = _(
        "How many opened, closed, moved or changed is not published: they are too few, or would tell a number that is "
        "hidden."
    )
    return {
        "title": _("What has changed since %(day)s") % {"day": date_format(since.reference_on)},
        "numbers": [[str(label), shown(number)] for label, number in numbers] if is_told else [],
        "notes": [note for note in ["" if is_told else hidden, *notes] if note],
    }


def part(
    title: str, heads: Sequence[object], rows: Sequence[Sequence[object]], *, words: int = 0, notes: Sequence[str] = ()
) -> dict[str, Any]:
    """words: the number of the last column that holds words, from 0."""
    return {
        "title": title,
        "heads": [str(each) for each in heads],
        "rows": [[str(each) for each in row] for row in rows],
        "words": words,
        "notes": list(notes),
    }


def shown(number: int | None, share: int | None = None) -> str:
    if number is None:
        return HIDDEN
    return str(number) if share is None else f"{number}{NARROW}({share}{NARROW}%)"


def sentences(found: Sequence[Measure], lost: Sequence[str], gained: Sequence[str]) -> list[str]:
    """Who stayed and what is supplied, as sentences."""
    told = [_("%(label)s: %(value)s (%(basis)s).") % vars_of(each) for each in found]
    if lost:
        told.append(_("No longer supplied here: %(functions)s.") % {"functions": ", ".join(lost)})
    if gained:
        told.append(_("Newly supplied here: %(functions)s.") % {"functions": ", ".join(gained)})
    return told


def vars_of(found: Measure) -> dict[str, str]:
    return {"label": found.label, "value": found.value or HIDDEN, "basis": found.basis}


def method(*more: str) -> dict[str, Any]:
    return {
        "title": _("How it was counted"),
        "paragraphs": [
            _(
                "Every shop and every room at street level counts as one unit, whatever its size. A unit is vacant "
                "when nobody uses it; vacancy rates count units, not square metres. What could not be told stands as "
                "not determinable and is no vacancy. Shares of the use structure are rounded so that they make 100 "
                "percent together."
            ),
            *more,
        ],
    }
