"""What a survey round recorded: as the register says it until the freeze, as it was frozen from then on."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from kiezkontor.directory.access_vacancies import openly_known
from kiezkontor.organisations.models import Merge, Organisation
from kiezkontor.premises.models import (
    DistrictBuilding,
    Observation,
    Occupancy,
    SurveyRound,
    Unit,
    UnitSuccession,
    UseSpell,
)
from kiezkontor.premises.rules.spells import Seen
from kiezkontor.premises.uses import seen_of
from kiezkontor.surveys.models import FrozenUnit
from kiezkontor.surveys.rules.lineage import origins
from kiezkontor.surveys.rules.recorded import Recorded

AT_ONCE = 1_000
# In this order and form a frozen unit goes into the checksum.
SUMMED = (
    "unit_id", "street", "number", "position", "floor", "sub_location", "lat", "lon", "area_sqm", "condition",
    "renovation", "occupancy",
    "use_class", "category", "occupants", "chains", "came_from", "begins_earliest", "begins_latest",
)  # fmt: skip
READ = (
    "unit_id", "occupancy", "use_class", "category", "occupants", "chains", "begins_earliest", "begins_latest",
    "street", "sub_location", "came_from", "is_listed", "former_ended",
)  # fmt: skip


def units_of(survey_round: SurveyRound) -> list[FrozenUnit]:
    """The units of a round by id: those frozen, or before the freeze what would be frozen now, unsaved."""
    if survey_round.is_frozen:
        return list(FrozenUnit.objects.filter(survey_round=survey_round).order_by("unit_id"))
    return list(from_register(survey_round))


def recorded_in(survey_round: SurveyRound, *, merged: Mapping[int, int] | None = None) -> list[Recorded]:
    """What the round recorded, by unit; occupants are named as they are called today. merged: as `merged_into`."""
    if survey_round.is_frozen:
        rows = FrozenUnit.objects.filter(survey_round=survey_round).order_by("unit_id").values_list(*READ)
        return as_recorded(rows, merged)
    rows_now = (tuple(getattr(unit, name) for name in READ) for unit in from_register(survey_round))
    return as_recorded(rows_now, merged)


def as_recorded(rows: Iterable[tuple[Any, ...]], merged: Mapping[int, int] | None = None) -> list[Recorded]:
    """rows: the columns READ."""
    merged = merged_into() if merged is None else merged
    return [recorded_from(row, merged) for row in rows]


def recorded_from(row: tuple[Any, ...], merged: Mapping[int, int]) -> Recorded:
    unit, occupancy, use_class, category, occupants, chains, earliest, latest, *place = row
    street, sub_location, came_from, is_listed, former_ended = place
    return Recorded(
        unit=unit,
        occupancy=occupancy,
        use_class=use_class,
        category=category,
        occupants=frozenset(merged.get(pk, pk) for pk in keys_in(occupants)),
        chains=chains,
        begins_earliest=earliest,
        begins_latest=latest,
        street=street,
        sub_location=sub_location,
        places=frozenset(keys_in(came_from)),
        is_listed=is_listed,
        former_ended=former_ended,
    )


def merged_into() -> dict[int, int]:
    """Organisation that was absorbed → the one it is today; few in any installation."""
    return dict(Merge.objects.standing().values_list("absorbed_id", "kept_id"))


def keys_in(text: str) -> list[int]:
    return [int(key) for key in text.split()]


def from_register(survey_round: SurveyRound) -> Iterator[FrozenUnit]:
    """Of each unit observed in the round what was seen last in it, with its place and the beginning of its use."""
    last = {row.unit_id: row for row in observed_in(survey_round)}
    register = Register.of(survey_round)
    for part in batched(sorted(last), AT_ONCE):
        units = Unit.objects.select_related("address__street").in_bulk(part)
        begun = beginnings(last, part)
        listed = openly_known([spell for spell in begun.values() if spell.occupancy == Occupancy.VACANT])
        for pk in part:
            yield register.unit(units[pk], last[pk], begun.get(pk), on_the_map=pk in begun and begun[pk].pk in listed)


def observed_in(survey_round: SurveyRound) -> Iterable[Observation]:
    """The valid observations of a round, by unit, the latest last."""
    found = Observation.objects.filter(survey_round=survey_round, superseded_by__isnull=True)
    return found.order_by("unit_id", "seen_on", "pk").only("unit_id", "seen_on", "values").iterator(AT_ONCE)


def beginnings(last: Mapping[int, Observation], part: Collection[int]) -> dict[int, UseSpell]:
    """Unit → the use in which it was seen."""
    found: dict[int, UseSpell] = {}
    spells = UseSpell.objects.filter(unit__in=part).select_related("unit", "observation__source_run")
    for spell in spells.order_by("unit_id", "begins_latest"):
        if spell.begins_latest <= last[spell.unit_id].seen_on:
            found[spell.unit_id] = spell
    return found


@dataclass(frozen=True, slots=True)
class Register:
    """What the units of a round are described with. lies_in: building → name of its sub-location."""

    survey_round: SurveyRound
    lies_in: Mapping[int, str]
    came_from: Mapping[int, Collection[int]]
    today: Mapping[int, int]
    chains: Collection[int]

    @classmethod
    def of(cls, survey_round: SurveyRound) -> "Register":
        lies_in = DistrictBuilding.objects.filter(district=survey_round.district_id, sub_location__isnull=False)
        chains = Organisation.objects.filter(is_chain=True).values_list("pk", flat=True)
        # A walk goes on after its reference date, and so do splits: only units seen in the round are looked up.
        lines = UnitSuccession.objects.all()
        return cls(
            survey_round,
            dict(lies_in.values_list("building", "sub_location__name")),
            origins(lines.values_list("former", "later")),
            merged_into(),
            frozenset(chains),
        )

    def unit(self, unit: Unit, observation: Observation, spell: UseSpell | None, *, on_the_map: bool) -> FrozenUnit:
        seen = seen_of(observation.pk, observation.seen_on, observation.values, self.today)
        street, number = address_of(unit)
        occupants = sorted(seen.organisations)
        return FrozenUnit(
            survey_round=self.survey_round,
            unit=unit,
            street=street,
            number=number,
            position=unit.position,
            floor=unit.floor,
            sub_location=self.lies_in.get(unit.building_id, ""),
            lat=unit.lat,
            lon=unit.lon,
            area_sqm=unit.area_sqm,
            condition=unit.condition,
            renovation=unit.renovation,
            occupancy=seen.occupancy,
            use_class=seen.use_class,
            category=seen.category,
            occupants=" ".join(map(str, occupants)),
            chains=len(seen.organisations.intersection(self.chains)),
            came_from=" ".join(map(str, sorted(self.came_from.get(unit.pk, ())))),
            begins_earliest=spell.begins_earliest if spell else None,
            begins_latest=spell.begins_latest if spell else observation.seen_on,
            former_ended=spell.former_ended if spell else "",
            is_listed=on_the_map and seen.occupancy == Occupancy.VACANT,
            state=state_of(seen),
        )


def state_of(seen: Seen) -> str:
    return "|".join((seen.occupancy, seen.use_class, seen.category, " ".join(map(str, sorted(seen.organisations)))))


def address_of(unit: Unit) -> tuple[str, str]:
    """Street and number, as the source printed them, else of its house."""
    if unit.street_name or unit.address is None:
        return unit.street_name, unit.house_number
    return unit.address.street.name, unit.address.number


def checksum_of(units: Iterable[FrozenUnit]) -> str:
    """Over all that is frozen, one line of JSON a unit, by unit."""
    digest = hashlib.sha256()
    for unit in units:
        line = [as_text(getattr(unit, name)) for name in SUMMED]
        digest.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return f"sha256:{digest.hexdigest()}"


def as_text(value: object) -> object:
    return value if isinstance(value, int | str) or value is None else str(value)
