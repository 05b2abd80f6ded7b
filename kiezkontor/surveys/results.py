"""What the pages and papers of a survey round show of it beside its figures."""

from typing import Any

from django.utils.translation import gettext as _

from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys import charts, figures_in_words, results_in_words
from kiezkontor.surveys.comparison import Comparison, comparison_of
from kiezkontor.surveys.rules.differences import counted
from kiezkontor.surveys.rules.early_warning import (
    CLOSURES_ALERT,
    CLOSURES_WATCH,
    FEWEST_UNITS,
    VACANCY_ALERT_PERCENT,
    VACANCY_WATCH_PERCENT,
    lately_closed,
    warnings,
)
from kiezkontor.surveys.rules.figures import Figures, figures
from kiezkontor.surveys.rules.parts import by_part, street_of, sub_location_of
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.snapshots import recorded_in

THRESHOLDS = {
    "watch": VACANCY_WATCH_PERCENT,
    "alert": VACANCY_ALERT_PERCENT,
    "fewest": FEWEST_UNITS,
    "closed": CLOSURES_WATCH,
    "many": CLOSURES_ALERT,
}


def results_of(
    survey_round: SurveyRound, recorded: list[Recorded], found: Figures, *, since: SurveyRound | None
) -> dict[str, Any]:
    """By part, in charts, and against an earlier round; of the latter nothing without one."""
    on = survey_round.reference_on
    streets = by_part(recorded, street_of, on=on)
    places = by_part(recorded, sub_location_of, on=on)
    comparison, earlier = None, None
    if since is not None:
        former = recorded_in(since)
        comparison = comparison_of(since, survey_round, earlier=former, later=recorded)
        earlier = figures(former, on=since.reference_on)
    closed = lately_closed(comparison.differences, on=on) if comparison else None
    return {
        "chart": charts.structure_chart(found, earlier=earlier),
        "streets": results_in_words.part_table(streets, found, unnamed=_("Street not known")) if streets else None,
        "streets_chart": charts.vacancy_chart(streets),
        "sub_locations": sub_location_table(places, found),
        "warned": warnings(streets, closed),
        "thresholds": THRESHOLDS,
        **(became(comparison) if comparison else {}),
    }


def sub_location_table(places: dict[str, Figures], whole: Figures) -> results_in_words.PartTable | None:
    """None in a district without sub-locations."""
    if not any(places):
        return None
    return results_in_words.part_table(places, whole, unnamed=_("Outside of the sub-locations"))


def became(comparison: Comparison) -> dict[str, Any]:
    numbers = counted(comparison.differences)
    return {
        "changes": {what.value: number for what, number in numbers.items()},
        "stayed": results_in_words.stayed(comparison.survival),
        "lost": figures_in_words.supplied(comparison.supply.lost),
        "gained": figures_in_words.supplied(comparison.supply.gained),
    }
