"""Which vacant units people may see, and as what: one by one, or as totals."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched
from typing import Any

from django.utils import timezone

from kiezkontor.directory import hooks
from kiezkontor.directory.access import visible_in
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.totals import Totals, shown_parts
from kiezkontor.districts.access import area_of, streets_of
from kiezkontor.districts.models import District
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.methods.geo import Point, distance_m
from kiezkontor.methods.halfway import halfway
from kiezkontor.methods.sorting import sort_key
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.models import Category, SourceRecord, SourceRun
from kiezkontor.premises.models import DistrictBuilding, Occupancy, Unit, UseSpell
from kiezkontor.premises.places_in_words import places_in_words
from kiezkontor.premises.rules.counting import former_category, is_vacant

LOOKUP = 500
SHOP_FRONT_M = 20


@dataclass(frozen=True, slots=True)
class OpenVacancy:
    """A vacant unit that OpenStreetMap shows to everybody. former: category of the last use, None where not told.

    near: where it is in words, for one without a street. beside: who is next door, where that tells it from others at
    the same address.
    """

    street: str
    number: str
    lat: float
    lon: float
    former: Category | None
    known_on: date
    near: str = ""
    beside: str = ""

    @property
    def address(self) -> str:
        return f"{self.street} {self.number}".strip()

    @property
    def place(self) -> str:
        return self.address if self.street else self.near

    @property
    def told(self) -> tuple[str, str, Category | None, date]:
        return self.place, self.beside, self.former, self.known_on


@dataclass(frozen=True, slots=True)
class MapSays:
    """What the open map tells of a vacancy. former: category of the last use, may be empty."""

    former: str
    known_on: date


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Vacant units as the public may know them.

    openly_known: those in the open source, one by one, by street and number. others: what the office alone knows, as
    totals by street name ("" where none is known) that tell nothing of single units. counted_on: the day they are of.
    are_of_round: they are those of a published survey round, whether anything of them may be told or not. are_some:
    there are any, told or not.
    """

    openly_known: list[OpenVacancy]
    others: Totals[str]
    counted_on: date
    are_of_round: bool = False
    are_some: bool = False

    @property
    def openly_told(self) -> list[tuple[OpenVacancy, int, str]]:
        """The openly known ones with how many there are of which the same is told and the key of the first, in order.

        They get no numbers: the office numbers all units of a house, and numbers among the vacant ones would be others
        and change with each new vacancy.
        """
        one_each = {unit.told: unit for unit in reversed(self.openly_known)}
        keys = {id(unit): key for key, unit in self.keyed}
        counted = Counter(unit.told for unit in self.openly_known)
        return [(one_each[told], count, keys[id(one_each[told])]) for told, count in counted.items()]

    @property
    def keyed(self) -> list[tuple[str, OpenVacancy]]:
        """The openly known ones with what they are called in addresses and on the map, until something changes."""
        return [(f"vacant-unit-{number}", unit) for number, unit in enumerate(self.openly_known)]

    @property
    def total(self) -> int | None:
        """How many may be told; None where there are so few that nothing may."""
        if not self.openly_known:
            return self.others.total
        return len(self.openly_known) + (self.others.total or 0)


def vacancies_today(request: DistrictRequest) -> Vacancies:
    """Those of the request's district, remembered while pages are."""
    return of_district(request, "vacancies", lambda: vacancies(request.district, on=timezone.localdate()))


def vacancies(district: District, *, on: date) -> Vacancies:
    """The district's vacant units on a day.

    Whoever looks at the open map sees a vacancy that stands there; so it is listed with its address, also when the
    office has seen it besides. What was seen by the office alone is counted apart: mixed totals would tell small
    numbers of it by taking the difference. It is as the last published survey round has it: totals of another day
    beside those of the round would tell small numbers the same way (decision 0024).
    """
    spells = list(
        UseSpell.objects.current_on(on)
        .filter(occupancy=Occupancy.VACANT)
        .filter(**in_district_of(district, "unit__building"))
        .select_related("unit__address__street", "observation__source_run")
        .order_by("pk")
    )
    said = openly_known(spells)
    openly = open_vacancies([spell for spell in spells if spell.pk in said], said, district)
    for counted in hooks.counted_in_rounds if spells else ():
        if (found := counted(district)) is not None:
            return Vacancies(openly, largest_first(found.vacant), found.on, are_of_round=True, are_some=True)
    by_street = Counter(street_of(spell) for spell in spells if spell.pk not in said)
    return Vacancies(openly, largest_first(shown_parts(by_street)), on, are_some=bool(spells))


def are_counted(found: Vacancies, district: District) -> bool:
    """Whether the open map or the office has looked at all; without that "few" would say more than is known."""
    return found.are_some or Unit.objects.filter(**in_district_of(district, "building")).exists()


def in_district_of(district: District, building: str) -> dict[str, Any]:
    """The condition that a house belongs to the district. building: the way to it."""
    decided = [DistrictBuilding.Decided.COMPUTED, DistrictBuilding.Decided.INCLUDED]
    row = f"{building}__districtbuilding"
    return {f"{row}__district": district, f"{row}__decided__in": decided}


