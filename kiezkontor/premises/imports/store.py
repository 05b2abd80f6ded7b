"""Storing new businesses and vacancies: many rows at once, one short transaction for each chunk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record_many, record_rows
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.hours import patterns_for
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.making import values_of_new
from kiezkontor.organisations.models import Category, Organisation, SourceRecord, SourceRun
from kiezkontor.organisations.rules.categories import category as category_entry
from kiezkontor.organisations.rules.patterns import PatternKey, pattern_key
from kiezkontor.premises.imports import inventory, runs
from kiezkontor.premises.imports.plan import PlannedUnit
from kiezkontor.premises.models import Observation, Occupancy, SpellOccupant, Unit, UseSpell
from kiezkontor.premises.rules.spells import Seen, spells_from
from kiezkontor.premises.uses import seen_of
from kiezkontor.shared.bulk import insert_rows, insert_values

CHUNK = 1_600
# What a source says of an organisation itself, as columns.
SAID = ("name", "is_chain", "brand", "phone", "email", "website", "opening_hours", "wheelchair")


@dataclass(slots=True)
class Shelves:
    """What chunks look up instead of asking the database: ids by name, loaded once for a run.

    addresses: (building id, street key, number key) → id. building_ids: ref → id. assigned: ids of buildings the
    district has. survey_round: the round all observations belong to.
    """

    building_ids: dict[str, int] = field(default_factory=dict)
    assigned: set[int] = field(default_factory=set)
    addresses: Mapping[tuple[int, str, str], int] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    patterns: dict[PatternKey, int] = field(default_factory=dict)
    survey_round: int | None = None


def have_categories(keys: Iterable[str]) -> dict[str, Category]:
    """The categories with these keys, created with their names and search words where they are missing."""
    wanted = sorted({key for key in keys if key})
    found = {row.key: row for part in batched(wanted, CHUNK) for row in Category.objects.filter(key__in=part)}
    missing = [_category(key) for key in wanted if key not in found]
    if missing:
        Category.objects.bulk_create(missing, ignore_conflicts=True, batch_size=CHUNK)
        found |= {row.key: row for row in missing}
    return found


def _category(key: str) -> Category:
    entry = category_entry(key)
    return Category(
        key=key[:120],
        name_de=entry.name_de[:120],
        name_en=entry.name_en[:120],
        use_class=entry.use_class,
    )


def hours_key(district: District, unit: PlannedUnit) -> PatternKey | None:
    if not unit.facts.opening_hours:
        return None
    return pattern_key(unit.facts.opening_hours, region=district.region, lat=unit.known.lat, lon=unit.known.lon)


def have_patterns(district: District, units: Iterable[PlannedUnit]) -> dict[PatternKey, int]:
    """The opening patterns of these units, with their intervals computed, a few at a time."""
    keys = list(dict.fromkeys(key for unit in units if (key := hours_key(district, unit)) is not None))
    found: dict[PatternKey, int] = {}
    for part in batched(keys, 400):
        found |= patterns_for(part)
    return found


def store_new(
    run: SourceRun, units: Sequence[PlannedUnit], shelves: Shelves, *, source: str, seen_on: date, by: Viewer
) -> int:
    """Store what is not there yet, with unit, observation, spell, source record, audit entry and public entry.

    One transaction under the district's lock: what another run stored meanwhile is passed over.
    Returns how many organisations were created; vacancies make none.
    """
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).only("pk").get(pk=run.district_id)
        refs = [unit.known.ref for unit in units]
        there = set(SourceRecord.objects.filter(source=source, ref__in=refs).values_list("ref", flat=True))
        fresh = [unit for unit in units if unit.known.ref not in there]
        created = _store(run, fresh, shelves, source=source, seen_on=seen_on, by=by) if fresh else 0
        if run.status == SourceRun.Status.RUNNING:
            vacancies = sum(unit.known.kind == "vacant" for unit in fresh)
            runs.count(run, len(units), {"organisations": created, "vacancies": vacancies})
    return created


def _store(
    run: SourceRun, fresh: Sequence[PlannedUnit], shelves: Shelves, *, source: str, seen_on: date, by: Viewer
) -> int:
    rows = [unit_row(unit, shelves) for unit in fresh]
    units = dict(zip((row.ref for row in rows), insert_rows(Unit, UnitRow._fields, rows), strict=True))
    inventory.put_into(run.district, {row.building_id for row in rows} - shelves.assigned)
    businesses = [unit for unit in fresh if unit.known.kind == "business"]
    occupants = _store_organisations(run, businesses, shelves)
    observe(run, fresh, units, occupants, shelves, seen_on=seen_on)
    keep_records(run, [(unit, occupants.get(unit.known.ref)) for unit in fresh], source=source)
    record_rows(
        "organisation.imported",
        Organisation,
        ((occupants[unit.known.ref], _label(unit, shelves), {"source": source, "run": run.pk}) for unit in businesses),
        by=by,
        district=run.district,
    )
    vacant = [Unit(pk=units[row.ref], **row._asdict()) for row in rows if row.ref not in occupants]
    record_many("unit.imported", [(row, {"run": run.pk}) for row in vacant], by=by, district=run.district)
    tell_organisations_changed(occupants.values())
    return len(occupants)


def _store_organisations(run: SourceRun, businesses: Sequence[PlannedUnit], shelves: Shelves) -> dict[str, int]:
    """The new organisations' keys by the refs of their units."""
    if not businesses:
        return {}
    now = timezone.now()
    rows = [organisation_values(run.district, unit, shelves) for unit in businesses]
    keys = insert_rows(Organisation, [*rows[0], "changed_at"], ((*row.values(), now) for row in rows))
    return dict(zip((unit.known.ref for unit in businesses), keys, strict=True))


