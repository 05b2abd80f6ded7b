"""What happens when a person accepts or declines a difference a source showed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.making import keywords, slug_of
from kiezkontor.organisations.models import Organisation, SourceRecord, SourceRun
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.premises.imports import inventory, places, store
from kiezkontor.premises.imports.locks import claimed_fields, locked_organisations, locked_units
from kiezkontor.premises.imports.plan import PlannedBuilding, PlannedUnit, known_from_tags
from kiezkontor.premises.imports.proposals import APPEARED, ORGANISATION_FIELDS
from kiezkontor.premises.imports.store import Shelves
from kiezkontor.premises.models import Address, ImportProposal, Observation, Occupancy, Unit, UseSpell
from kiezkontor.premises.rules.differences import REMAPPED_WITHIN_M
from kiezkontor.premises.rules.reading import facts_from_tags
from kiezkontor.premises.uses import derive_uses
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.turns import let_others_save

Decision = ImportProposal.Decision
# Half a second's work on a busy machine, so that others who save do not wait longer.
CHUNK = 60
REMEMBERED = ("ref", "organisation", "tags", "lat", "lon", "last_run")
UNIT_FIELDS = {"street": "street_name", "number": "house_number", "postcode": "postcode", "city": "city"}


type Logged = tuple[str, Model, Mapping[str, Any]]


@dataclass(slots=True)
class Touched:
    """What the decisions of one transaction begin with, each row once, and what they leave to be written at its end."""

    records: dict[tuple[str, str], SourceRecord] = field(default_factory=dict)
    claims: dict[int, set[str]] = field(default_factory=dict)
    units: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    observations: list[Observation] = field(default_factory=list)
    remembered: list[SourceRecord] = field(default_factory=list)
    forgotten: list[SourceRecord] = field(default_factory=list)
    log: list[Logged] = field(default_factory=list)

    def record_of(self, row: ImportProposal) -> SourceRecord | None:
        return self.records.get((row.run.kind, row.before.get("ref", row.ref)))

    def forget(self, stored: SourceRecord) -> None:
        self.records.pop((stored.source, stored.ref), None)
        self.forgotten.append(stored)


def decide(proposal_ids: Sequence[int], decision: str, *, by: Viewer) -> int:
    """Carry out one decision on many proposals, a few in each transaction; those already decided are passed over.

    Returns how many were decided.
    """
    decided = 0
    for number, part in enumerate(batched(sorted(set(proposal_ids)), CHUNK)):
        if number:
            let_others_save()
        with transaction.atomic():
            rows = list(
                ImportProposal.objects.select_for_update(of=("self",), no_key=True)
                .filter(pk__in=part, decision=Decision.OPEN)
                .select_related("run__district")
                .order_by("pk")
            )
            for of_run in _by_run(rows):
                _decide_in_run(of_run, decision, by=by)
            decided += len(rows)
    return decided


def _by_run(rows: Sequence[ImportProposal]) -> list[list[ImportProposal]]:
    by_run: dict[int, list[ImportProposal]] = {}
    for row in rows:
        by_run.setdefault(row.run_id, []).append(row)
    return list(by_run.values())


def _decide_in_run(rows: Sequence[ImportProposal], decision: str, *, by: Viewer) -> None:
    if decision == Decision.ACCEPTED:
        if any(row.after.get("beyond_boundary") for row in rows):
            places.grow(rows[0].run, by=by)
        appeared = [row for row in rows if row.kind in APPEARED]
        touched = Touched()
        if appeared:
            _accept_appeared(rows[0].run, appeared, touched, by=by)
            _write(touched, rows[0].run, by=by)
        touched = _opened(rows)
        _accept_the_rest([row for row in rows if row.kind not in APPEARED], touched, by=by)
    else:
        touched = _opened(rows)
        _decline(rows, touched)
    _write(touched, rows[0].run, by=by)
    ImportProposal.objects.filter(pk__in=[row.pk for row in rows]).update(
        decision=decision, decided_by=by.person, decided_at=timezone.now()
    )


def _opened(rows: Sequence[ImportProposal]) -> Touched:
    """Everything stored that the rows of one run speak of; rows of one thing share it.

    Organisations and units are locked before anything of them is read, claims included: whoever edits an entry
    meanwhile is waited for, and what they entered counts. First organisations, then units, each in the order of keys.
    """
    refs = {row.before.get("ref", row.ref) for row in rows}
    records = list(SourceRecord.objects.filter(source=rows[0].run.kind, ref__in=refs))
    organisations = locked_organisations(record.organisation_id for record in records)
    for stored in records:
        stored.organisation = organisations.get(stored.organisation_id or 0)
    units = locked_units(row.unit_id for row in rows)
    for row in rows:
        row.unit = units.get(row.unit_id or 0)
    return Touched(
        records={(record.source, record.ref): record for record in records}, claims=claimed_fields(organisations)
    )


def _accept_the_rest(rows: Sequence[ImportProposal], touched: Touched, *, by: Viewer) -> None:
    planned = {row.pk: planned_from(row) for row in rows if row.kind != ImportProposal.Kind.GONE}
    shelves = (
        shelves_for(rows[0].run, [unit for unit in planned.values() if unit is not None]) if planned else Shelves()
    )
    for row in rows:
        stored = touched.record_of(row)
        if stored is None:
            continue
        if row.kind == ImportProposal.Kind.GONE:
            _close(row, stored, touched)
        else:
            _change(row, planned[row.pk], stored, shelves, touched, by=by)


def _write(touched: Touched, run: SourceRun, *, by: Viewer) -> None:
    """What was left for the end: observations and the uses that follow, the source's present word, the log."""
    insert_many(touched.observations)
    gone = {record.pk for record in touched.forgotten}
    SourceRecord.objects.filter(pk__in=gone).delete()
    kept = {record.pk: record for record in touched.remembered if record.pk not in gone}
    SourceRecord.objects.bulk_update(kept.values(), REMEMBERED)
    for verb in dict.fromkeys(verb for verb, _subject, _detail in touched.log):
        entries = [(subject, detail) for name, subject, detail in touched.log if name == verb]
        record_many(verb, entries, by=by, district=run.district)
    touched.organisations |= derive_uses(touched.units)
    tell_organisations_changed(sorted(touched.organisations))