def largest_first(totals: Totals[str]) -> Totals[str]:
    ordered = sorted(totals.parts.items(), key=lambda part: (-part[1], part[0]))
    return replace(totals, parts=dict(ordered))


def openly_known(spells: Collection[UseSpell]) -> dict[int, MapSays]:
    """What the map says of these vacancies, by the ids of their spells; what it does not show is missing."""
    said = told_by_the_map(spells)
    return said | still_on_the_map([spell for spell in spells if spell.pk not in said])


def told_by_the_map(spells: Collection[UseSpell]) -> dict[int, MapSays]:
    """What the map says of the vacancies first known from it, by the ids of their spells."""
    return {
        spell.pk: MapSays(spell.observation.values.get("former_category", ""), spell.observation.seen_on)
        for spell in spells
        if spell.observation.source_run is not None and spell.observation.source_run.kind == SourceRun.Kind.OSM
    }


def still_on_the_map(spells: Collection[UseSpell]) -> dict[int, MapSays]:
    """What the map says of the vacancies that the office saw and the map shows too, by the ids of their spells.

    Only the map's own word: what the office knows of such a unit, also the day it was there, stays inside.
    """
    spell_at = {spell.unit.ref: spell.pk for spell in spells if spell.unit.ref}
    records = [
        record
        for part in batched(sorted(spell_at), LOOKUP)
        for record in SourceRecord.objects.filter(source=SourceRun.Kind.OSM, ref__in=part).select_related("last_run")
        if is_vacant(record.tags)
    ]
    return {
        spell_at[record.ref]: MapSays(former_category(record.tags), record.last_run.reference_on) for record in records
    }


def street_of(spell: UseSpell) -> str:
    return spell.unit.address.street.name if spell.unit.address else spell.unit.street_name


def middles_of_streets(names: Collection[str], district: District) -> dict[str, Point]:
    """The middle of these streets within the district; a street without a line there is missing.

    Here a street's total may be shown: where the vacant units themselves are would tell single ones.
    """
    keys = {name: street_key(name) for name in names if name}
    rows = streets_of(district).filter(key__in=keys.values()).order_by("pk").values_list("key", "lines")
    lines: dict[str, list[list[list[float]]]] = defaultdict(list)
    for key, drawn in rows if keys else ():
        lines[key] += drawn
    area = area_of(district) if lines else None
    middles = {name: halfway(lines[key], within=area) for name, key in keys.items()}
    return {name: middle for name, middle in middles.items() if middle}


def open_vacancies(spells: Collection[UseSpell], said: Mapping[int, MapSays], district: District) -> list[OpenVacancy]:
    categories = Category.objects.in_bulk({says.former for says in said.values() if says.former}) if said else {}
    near = places_in_words([spell.unit for spell in spells], district)
    found = [
        OpenVacancy(
            street=street_of(spell),
            number=spell.unit.address.number if spell.unit.address else spell.unit.house_number,
            lat=spell.unit.lat,
            lon=spell.unit.lon,
            former=categories.get(said[spell.pk].former),
            known_on=said[spell.pk].known_on,
            near=near.get(spell.unit_id, ""),
        )
        for spell in spells
    ]

    def place_then_use(unit: OpenVacancy) -> tuple[object, ...]:
        place = not unit.street, sort_key(unit.street or unit.near), sort_key(unit.number)
        return *place, sort_key(str(unit.former or "")), unit.known_on, unit.lat

    return sorted(told_apart(found, district), key=place_then_use)


def told_apart(found: list[OpenVacancy], district: District) -> list[OpenVacancy]:
    """The same vacancies, those at one address with who is next door to each, where nobody is next door to two.

    One statement where some share an address, else none.
    """
    at_address: dict[tuple[str, str], list[OpenVacancy]] = defaultdict(list)
    for unit in found:
        if unit.street and unit.number:
            at_address[unit.street, unit.number].append(unit)
    shared = {address: units for address, units in at_address.items() if len(units) > 1}
    if not shared:
        return found
    streets, numbers = {street for street, _number in shared}, {number for _street, number in shared}
    neighbours: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in visible_in(district.pk).filter(street__in=streets, number__in=numbers).order_by("sort_name", "pk"):
        neighbours[entry.street, entry.number].append(entry)
    beside: dict[int, str] = {}
    for address, units in shared.items():
        nearest = [next_door_to(unit, neighbours[address]) for unit in units]
        if len(set(nearest)) == len(units) and all(nearest):
            beside |= {id(unit): name for unit, name in zip(units, nearest, strict=True)}
    return [replace(unit, beside=beside.get(id(unit), "")) for unit in found]


def next_door_to(unit: OpenVacancy, entries: Sequence[Entry]) -> str:
    """The name of the entry nearest to it; "" where there is none within a shop front."""
    spot = unit.lat, unit.lon
    nearest = min(entries, key=lambda entry: distance_m(spot, (entry.lat, entry.lon)), default=None)
    if nearest is None or distance_m(spot, (nearest.lat, nearest.lon)) > SHOP_FRONT_M:
        return ""
    return nearest.title
