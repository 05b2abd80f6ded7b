"""What everybody may know of the published survey rounds of a district; never who is in a unit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kiezkontor.directory.hooks import Counted
from kiezkontor.directory.rules.suppression import SMALLEST_SHOWN, Key
from kiezkontor.directory.rules.totals import Totals
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.methods.apportionment import whole_percents
from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.remembered import made_once
from kiezkontor.surveys.comparison import Comparison, comparison_of, ended
from kiezkontor.surveys.rules.differences import counted
from kiezkontor.surveys.rules.figures import STRUCTURE, Rate, figures
from kiezkontor.surveys.rules.public_figures import (
    public_chains,
    public_established,
    public_supply,
    public_survival,
)
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.stages import PUBLISHED
from kiezkontor.surveys.rules.supply import Supply
from kiezkontor.surveys.rules.suppression import (
    LINE,
    PART,
    STREET,
    STREET_VACANT,
    WHOLE,
    PublicEvents,
    public_events,
    published,
    vacancies_for_list,
)
from kiezkontor.surveys.snapshots import merged_into, recorded_in

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

    chains, established: None where they would tell on few. became: None for the first published round. vacancies: those
    the open map did not show, by street. pieces: sub-location and street of all units, told or not.
    """

    survey_round: SurveyRound
    units: int | None
    shown: Mapping[Key, int]
    chains: Rate | None
    established: Rate | None
    supply: list[Supply]
    became: Became | None
    vacancies: Totals[str]
    pieces: frozenset[tuple[str, str]]

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
    """The published rounds, the first first. What was frozen never changes, so each is worked out once.

    A round depends on the one before, on which organisations were recognised as the same, and which units ended since.
    """
    rounds = list(SurveyRound.objects.filter(district=district, stage=PUBLISHED).order_by("number"))
    if not rounds:
        return []
    frozen = tuple((each.pk, each.checksum, each.frozen_at, each.reference_on, each.number) for each in rounds)
    gone = ended(rounds[0].reference_on, rounds[-1].reference_on) if len(rounds) > 1 else ()
    merged = merged_into()
    key = "survey rounds", frozen, frozenset(merged.items()), frozenset(gone)
    return made_once(key, lambda: worked_out(rounds, merged))


def worked_out(rounds: Iterable[SurveyRound], merged: Mapping[int, int]) -> list[PublicRound]:
    found: list[PublicRound] = []
    before: tuple[SurveyRound, list[Recorded]] | None = None
    for survey_round in rounds:
        recorded = recorded_in(survey_round, merged=merged)
        comparison = comparison_of(before[0], survey_round, earlier=before[1], later=recorded) if before else None
        found.append(public_round(survey_round, recorded, found[-1] if found else None, comparison))
        before = survey_round, recorded
    return found


def public_round(
    survey_round: SurveyRound, recorded: list[Recorded], earlier: PublicRound | None, comparison: Comparison | None
) -> PublicRound:
    all_of_it = figures(recorded, on=survey_round.reference_on)
    shown = published(recorded, earlier=earlier.shown if earlier else None)
    supply = public_supply(recorded, shown)
    return PublicRound(
        survey_round,
        len(recorded) if len(recorded) >= SMALLEST_SHOWN else None,
        shown,
        public_chains(all_of_it, recorded, shown, used=USE_CLASSES),
        public_established(all_of_it, shown, used=USE_CLASSES),
        supply,
        became(earlier, shown, supply, comparison) if earlier and comparison else None,
        vacancies_for_list(recorded, shown),
        frozenset((row.sub_location, row.street) for row in recorded),
    )


def became(
    earlier: PublicRound, shown: Mapping[Key, int], supply: Collection[Supply], comparison: Comparison
) -> Became:
    """What is supplied no longer or newly is told where openings and closures are: each stands for one of them."""
    numbers = {what.value: number for what, number in counted(comparison.differences).items()}
    events = public_events(numbers, before=earlier.shown, after=shown, used=USE_CLASSES)
    there, same = public_survival(comparison.survival, events, earlier.chains)
    is_told, change = events.closures is not None, comparison.supply
    return Became(
        earlier.survey_round,
        events,
        there,
        same,
        [each for each in change.lost if is_told and each in earlier.supply],
        [each for each in change.gained if is_told and each in supply],
    )


def vacancies_counted(district: District) -> Counted | None:
    """For the list of vacant units: those of the last published round; None without any."""
    rounds = rounds_of(district)
    return Counted(rounds[-1].survey_round.reference_on, rounds[-1].vacancies) if rounds else None