def planned_from(row: ImportProposal) -> PlannedUnit | None:
    """The object as the proposal keeps it; None when it counts for nothing any more."""
    says: dict[str, Any] = row.after.get("source") or {}
    known = known_from_tags(row.ref, says.get("tags", {}), says.get("lat", 0.0), says.get("lon", 0.0))
    if known is None:
        return None
    category = known.categories[0] if known.kind == "business" else str(known.fields.get("category", ""))
    address = says.get("address")
    return PlannedUnit(
        known=known,
        building_ref=says.get("building") or f"site/{row.ref}",
        address=(address[0], address[1]) if address else None,
        facts=facts_from_tags(says["tags"], category),
        tags=says["tags"],
    )


def shelves_for(run: SourceRun, units: Sequence[PlannedUnit]) -> Shelves:
    """Ids of houses, addresses, categories and patterns these units need; missing houses become sites."""
    ids = inventory.building_ids({unit.building_ref for unit in units})
    missing = {unit.building_ref: unit for unit in units if unit.building_ref not in ids}
    ids |= inventory.store_buildings(
        [PlannedBuilding(ref, unit.known.lat, unit.known.lon, is_site=True) for ref, unit in missing.items()]
    )
    addresses = {
        (building, street, number): pk
        for pk, building, street, number in Address.objects.filter(building__in=ids.values()).values_list(
            "pk", "building_id", "street__key", "number_key"
        )
    }
    if missing:
        inventory.assign_buildings(run.district)
        inventory.assign_around(run.district)
    return Shelves(
        building_ids=ids,
        addresses=addresses,
        categories=store.have_categories(unit.facts.category for unit in units if unit.known.kind == "business"),
        patterns=store.have_patterns(run.district, units),
    )


def _accept_appeared(run: SourceRun, rows: Sequence[ImportProposal], touched: Touched, *, by: Viewer) -> None:
    planned = [unit for row in rows if (unit := planned_from(row)) is not None]
    known = Unit.objects.filter(ref__in=[unit.known.ref for unit in planned], exists_until=None)
    there = {row.ref: row for row in known}
    shelves = shelves_for(run, planned)
    fresh = [unit for unit in planned if unit.known.ref not in there]
    store.store_new(run, fresh, shelves, source=run.kind, seen_on=run.reference_on, by=by)
    for unit in planned:
        if unit.known.ref in there:
            _return(run, unit, there[unit.known.ref], shelves, touched, by=by)