def _label(unit: PlannedUnit, shelves: Shelves) -> str:
    return unit.facts.name or str(shelves.categories[unit.facts.category])


def observe(
    run: SourceRun,
    seen: Sequence[PlannedUnit],
    units: Mapping[str, int],
    occupants: Mapping[str, int],
    shelves: Shelves,
    *,
    seen_on: date,
) -> None:
    """The first observation of new units and the use that follows from it.

    units, occupants: keys of the units and of the organisations in them by the source's name of the object.
    """
    now = timezone.now()
    refs = [unit.known.ref for unit in seen]
    told = [observed_values(unit, occupants.get(unit.known.ref), shelves, seen_on=seen_on) for unit in seen]
    observations = insert_rows(
        Observation,
        ("unit_id", "source_run_id", "survey_round_id", "seen_on", "entered_at", "values"),
        (
            (units[ref], run.pk, shelves.survey_round, seen_on, now, values)
            for ref, values in zip(refs, told, strict=True)
        ),
    )
    spells = insert_rows(
        UseSpell,
        SpellRow._fields,
        (
            _spell(units[ref], seen_of(observation, seen_on, values))
            for ref, observation, values in zip(refs, observations, told, strict=True)
        ),
    )
    insert_values(
        SpellOccupant,
        ("spell_id", "organisation_id"),
        ((spell, occupants[ref]) for ref, spell in zip(refs, spells, strict=True) if ref in occupants),
    )


def observed_values(unit: PlannedUnit, occupant: int | None, shelves: Shelves, *, seen_on: date) -> dict[str, Any]:
    """The values of an observation, as `Observation` describes them."""
    earliest, latest = unit.since or (None, seen_on)
    latest = min(latest, seen_on)
    values: dict[str, Any] = {
        "occupancy": Occupancy.OCCUPIED if unit.known.kind == "business" else Occupancy.VACANT,
        "since": [earliest.isoformat() if earliest else None, latest.isoformat()],
        "organisations": [occupant] if occupant else [],
    }
    if occupant is not None and unit.facts.category:
        values["category"] = unit.facts.category
        values["use_class"] = shelves.categories[unit.facts.category].use_class
    elif unit.facts.category:
        values["former_category"] = unit.facts.category
    return values


class SpellRow(NamedTuple):
    """The columns of a UseSpell."""

    unit_id: int
    begins_earliest: date | None
    begins_latest: date
    occupancy: str
    use_class: str
    category_id: str | None
    observation_id: int


def _spell(unit_id: int, seen: Seen) -> SpellRow:
    """The use that follows from the only observation of a unit."""
    (spell,) = spells_from([seen])
    return SpellRow(
        unit_id,
        spell.begins_earliest,
        spell.begins_latest,
        seen.occupancy,
        seen.use_class,
        seen.category or None,
        seen.key,
    )


class UnitRow(NamedTuple):
    """The columns a source fills of a Unit."""

    building_id: int
    address_id: int | None
    street_name: str
    house_number: str
    postcode: str
    city: str
    lat: float
    lon: float
    ref: str


def unit_row(unit: PlannedUnit, shelves: Shelves) -> UnitRow:
    facts, building = unit.facts, shelves.building_ids[unit.building_ref]
    address = shelves.addresses.get((building, *unit.address)) if unit.address else None
    where = facts.street, facts.number, facts.postcode, facts.city
    return UnitRow(building, address, *where, unit.known.lat, unit.known.lon, unit.known.ref)


def organisation_values(district: District, unit: PlannedUnit, shelves: Shelves) -> dict[str, Any]:
    """Columns of the organisation a source found in a unit, those of `values_of_new`."""
    facts = unit.facts
    key = hours_key(district, unit)
    return values_of_new(
        {name: getattr(facts, name) for name in SAID},
        category=shelves.categories[facts.category],
        tags=unit.tags,
        hours_pattern_id=shelves.patterns.get(key) if key else None,
    )


def keep_records(run: SourceRun, seen: Iterable[tuple[PlannedUnit, int | None]], *, source: str) -> None:
    """Keep what the source says of these places and their occupants; none may have a record yet."""
    insert_values(
        SourceRecord,
        ("source", "ref", "organisation_id", "tags", "lat", "lon", "first_run_id", "last_run_id"),
        (
            (
                source,
                unit.known.ref,
                occupant,
                dict(unit.tags),
                unit.known.lat,
                unit.known.lon,
                run.pk,
                run.pk,
            )
            for unit, occupant in seen
        ),
    )
