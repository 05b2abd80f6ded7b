"""The area monitoring sheet with all the office knows of a round."""

from typing import Any

from django.utils.translation import gettext as _

from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys import figures_in_words, results_in_words, sheet
from kiezkontor.surveys.comparison import Comparison, comparison_of
from kiezkontor.surveys.figures_in_words import LINES
from kiezkontor.surveys.results import THRESHOLDS, sub_location_table
from kiezkontor.surveys.results_in_words import KINDS, PartTable
from kiezkontor.surveys.rules.differences import counted
from kiezkontor.surveys.rules.early_warning import Warned, lately_closed, warnings
from kiezkontor.surveys.rules.figures import Figures, figures
from kiezkontor.surveys.rules.parts import by_part, street_of, sub_location_of
from kiezkontor.surveys.snapshots import recorded_in


def parts_for_office(survey_round: SurveyRound, *, since: SurveyRound | None) -> dict[str, Any]:
    on = survey_round.reference_on
    recorded = recorded_in(survey_round)
    found = figures(recorded, on=on)
    earlier, comparison = None, None
    if since is not None:
        former = recorded_in(since)
        earlier = figures(former, on=since.reference_on)
        comparison = comparison_of(since, survey_round, earlier=former, later=recorded)
    streets = by_part(recorded, street_of, on=on)
    closed = lately_closed(comparison.differences, on=on) if comparison else None
    places = sub_location_table(by_part(recorded, sub_location_of, on=on), found)
    supply = figures_in_words.supplied_sentence(row.category for row in recorded if row.is_used)
    return {
        "structure": sheet.structure(structure_rows(found, earlier), units=found.units, earlier=since, notes=[]),
        "measures": sheet.measures(figures_in_words.measures(found), notes=[figures_in_words.not_known(found), supply]),
        "changes": changed(since, comparison) if since is not None and comparison else None,
        "parts": [*([by_sub_location(places)] if places else []), watched(warnings(streets, closed))],
        "method": sheet.method(),
    }


def structure_rows(found: Figures, earlier: Figures | None) -> list[dict[str, Any]]:
    before = {share.name: share for share in earlier.structure} if earlier else {}
    return [
        {
            "label": str(LINES[share.name]),
            "units": str(share.units),
            "share": f"{share.percent} %",
            "size": share.percent,
            "earlier": f"{before[share.name].percent} %" if before else "",
            "earlier_size": before[share.name].percent if before else None,
        }
        for share in found.structure
    ]


def changed(since: SurveyRound, comparison: Comparison) -> dict[str, Any]:
    numbers = [(KINDS[what], number) for what, number in counted(comparison.differences).items()]
    told = sheet.sentences(
        results_in_words.stayed(comparison.survival),
        figures_in_words.supplied(comparison.supply.lost),
        figures_in_words.supplied(comparison.supply.gained),
    )
    return sheet.changes(since, numbers, notes=told)


def by_sub_location(table: PartTable) -> dict[str, Any]:
    heads = [_("Sub-location"), _("Units"), *table.columns, _("Vacancy of all units")]
    rows = [
        [row.name, row.units, *(sheet.shown(units, share) for units, share in row.cells), row.vacancy]
        for row in [*table.rows, table.whole]
    ]
    return sheet.part(_("By sub-location"), heads, rows)


def watched(found: list[Warned]) -> dict[str, Any]:
    level = {1: _("watch"), 2: _("act")}
    heads = [_("Street"), _("Level"), _("Vacant among business premises"), _("Closures within twelve months")]
    rows = [
        [
            each.street,
            level[each.level],
            _("%(part)s of %(of)s") % {"part": each.vacant, "of": each.of},
            "–" if each.closures is None else each.closures,
        ]
        for each in found
    ]
    threshold = _(
        "A street is watched from %(watch)s %% vacancy of at least %(fewest)s business premises or from %(closed)s "
        "closures within twelve months on; from %(alert)s %% or %(many)s closures on something should be done."
    )
    none = [] if found else [_("No street stands out.")]
    return sheet.part(_("Early warning by street"), heads, rows, words=1, notes=[*none, threshold % THRESHOLDS])
