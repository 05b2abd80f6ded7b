"""A survey round in figures, as `kontor round` prints it (docs/formats.md)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.comparison import Comparison, comparison_of
from kiezkontor.surveys.rules.differences import What, counted
from kiezkontor.surveys.rules.early_warning import Warned, lately_closed, warnings
from kiezkontor.surveys.rules.figures import Figures, Rate, figures
from kiezkontor.surveys.rules.parts import by_part, street_of, sub_location_of
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.supply import supplies
from kiezkontor.surveys.snapshots import recorded_in

PLURALS = {
    What.OPENING: "openings",
    What.CLOSURE: "closures",
    What.MOVE: "moves",
    What.CHANGE: "changes",
}
LEVELS = {1: "watch", 2: "alert"}


def round_report(survey_round: SurveyRound, *, since: SurveyRound | None) -> dict[str, Any]:
    """since: the earlier round to compare with; None for none, then what changed is null."""
    recorded = recorded_in(survey_round)
    on = survey_round.reference_on
    found = figures(recorded, on=on)
    comparison = comparison_of(since, survey_round, later=recorded) if since is not None else None
    streets = by_part(recorded, street_of, on=on)
    closed = lately_closed(comparison.differences, on=on) if comparison else None
    return {
        "round": survey_round.number,
        "on": survey_round.reference_on.isoformat(),
        "frozen": survey_round.is_frozen,
        "checksum": survey_round.checksum or None,
        "units": found.units,
        **structure_report(found),
        **more_report(found, recorded),
        "by_street": [{"street": name, **part_report(part)} for name, part in streets.items()],
        "by_sub_location": [
            {"sub_location": name, **part_report(part)}
            for name, part in by_part(recorded, sub_location_of, on=on).items()
        ],
        "early_warning": [warning_report(warned) for warned in warnings(streets, closed)],
        "since_round": since.number if since is not None else None,
        **changes_report(comparison),
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


def part_report(found: Figures) -> dict[str, Any]:
    structure = structure_report(found)
    names = ("use_structure", "vacancy_rate_all", "vacancy_rate_business", "unknown")
    return {
        "units": found.units,
        **{name: structure[name] for name in names},
        "chains": {"chains": found.chains.part, "of": found.chains.of, "percent": found.chains.percent},
    }


def warning_report(warned: Warned) -> dict[str, Any]:
    return {
        "street": warned.street,
        "level": LEVELS[warned.level],
        "vacant": warned.vacant,
        "of": warned.of,
        "percent": warned.percent,
        "closures_12_months": warned.closures,
    }


def changes_report(comparison: Comparison | None) -> dict[str, Any]:
    if comparison is None:
        return dict.fromkeys([*PLURALS.values(), "survival", "supply_lost", "supply_gained"])
    numbers = counted(comparison.differences)
    stayed = comparison.survival
    return {
        **{name: numbers[what] for what, name in PLURALS.items()},
        "survival": {
            "named": stayed.named,
            "told": stayed.told,
            "in_district": stayed.in_district,
            "in_district_percent": stayed.still_in_district.percent,
            "same_place": stayed.same_place,
            "same_place_percent": stayed.still_at_same_place.percent,
        },
        "supply_lost": [supply.value for supply in comparison.supply.lost],
        "supply_gained": [supply.value for supply in comparison.supply.gained],
    }
