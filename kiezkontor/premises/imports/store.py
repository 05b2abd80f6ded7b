"""Storing new businesses and vacancies: many rows at once, one short transaction for each chunk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record_many
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.hours import patterns_for
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.making import new_organisation
from kiezkontor.organisations.models import Category, Organisation, SourceRecord, SourceRun
from kiezkontor.organisations.rules.categories import category as category_entry
from kiezkontor.organisations.rules.patterns import PatternKey, pattern_key
from kiezkontor.premises.imports import inventory
from kiezkontor.premises.imports.plan import PlannedUnit
from kiezkontor.premises.models import Observation, Occupancy, SpellOccupant, Unit, UseSpell
from kiezkontor.premises.rules.spells import Seen, spells_from
from kiezkontor.premises.uses import seen_of
from kiezkontor.shared.bulk import insert_many, insert_rows, insert_values

CHUNK = 800
# What a source says of an organisation itself, as columns.
SAID = ("name", "is_chain", "brand", "phone", "email", "website", "opening_hours", "wheelchair")


@dataclass(slots=True)
class Shelves:
    """What chunks look up instead of asking the database: ids by name, loaded once for a run.

    addresses: (building id, street key, number key) → id. building_ids: ref → id. assigned: ids of buildings the
    district has.
    """

    building_ids: dict[str, int] = field(default_factory=dict)
    assigned: set[int] = field(default_factory=set)
    addresses: Mapping[tuple[int, str, str], int] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    patterns: dict[PatternKey, int] = field(default_factory=dict)


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
        terms_de=" ".join(entry.terms_de),
        terms_en=" ".join(entry.terms_en),
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
) -> list[Organisation]:
    """Store what is not there yet, with unit, observation, spell, source record, audit entry and public entry.

    One transaction under the district's lock: what another run stored meanwhile is passed over.
    Returns the organisations created; vacancies make none.
    """
    with transaction.atomic():
        District.objects.select_for_update().only("pk").get(pk=run.district_id)
        refs = [unit.known.ref for unit in units]
        there = set(SourceRecord.objects.filter(source=source, ref__in=refs).values_list("ref", flat=True))
        fresh = [unit for unit in units if unit.known.ref not in there]
        organisations = _store(run, fresh, shelves, source=source, seen_on=seen_on, by=by) if fresh else []
        if run.status == SourceRun.Status.RUNNING:
            run.done += len(units)
            run.save(update_fields=["done"])
    return organisations


def _store(
    run: SourceRun, fresh: Sequence[PlannedUnit], shelves: Shelves, *, source: str, seen_on: date, by: Viewer
) -> list[Organisation]:
    rows = [unit_row(unit, shelves) for unit in fresh]
    insert_many(rows)
    inventory.put_into(run.district, {row.building_id for row in rows} - shelves.assigned)
    businesses = [unit for unit in fresh if unit.known.kind == "business"]
    organisations = [organisation_row(run.district, unit, shelves) for unit in businesses]
    insert_many(organisations)
    occupant = {unit.known.ref: organisation for unit, organisation in zip(businesses, organisations, strict=True)}
    observe(run, zip(fresh, rows, strict=True), occupant, shelves, seen_on=seen_on)
    keep_records(run, [(unit, occupant.get(unit.known.ref)) for unit in fresh], source=source)
    record_many(
        "organisation.imported",
        [(organisation, {"source": source, "run": run.pk}) for organisation in organisations],
        by=by,
        district=run.district,
    )
    vacant = [row for unit, row in zip(fresh, rows, strict=True) if unit.known.kind == "vacant"]
    record_many("unit.imported", [(row, {"run": run.pk}) for row in vacant], by=by, district=run.district)
    tell_organisations_changed([organisation.pk for organisation in organisations])
    return organisations


def observe(
    run: SourceRun,
    seen: Iterable[tuple[PlannedUnit, Unit]],
    occupant: Mapping[str, Organisation],
    shelves: Shelves,
    *,
    seen_on: date,
) -> None:
    """The first observation of new units and the use that follows from it."""
    now = timezone.now()
    pairs = [(unit, row, occupant.get(unit.known.ref)) for unit, row in seen]
    told = [observed_values(unit, organisation, shelves, seen_on=seen_on) for unit, _row, organisation in pairs]
    observations = insert_rows(
        Observation,
        ("unit_id", "source_run_id", "seen_on", "entered_at", "values"),
        ((row.pk, run.pk, seen_on, now, values) for (_unit, row, _), values in zip(pairs, told, strict=True)),
    )
    spells = insert_rows(
        UseSpell,
        SpellRow._fields,
        (
            _spell(row.pk, seen_of(observation, seen_on, values))
            for (_unit, row, _), observation, values in zip(pairs, observations, told, strict=True)
        ),
    )
    insert_values(
        SpellOccupant,
        ("spell_id", "organisation_id"),
        (
            (spell, organisation.pk)
            for (_unit, _row, organisation), spell in zip(pairs, spells, strict=True)
            if organisation is not None
        ),
    )


def observed_values(
    unit: PlannedUnit, organisation: Organisation | None, shelves: Shelves, *, seen_on: date
) -> dict[str, Any]:
    """The values of an observation, as `Observation` describes them."""
    earliest, latest = unit.since or (None, seen_on)
    latest = min(latest, seen_on)
    values: dict[str, Any] = {
        "occupancy": Occupancy.OCCUPIED if unit.known.kind == "business" else Occupancy.VACANT,
        "since": [earliest.isoformat() if earliest else None, latest.isoformat()],
        "organisations": [organisation.pk] if organisation else [],
    }
    if organisation is not None and unit.facts.category:
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


def unit_row(unit: PlannedUnit, shelves: Shelves) -> Unit:
    building = shelves.building_ids[unit.building_ref]
    return Unit(
        building_id=building,
        address_id=shelves.addresses.get((building, *unit.address)) if unit.address else None,
        street_name=unit.facts.street,
        house_number=unit.facts.number,
        postcode=unit.facts.postcode,
        city=unit.facts.city,
        lat=unit.known.lat,
        lon=unit.known.lon,
        ref=unit.known.ref,
    )


def organisation_row(district: District, unit: PlannedUnit, shelves: Shelves) -> Organisation:
    facts = unit.facts
    key = hours_key(district, unit)
    return new_organisation(
        {name: getattr(facts, name) for name in SAID},
        category=shelves.categories[facts.category],
        tags=unit.tags,
        hours_pattern_id=shelves.patterns.get(key) if key else None,
    )


def keep_records(run: SourceRun, seen: Iterable[tuple[PlannedUnit, Organisation | None]], *, source: str) -> None:
    """Keep what the source says of these places, apart from our own data; none may have a record yet."""
    insert_values(
        SourceRecord,
        ("source", "ref", "organisation_id", "tags", "lat", "lon", "first_run_id", "last_run_id"),
        (
            (
                source,
                unit.known.ref,
                organisation.pk if organisation else None,
                dict(unit.tags),
                unit.known.lat,
                unit.known.lon,
                run.pk,
                run.pk,
            )
            for unit, organisation in seen
        ),
    )
