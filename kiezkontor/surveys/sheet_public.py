"""The area monitoring sheet with what everybody may know of a published round."""

from typing import Any

from django.utils.translation import gettext as _

from kiezkontor.surveys import figures_in_words, public_in_words, sheet
from kiezkontor.surveys.figures_in_words import LINES
from kiezkontor.surveys.public import PublicRound


def parts_for_everybody(public: PublicRound, *, before: PublicRound | None) -> dict[str, Any]:
    supply = figures_in_words.supplied(public.supply)
    told = _("Supplied here: %(functions)s.") % {"functions": ", ".join(supply)} if supply else ""
    return {
        "structure": sheet.structure(
            structure_rows(public, before),
            units=public.units or 0,
            earlier=before.survey_round if before else None,
            notes=[],
        ),
        "measures": sheet.measures(public_in_words.measures(public), notes=[told]),
        "changes": changed(public),
        "parts": parts(public),
        "method": sheet.method(
            _("A dash stands for one or two units, and wherever such a number could be worked out otherwise."),
            _("Streets with fewer than three units are left out."),
        ),
    }


def structure_rows(public: PublicRound, before: PublicRound | None) -> list[dict[str, Any]]:
    earlier = {line: share for line, _units, share in before.lines} if before else {}
    return [
        {
            "label": str(LINES[line]),
            "units": sheet.shown(units),
            "share": percent(share),
            "size": share,
            "earlier": percent(earlier.get(line)) if before else "",
            "earlier_size": earlier.get(line),
        }
        for line, units, share in public.lines
    ]


def percent(share: int | None) -> str:
    return sheet.HIDDEN if share is None else f"{share} %"


def changed(public: PublicRound) -> dict[str, Any] | None:
    became = public.became
    if became is None:
        return None
    told = sheet.sentences(
        public_in_words.stayed(became),
        figures_in_words.supplied(became.lost),
        figures_in_words.supplied(became.gained),
    )
    return sheet.changes(became.since, public_in_words.events(became), notes=told)


def parts(public: PublicRound) -> list[dict[str, Any]]:
    found = []
    rows = public_in_words.part_rows(public)
    if rows:
        labels = [cell.label for cell in rows[0].cells]
        heads = [_("Sub-location"), _("Units"), *labels, _("Vacancy of all units")]
        cells = [
            [
                row.name,
                sheet.shown(row.units),
                *(sheet.shown(cell.units, cell.percent) for cell in row.cells),
                row.vacancy or sheet.HIDDEN,
            ]
            for row in rows
        ]
        found.append(sheet.part(_("By sub-location"), heads, cells))
    streets = public_in_words.street_rows(public)
    if streets:
        names = [f"{row.street} ({row.part})" if row.part else row.street for row in streets]
        told = [
            [name, sheet.shown(row.units), sheet.shown(row.vacant), row.vacancy or sheet.HIDDEN]
            for name, row in zip(names, streets, strict=True)
        ]
        found.append(sheet.part(_("By street"), [_("Street"), _("Units"), _("Vacant"), _("Share")], told))
    return found