def _return(
    run: SourceRun, planned: PlannedUnit, unit: Unit, shelves: Shelves, touched: Touched, *, by: Viewer
) -> None:
    """An object of the source is back whose unit we still have: seen again, or used anew."""
    occupant = _occupant(unit, planned.facts.name) if planned.known.kind == "business" else None
    if planned.known.kind == "business" and occupant is None:
        occupant = _new_occupant(run, planned, shelves, by=by)
    _observe(run, planned, unit, occupant, shelves, touched)
    SourceRecord.objects.filter(source=run.kind, ref=planned.known.ref).delete()
    store.keep_records(run, [(planned, occupant.pk if occupant else None)], source=run.kind)


def _occupant(unit: Unit, name: str) -> Organisation | None:
    spell = UseSpell.objects.filter(unit=unit).order_by("-begins_latest").first()
    occupants = list(spell.occupants.all()) if spell else []
    return next((one for one in occupants if folded(one.name) == folded(name)), None)


def _new_occupant(run: SourceRun, planned: PlannedUnit, shelves: Shelves, *, by: Viewer) -> Organisation:
    made = Organisation.objects.create(**store.organisation_values(run.district, planned, shelves))
    record("organisation.imported", made, by=by, district=run.district, source=run.kind, run=run.pk)
    return made


def _observe(
    run: SourceRun,
    planned: PlannedUnit | None,
    unit: Unit,
    occupant: Organisation | None,
    shelves: Shelves,
    touched: Touched,
    *,
    effect: str = Observation.Effect.CHANGES,
) -> None:
    """What the source says of a unit now; without a plan the use is no longer known."""
    values: dict[str, object] = {
        "occupancy": Occupancy.UNKNOWN,
        "since": [None, run.reference_on.isoformat()],
        "organisations": [],
    }
    if planned is not None:
        key = occupant.pk if occupant else None
        values = store.observed_values(planned, key, shelves, seen_on=run.reference_on)
    touched.observations.append(
        Observation(
            unit=unit,
            source_run=run,
            seen_on=run.reference_on,
            entered_at=timezone.now(),
            values=values,
            effect=effect,
        )
    )
    touched.units.add(unit.pk)
    if occupant is not None:
        touched.organisations.add(occupant.pk)


def _close(row: ImportProposal, stored: SourceRecord, touched: Touched) -> None:
    """The object is gone: nobody is known to use the unit; the organisation itself stays."""
    if row.unit is not None:
        _observe(row.run, None, row.unit, None, Shelves(), touched)
    if stored.organisation_id:
        touched.organisations.add(stored.organisation_id)
    subject = stored.organisation or row.unit
    if subject is not None:
        touched.log.append(("import.gone", subject, {"ref": row.ref, "run": row.run_id}))
    touched.forget(stored)


def _change(
    row: ImportProposal,
    planned: PlannedUnit | None,
    stored: SourceRecord,
    shelves: Shelves,
    touched: Touched,
    *,
    by: Viewer,
) -> None:
    unit = row.unit
    if planned is None or unit is None:
        _remember(row, stored, touched)
        return
    run, occupant = row.run, stored.organisation
    if row.kind == ImportProposal.Kind.MOVED:
        unit = _move(row, planned, unit, occupant, shelves, touched)
    changed_use = "kind" in row.after or {"name", "category"} <= row.after.keys()
    if planned.known.kind == "vacant":
        occupant = None
    elif changed_use or occupant is None:
        occupant = _occupant(unit, planned.facts.name) or _new_occupant(run, planned, shelves, by=by)
    else:
        _update(occupant, row, planned, shelves, claimed=touched.claims.get(occupant.pk, set()))
    _update_unit(unit, row, planned, shelves)
    if stored.organisation_id:
        touched.organisations.add(stored.organisation_id)
    changes = changed_use or "category" in row.after
    effect = Observation.Effect.CHANGES if changes else Observation.Effect.CONFIRMS
    _observe(run, planned, unit, occupant, shelves, touched, effect=effect)
    subject = occupant or unit
    shown = {name: value for name, value in row.after.items() if name != "source"}
    touched.log.append(("import.accepted", subject, {"kind": row.kind, "before": row.before, "after": shown}))
    stored.organisation = occupant
    _remember(row, stored, touched)


