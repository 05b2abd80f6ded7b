"""A survey round in figures, as `kontor round` prints it (docs/formats.md)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.comparison import difference_of
from kiezkontor.surveys.rules.differences import What, counted
from kiezkontor.surveys.rules.figures import Figures, Rate, figures
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.supply import supplies
from kiezkontor.surveys.snapshots import recorded_in

PLURALS = {
    What.OPENING: "openings",
    What.CLOSURE: "closures",
    What.MOVE: "moves",
    What.CHANGE: "changes",
}


def round_report(survey_round: SurveyRound, *, since: SurveyRound | None) -> dict[str, Any]:
    """since: the earlier round to compare with; None for none, then what changed is null."""
    recorded = recorded_in(survey_round)
    found = figures(recorded, on=survey_round.reference_on)
    return {
        "round": survey_round.number,
        "on": survey_round.reference_on.isoformat(),
        "frozen": survey_round.is_frozen,
        "checksum": survey_round.checksum or None,
        "units": found.units,
        **structure_report(found),
        **more_report(found, recorded),
        **changes_report(survey_round, since),
    }


def structure_report(found: Figures) -> dict[str, Any]:
    return {
        "use_structure": [
            {"class": share.name, "units": share.units, "percent": share.percent} for share in found.structure
        ],
        "vacancy_rate_all": {**rate_report(found.vacant_of_all), "of_what": "all units"},
        "vacancy_rate_business": {
            **rate_report(found.vacant_of_business),
            "of_what": "all units without housing",
        },
        "vacant_and_unknown_percent": found.vacant_and_unknown_percent,
        "unknown": found.unknown,
        "diversity": asdict(found.diversity),
    }


def rate_report(rate: Rate) -> dict[str, Any]:
    return {"vacant": rate.part, "of": rate.of, "percent": rate.percent}


def more_report(found: Figures, recorded: Sequence[Recorded]) -> dict[str, Any]:
    return {
        "interim_use": found.interim,
        "without_use_class": found.unclassified,
        "chains": {"chains": found.chains.part, "of": found.chains.of, "percent": found.chains.percent},
        "on_site": asdict(found.ages),
        "vacant_days": asdict(found.vacancies),
        "supply": [supply.value for supply in supplies(row.category for row in recorded if row.is_used)],
    }


def changes_report(survey_round: SurveyRound, since: SurveyRound | None) -> dict[str, Any]:
    numbers = counted(difference_of(since, survey_round)) if since is not None else {}
    return {
        "since_round": since.number if since is not None else None,
        **{name: numbers.get(what) for what, name in PLURALS.items()},
    }
