"""What everybody may know of the published survey rounds of a district; never who is in a unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiezkontor.directory.rules.totals import SMALLEST_SHOWN
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.methods.apportionment import whole_percents
from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.surveys.comparison import Comparison, comparison_of, supplied_by
from kiezkontor.surveys.rules.differences import counted
from kiezkontor.surveys.rules.figures import STRUCTURE, Rate, figures
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.stages import PUBLISHED
from kiezkontor.surveys.rules.supply import Supply
from kiezkontor.surveys.rules.suppression import (
    LINE,
    PART,
    STREET,
    STREET_VACANT,
    WHOLE,
    Key,
    PublicEvents,
    public_events,
    published,
    splits_safely,
)
from kiezkontor.surveys.snapshots import recorded_in

REST = "rest"


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the published round before. still_there, same_place: None where they would tell on few."""

    since: SurveyRound
    events: PublicEvents
    still_there: Rate | None
    same_place: Rate | None
    lost: list[Supply]
    gained: list[Supply]


@dataclass(frozen=True, slots=True)
class PublicRound:
    """units: None where there are fewer than three. shown: the numbers that may be public, by key of `suppression`.

    chains, established: None where one of both sides is under three. became: None for the first published round.
    """

    survey_round: SurveyRound
    units: int | None
    shown: Mapping[Key, int]
    chains: Rate | None
    established: Rate | None
    supply: list[Supply]
    became: Became | None

    @property
    def lines(self) -> list[tuple[str, int | None, int | None]]:
        """Each line of the use structure with units and whole percent."""
        percents = self.percents({line: self.shown.get((WHOLE, line)) for line in STRUCTURE}, self.units)
        return [(line, self.shown.get((WHOLE, line)), percents.get(line)) for line in STRUCTURE]

    def lines_of(self, part: str) -> list[tuple[str, int | None, int | None]]:
        units = {line: self.shown.get((LINE, part, line)) for line in STRUCTURE}
        percents = self.percents(units, self.shown.get((PART, part)))
        return [(line, units[line], percents.get(line)) for line in STRUCTURE]

    def percents(self, units: Mapping[str, int | None], total: int | None) -> dict[str, int]:
        """Whole percents that make 100 together with what is hidden; none where the total is hidden."""
        if total is None:
            return {}
        known = {line: count for line, count in units.items() if count is not None}
        found = whole_percents({**known, REST: total - sum(known.values())})
        return {line: found[line] for line in known}

    @property
    def parts(self) -> list[str]:
        """Names of the sub-locations of which anything is public; empty in a district without."""
        found = {key[1] for key in self.shown if key[0] == PART}
        return sorted(found, key=lambda name: (not name, name)) if any(found) else []

    @property
    def streets(self) -> list[tuple[str, str]]:
        """Part and street of all streets of which anything is public."""
        return sorted({(key[1], key[2]) for key in self.shown if key[0] in {STREET, STREET_VACANT}})

    @property
    def vacancy(self) -> Rate | None:
        vacant = self.shown.get((WHOLE, "vacant"))
        return None if vacant is None or self.units is None else Rate(vacant, self.units)

    @property
    def vacancy_of_business(self) -> Rate | None:
        lived_in = self.shown.get((WHOLE, "used_as_housing"))
        if self.vacancy is None or lived_in is None:
            return None
        return Rate(self.vacancy.part, self.vacancy.of - lived_in)


def published_rounds(request: DistrictRequest) -> list[PublicRound]:
    """The published rounds of the request's district, the first first; remembered while pages are."""
    return of_district(request, "survey rounds", lambda: rounds_of(request.district), has_language=False)


def rounds_of(district: District) -> list[PublicRound]:
    found: list[PublicRound] = []
    before: tuple[SurveyRound, list[Recorded]] | None = None
    for survey_round in SurveyRound.objects.filter(district=district, stage=PUBLISHED).order_by("number"):
        recorded = recorded_in(survey_round)
        comparison = comparison_of(before[0], survey_round, earlier=before[1], later=recorded) if before else None
        found.append(public_round(survey_round, recorded, found[-1] if found else None, comparison))
        before = survey_round, recorded
    return found


def public_round(
    survey_round: SurveyRound, recorded: list[Recorded], earlier: PublicRound | None, comparison: Comparison | None
) -> PublicRound:
    all_of_it = figures(recorded, on=survey_round.reference_on)
    shown = published(recorded, earlier=earlier.shown if earlier else None)
    chains, ages = all_of_it.chains, all_of_it.ages
    known = ages.established + ages.between + ages.new
    return PublicRound(
        survey_round,
        len(recorded) if len(recorded) >= SMALLEST_SHOWN else None,
        shown,
        chains if splits_safely(chains.part, chains.of) else None,
        Rate(ages.established, known) if splits_safely(ages.established, known) else None,
        supplied_by(recorded),
        became(earlier, shown, comparison) if earlier and comparison else None,
    )


def became(earlier: PublicRound, shown: Mapping[Key, int], comparison: Comparison) -> Became:
    numbers = {what.value: number for what, number in counted(comparison.differences).items()}
    events = public_events(numbers, before=earlier.shown, after=shown, used=USE_CLASSES)
    there, same = comparison.survival.still_in_district, comparison.survival.still_at_same_place
    is_told = events.closures is not None and splits_safely(there.part, there.of)
    moved_is_told = is_told and events.moves is not None and splits_safely(same.part, there.part)
    return Became(
        earlier.survey_round,
        events,
        there if is_told else None,
        same if moved_is_told and splits_safely(same.part, same.of) else None,
        comparison.supply.lost,
        comparison.supply.gained,
    )