def _update(
    organisation: Organisation, row: ImportProposal, planned: PlannedUnit, shelves: Shelves, *, claimed: set[str]
) -> None:
    """Take over the changed fields; what a person gave or confirmed meanwhile stays."""
    names = sorted(ORGANISATION_FIELDS & row.after.keys() - claimed)
    if not names:
        return
    written = {*names, "changed_at"}
    for name in names:
        value = row.after[name]
        if name == "category":
            written.add("keywords")
            organisation.category = shelves.categories.get(value, organisation.category)
            organisation.keywords = keywords(planned.tags, planned.facts.category)
        else:
            setattr(organisation, name, value)
        if name == "name":
            written.add("slug")
            organisation.slug = slug_of(value)
        if name == "opening_hours":
            written.add("hours_pattern")
            key = store.hours_key(row.run.district, planned)
            organisation.hours_pattern_id = shelves.patterns.get(key) if key else None
    organisation.save(update_fields=written)


def _update_unit(unit: Unit, row: ImportProposal, planned: PlannedUnit, shelves: Shelves) -> None:
    if UNIT_FIELDS.keys().isdisjoint(row.after):
        return
    for name, column in UNIT_FIELDS.items():
        if name in row.after:
            setattr(unit, column, row.after[name])
    if planned.address:
        unit.address_id = shelves.addresses.get((unit.building_id, *planned.address))
    unit.save(update_fields=[*(UNIT_FIELDS[name] for name in UNIT_FIELDS if name in row.after), "address"])


def _move(
    row: ImportProposal,
    planned: PlannedUnit,
    unit: Unit,
    occupant: Organisation | None,
    shelves: Shelves,
    touched: Touched,
) -> Unit:
    """Drawn again close by: the same unit at a better place. Further away: another unit, the old one is not known."""
    if occupant is not None and row.after.get("distance_m", 0) > REMAPPED_WITHIN_M:
        _observe(row.run, None, unit, None, shelves, touched)
        unit.ref = ""
        unit.save(update_fields=["ref"])
        return Unit.objects.create(**store.unit_row(planned, shelves)._asdict())
    better = store.unit_row(planned, shelves)
    unit.ref, unit.lat, unit.lon = row.ref, better.lat, better.lon
    unit.building_id, unit.address_id = better.building_id, better.address_id
    unit.save(update_fields=["ref", "lat", "lon", "building", "address"])
    return unit


def _remember(row: ImportProposal, stored: SourceRecord, touched: Touched) -> None:
    """The source's present word is known now, whether it was taken over or not."""
    says: dict[str, Any] = row.after.get("source") or {}
    stored.ref, stored.last_run = row.ref, row.run
    stored.tags, stored.lat, stored.lon = says.get("tags", stored.tags), says.get("lat"), says.get("lon")
    touched.records[stored.source, stored.ref] = stored
    touched.remembered.append(stored)


def _decline(rows: Sequence[ImportProposal], touched: Touched) -> None:
    """Leave ours as it is and do not ask again until the source says something else."""
    unknown: list[SourceRecord] = []
    for row in rows:
        stored = touched.record_of(row)
        if row.kind in APPEARED:
            if stored is None:
                says: dict[str, Any] = row.after.get("source") or {}
                stored = SourceRecord(
                    source=row.run.kind, ref=row.ref, tags=says.get("tags", {}), lat=says.get("lat"),
                    lon=says.get("lon"), first_run=row.run, last_run=row.run,
                )  # fmt: skip
                touched.records[stored.source, stored.ref] = stored
                unknown.append(stored)
        elif stored is not None and row.kind == ImportProposal.Kind.GONE:
            touched.forget(stored)
        elif stored is not None:
            if row.unit is not None and row.unit.ref != row.ref:
                touched.log.append(("unit.source_name_changed", row.unit, {"before": row.unit.ref, "ref": row.ref}))
                row.unit.ref = row.ref
                row.unit.save(update_fields=["ref"])
            _remember(row, stored, touched)
        touched.log.append(("import.declined", row, {"kind": row.kind, "ref": row.ref}))
    insert_many(unknown)
