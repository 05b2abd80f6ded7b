"""What is to be seen in a round and what was seen already, in walking order."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from kiezkontor.premises.access import units_in
from kiezkontor.premises.models import Observation, Occupancy, SurveyRound, Unit
from kiezkontor.surveys.houses import House, houses_in, houses_of, in_walking_order, key_of, segments_of
from kiezkontor.surveys.models import EmptyHouse, Segment


@dataclass(frozen=True, slots=True)
class Progress:
    """Of some houses: units seen of all, doors somebody looked at of all."""

    units: int
    seen: int
    houses: int
    looked_at: int

    @property
    def is_done(self) -> bool:
        return (self.seen, self.looked_at) == (self.units, self.houses)


@dataclass(frozen=True)
class Roster:
    """houses: in walking order. units: by the key of their house. seen: unit → what the round noted of it last.

    empty: address → who noted that there is no unit.
    """

    survey_round: SurveyRound
    houses: list[House]
    units: dict[str, list[Unit]]
    seen: dict[int, Observation]
    empty: dict[int, EmptyHouse]
    segments: list[Segment]
    doors_with_units: Collection[tuple[str, str]] = field(default_factory=frozenset)

    @cached_property
    def looked_at(self) -> set[tuple[str, str]]:
        """The doors where a unit was seen or none was found."""
        return {
            house.door
            for house in self.houses
            if house.address in self.empty or any(unit.pk in self.seen for unit in self.units.get(house.key, ()))
        }

    def of(self, segment: Segment | None) -> list[House]:
        """The houses of a segment; all of them without one."""
        return self.houses if segment is None else houses_in(segment, self.houses)

    @cached_property
    def in_no_segment(self) -> list[House]:
        covered = {house.key for segment in self.segments for house in houses_in(segment, self.houses)}
        return [house for house in self.houses if house.key not in covered]

    def units_of(self, houses: Iterable[House]) -> list[Unit]:
        return [unit for house in houses for unit in self.units.get(house.key, ())]

    def progress(self, houses: Collection[House]) -> Progress:
        units, doors = self.units_of(houses), {house.door for house in houses}
        seen = sum(unit.pk in self.seen for unit in units)
        return Progress(len(units), seen, len(doors), len(doors & self.looked_at))

    def without_unit(self, houses: Iterable[House]) -> list[House]:
        """One house for each door at which no unit is known, whether somebody looked at it or not."""
        found: dict[tuple[str, str], House] = {}
        for house in houses:
            if house.address is not None and house.door not in self.doors_with_units:
                known = found.get(house.door)
                if known is None or house.address in self.empty:
                    found[house.door] = house
        return list(found.values())

    def gaps(self, houses: Iterable[House]) -> list[House]:
        """Houses without a unit at which nobody looked."""
        return [house for house in self.without_unit(houses) if house.door not in self.looked_at]

    def is_unclear(self, unit: Unit) -> bool:
        """Seen, and nobody could tell what is in it."""
        seen = self.seen.get(unit.pk)
        return seen is not None and seen.values.get("occupancy", Occupancy.UNKNOWN) == Occupancy.UNKNOWN


def roster_of(survey_round: SurveyRound, *, in_order: bool = True) -> Roster:
    """A fixed number of statements, however large the round; who only counts needs no walking order."""
    district = survey_round.district
    units = list(units_in(district, on=day_of(survey_round)).select_related("address__street"))
    segments = segments_of(survey_round)
    houses = houses_of(district, units, segments)
    if in_order:
        houses = in_walking_order(houses)
    at: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: (unit.floor, unit.position, unit.pk)):
        at[key_of(unit)].append(unit)
    empty = EmptyHouse.objects.filter(survey_round=survey_round).select_related("seen_by")
    return Roster(
        survey_round,
        houses,
        dict(at),
        seen_in(survey_round),
        {each.address_id: each for each in empty},
        segments,
        frozenset(house.door for house in houses if house.key in at),
    )


def day_of(survey_round: SurveyRound) -> date:
    """The day whose register a round is held against: today, or that of the freeze."""
    return timezone.localdate(survey_round.frozen_at) if survey_round.frozen_at else timezone.localdate()


def seen_in(survey_round: SurveyRound) -> dict[int, Observation]:
    """Unit → the last valid observation of the round, with who made it."""
    found = Observation.objects.filter(survey_round=survey_round, superseded_by__isnull=True)
    return {row.unit_id: row for row in found.select_related("observer").order_by("unit_id", "seen_on", "pk")}
