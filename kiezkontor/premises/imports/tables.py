"""A table of units into a district: every row is an observation, stored as the office made it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record_many
from kiezkontor.districts.models import District
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.actions.hours import patterns_for
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.making import new_organisation
from kiezkontor.organisations.models import Category, Organisation, SourceRecord, SourceRun
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.organisations.rules.patterns import pattern_key
from kiezkontor.organisations.rules.use_classes import UseClass, default_use_class
from kiezkontor.premises.imports import inventory, remarks, runs, store, table_reading, table_units
from kiezkontor.premises.imports.locks import claimed_fields, locked_organisations, locked_units
from kiezkontor.premises.imports.plan import PlannedAddress, PlannedBuilding, address_ref
from kiezkontor.premises.imports.progress import Clock, Say
from kiezkontor.premises.imports.rounds import round_for_import
from kiezkontor.premises.imports.table_units import KIND, Inventory, UnitNow, UnitState
from kiezkontor.premises.models import Observation, SurveyRound, Unit
from kiezkontor.premises.problems_in_words import in_groups
from kiezkontor.premises.rules.counting import business_categories
from kiezkontor.premises.rules.tables import TableRow
from kiezkontor.premises.uses import derive_uses, seen_from
from kiezkontor.shared.bulk import insert_many

CHUNK = 300
FILLED = ("phone", "email", "website", "opening_hours")
SAID = ("name", *FILLED, "wheelchair")
FILLED_OF_UNITS = ("street_name", "house_number", "position", "area_sqm")


@dataclass(slots=True)
class Work:
    """What the chunks of one run share.

    newer: runs of tables that speak of a later day. other_category: lines that name another category than was known.
    """

    run: SourceRun
    district: District
    survey_round: SurveyRound | None
    found: Inventory
    by: Viewer
    categories: dict[str, Category]
    newer: list[SourceRun]
    made: Counter[str] = field(default_factory=Counter)
    other_category: list[int] = field(default_factory=list)


def import_table(
    path: Path,
    district: District,
    *,
    mapping: Mapping[str, str] | None,
    round_number: int | None,
    on: date,
    is_dated: bool,
    by: Viewer,
    say: Say,
    run: SourceRun | None = None,
) -> dict[str, Any]:
    """Read and store; returns the report the command prints. See `premises.actions.imports.import_table`."""
    clock = Clock()
    say(_("Reading %(file)s …") % {"file": path.name})
    with clock.measure("reading"):
        streets = table_units.streets_of(district)
        table = table_reading.read(path, district, mapping, streets=streets, on=on)
        checksum = runs.checksum_of(path)
    scope: dict[str, Any] = {"rows": len(table.rows), "round": round_number, "dated": is_dated}
    scope["mapping"] = dict(mapping) if mapping is not None else None
    if run is None and (last := last_same(district, checksum, scope, on)) is not None:
        return dict(last.counts) | {"unchanged": True, "problems": last.problems}
    survey_round = round_for_import(district, round_number, on=on) if round_number is not None else None
    begun = runs.begin(
        district, kind=KIND, path=path, checksum=checksum, reference_on=on, scope=scope, total=len(table.rows),
        by=by, run=run,
    )  # fmt: skip
    with clock.measure("matching"):
        found = table_units.load(district, streets)
        found.is_mapped = table.is_mapped
        found.rows_at.update(filter(None, map(table_units.address_key, table.rows)))
        refs = table_units.refs_for(district, table.rows, found.records)
        found.movers = table_units.movers(table.rows, refs, found)
        categories = store.have_categories(row.category for row in table.rows)
    newer = [row for row in runs.finished_runs(district, KIND) if row.reference_on > on]
    work = Work(begun, district, survey_round, found, by, categories, newer)
    with clock.measure("storing"):
        _houses(work, table.rows)
        done = {ref for ref, record in found.records.items() if record.last_run_id == begun.pk}
        _take_units_of(done, found)
        todo = [(ref, row) for ref, row in zip(refs, table.rows, strict=True) if ref not in done]
        for number, part in enumerate(batched(todo, CHUNK)):
            _store(work, part)
            say(
                _("%(done)s of %(total)s …")
                % {"done": in_groups(number * CHUNK + len(part)), "total": in_groups(len(todo))}
            )
    has_neighbours = inventory.assign_around(district)
    report = _report(work, table, clock)
    report["also_in"] = inventory.shared_units(begun) if has_neighbours else {}
    report["older_than"] = max(row.reference_on for row in work.newer).isoformat() if work.newer else None
    report["remarks"] = [
        *([] if is_dated else remarks.undated(on, by_form=run is not None)),
        *remarks.older(work.newer, on),
        *remarks.other_categories(work.other_category),
        *remarks.shared(report["also_in"]),
    ]
    runs.finish(begun, counts=report, problems=table.problems, by=by)
    return report | {"problems": table.problems}


def last_same(district: District, checksum: str, scope: Mapping[str, Any], on: date) -> SourceRun | None:
    """The run that read the same table for the same day and round, columns meaning the same, if it was the last one."""
    earlier = SourceRun.objects.filter(
        district=district, kind=KIND, checksum=checksum, reference_on=on, status=SourceRun.Status.DONE
    ).order_by("pk")
    same = [row for row in earlier if all(row.scope.get(name) == scope.get(name) for name in ("round", "mapping"))]
    if not same:
        return None
    newer = SourceRun.objects.filter(district=district, kind=KIND, pk__gt=same[-1].pk)
    return None if newer.exclude(status=SourceRun.Status.ASKING).exists() else same[-1]


def _take_units_of(refs: set[str], found: Inventory) -> None:
    for ref in refs:
        now = found.units.get(int(found.records[ref].tags.get("unit", 0)))
        if now is not None:
            now.taken = True


def _houses(work: Work, rows: Sequence[TableRow]) -> None:
    """Streets, houses and addresses the rows name and the district does not have yet.

    A house that a mapped district lacks is only made where its row says where it is.
    """
    found, district = work.found, work.district
    missing: dict[str, list[list[list[float]]]] = {
        name: [] for name in sorted(table_units.names_of(rows)) if street_key(name) not in found.streets
    }
    streets = {key: street.pk for key, street in found.streets.items()}
    if missing:
        streets |= inventory.store_streets(district, missing)
    planned: dict[tuple[str, str], tuple[PlannedBuilding, PlannedAddress]] = {}
    for row in rows:
        key = table_units.address_key(row)
        if key is None or key in found.houses or key in planned or (found.is_mapped and row.lat is None):
            continue
        lat, lon = table_units.position_of(row, found)
        ref = address_ref(district.municipality, *key)
        address = PlannedAddress(ref, row.street, row.number, row.postcode, row.city or district.municipality)
        planned[key] = (PlannedBuilding(ref, lat, lon), address)
    if not planned:
        return
    ids = inventory.store_buildings([building for building, _address in planned.values()])
    inventory.store_addresses([address for _building, address in planned.values()], ids, streets)
    inventory.put_into(district, ids.values())
    for made in inventory.addresses_of(ids.values()):
        table_units.keep_house(found, made)


def _store(work: Work, part: Sequence[tuple[str, TableRow]]) -> None:
    """One chunk: units, occupants, observations, uses, records, audit entries; whole or not at all."""
    made_before = work.made.copy()
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).only("pk").get(pk=work.district.pk)
        units = _units(work, part)
        inventory.put_into(work.district, {now.row.building_id for now in units})
        occupants = _occupants(work, part, units)
        _fill_units(work, part, units)
        observations = _observe(work, part, units, occupants)
        touched = derive_uses([row.unit_id for row in observations])
        touched |= {one.pk for one in occupants if one is not None}
        _remember(work, part, units, occupants)
        seen_on = work.run.reference_on.isoformat()
        told = [
            (now.row, {"run": work.run.pk, "line": row.line, "occupancy": row.occupancy, "seen_on": seen_on})
            for now, (_ref, row) in zip(units, part, strict=True)
        ]
        record_many("unit.observed", told, by=work.by, district=work.district)
        tell_organisations_changed(sorted(touched))
        work.made["rows"] += len(part)
        runs.count(work.run, len(part), work.made - made_before)


def _units(work: Work, part: Sequence[tuple[str, TableRow]]) -> list[UnitNow]:
    """The unit of each row: one we know, else a new one."""
    found = work.found
    known: list[UnitNow | None] = []
    for ref, row in part:
        now = table_units.unit_of(row, found.records.get(ref), found)
        if now is not None:
            now.taken = True
        known.append(now)
    missing = [of_row for of_row, now in zip(part, known, strict=True) if now is None]
    made = iter(_new_units(work, missing))
    return [next(made) if now is None else now for now in known]


def _new_units(work: Work, rows: Sequence[tuple[str, TableRow]]) -> list[UnitNow]:
    found = work.found
    placed = [(ref, row, table_units.house_of(row, found) if row.street and row.number else None) for ref, row in rows]
    at = {ref: table_units.position_of(row, found) for ref, row in rows}
    sites = inventory.store_buildings(
        [PlannedBuilding(_site(ref), *at[ref], is_site=True) for ref, _row, house in placed if house is None]
    )
    units = insert_many(
        Unit(
            building_id=house[0].building_id if house else sites[_site(ref)],
            address=house[0] if house else None,
            street_name=row.street,
            house_number=row.number,
            postcode=row.postcode,
            city=row.city,
            position=row.position,
            floor=row.floor,
            area_sqm=row.area_sqm,
            lat=at[ref][0],
            lon=at[ref][1],
            ref=row.ref if row.ref.partition("/")[0] in {"node", "way", "relation"} else "",
        )
        for ref, row, house in placed
    )
    work.made["units"] += len(units)
    made = [UnitNow(unit, taken=True, is_new=True) for unit in units]
    for now in made:
        table_units.keep(found, now)
    return made


def _site(ref: str) -> str:
    return f"site/table/{ref}"


def _fill_units(work: Work, part: Sequence[tuple[str, TableRow]], units: Sequence[UnitNow]) -> None:
    """What the table knows of units we had and we did not; floor areas are measured anew each time, if it is newest."""
    rows = locked_units(now.row.pk for now in units if not now.is_new)
    changed: list[Unit] = []
    columns: set[str] = set()
    for (_ref, row), now in zip(part, units, strict=True):
        unit = now.row = rows.get(now.row.pk, now.row)
        before = {name: getattr(unit, name) for name in FILLED_OF_UNITS}
        if not unit.street_name and row.street and row.number:
            unit.street_name, unit.house_number = row.street, row.number
        unit.position = unit.position or row.position
        known, said = unit.area_sqm, row.area_sqm
        unit.area_sqm = (known or said) if work.newer else (said or known)
        if filled := [name for name, value in before.items() if getattr(unit, name) != value]:
            changed.append(unit)
            columns.update(filled)
    if changed:
        Unit.objects.bulk_update(changed, sorted(columns))


def _occupants(work: Work, part: Sequence[tuple[str, TableRow]], units: Sequence[UnitNow]) -> list[Organisation | None]:
    """The occupant of each row: who is there under that name already or has moved there, else a new organisation.

    None without one.
    """
    used = [row.occupancy in {"occupied", "interim_use"} and bool(row.name or row.category) for _ref, row in part]
    named = [
        now.occupant_named(row.name) or work.found.movers.get(folded(row.name))
        for (_ref, row), now in zip(part, units, strict=True)
    ]
    there = locked_organisations(one.pk for one, is_used in zip(named, used, strict=True) if one and is_used)
    claims = claimed_fields(there)
    found: list[Organisation | None] = []
    new: list[tuple[Organisation, UnitNow]] = []
    completed: dict[int, tuple[Organisation, UnitNow, set[str]]] = {}
    for (_ref, row), now, is_used, known in zip(part, units, used, named, strict=True):
        occupant = there.get(known.pk) if known is not None else None
        if not is_used:
            occupant = None
        elif occupant is None:
            said = {name: getattr(row, name) for name in SAID}
            occupant = new_organisation(said, category=work.categories.get(row.category))
            new.append((occupant, now))
        elif names := _fill(work, occupant, row, claims.get(occupant.pk, set())):
            completed.setdefault(occupant.pk, (occupant, now, set()))[2].update(names)
        found.append(occupant)
    _set_hours(work, [*new, *((occupant, now) for occupant, now, _names in completed.values())])
    _keep_new(work, [occupant for occupant, _now in new])
    _keep_completed(work, {pk: (occupant, names) for pk, (occupant, _now, names) in completed.items()})
    for now, occupant in zip(units, found, strict=True):
        now.occupants = {} if occupant is None else {occupant.pk: occupant}
    return found


def _fill(work: Work, occupant: Organisation, row: TableRow, claimed: Collection[str]) -> list[str]:
    """Fill in what is not known yet of an organisation; nothing is overwritten. Returns the names of what was filled.

    What a person gave stays, even where they left it empty.
    """
    empty = [name for name in FILLED if getattr(row, name) and not getattr(occupant, name)]
    if occupant.category_id is None and row.category:
        empty.append("category")
    if occupant.wheelchair == "unknown" and row.wheelchair != "unknown":
        empty.append("wheelchair")
    names = [name for name in empty if name not in claimed]
    for name in names:
        setattr(occupant, name, work.categories.get(row.category) if name == "category" else getattr(row, name))
    return names


def _set_hours(work: Work, pairs: Iterable[tuple[Organisation, UnitNow]]) -> None:
    open_at = [
        (one, pattern_key(one.opening_hours, region=work.district.region, lat=now.row.lat, lon=now.row.lon))
        for one, now in pairs
        if one.opening_hours and one.hours_pattern_id is None
    ]
    patterns = patterns_for(key for _one, key in open_at) if open_at else {}
    for one, key in open_at:
        one.hours_pattern_id = patterns[key]


def _keep_new(work: Work, organisations: Sequence[Organisation]) -> None:
    insert_many(organisations)
    record_many(
        "organisation.imported",
        [(one, {"source": KIND, "run": work.run.pk}) for one in organisations],
        by=work.by,
        district=work.district,
    )
    work.made["organisations"] += len(organisations)


def _keep_completed(work: Work, completed: Mapping[int, tuple[Organisation, Collection[str]]]) -> None:
    """Written under the lock they were read with: where a row fills no such column, it holds what is stored."""
    if not completed:
        return
    columns = {name for _one, names in completed.values() for name in names} | {"hours_pattern"}
    Organisation.objects.bulk_update([one for one, _names in completed.values()], sorted(columns))
    Organisation.objects.filter(pk__in=completed).update(changed_at=timezone.now())
    record_many(
        "organisation.completed",
        [(one, {"run": work.run.pk, "fields": sorted(names)}) for one, names in completed.values()],
        by=work.by,
        district=work.district,
    )


def _observe(
    work: Work,
    part: Sequence[tuple[str, TableRow]],
    units: Sequence[UnitNow],
    occupants: Sequence[Organisation | None],
) -> list[Observation]:
    earlier = _earlier_of_round(work, units)
    mapped = {} if work.survey_round else _categories_on_the_map(occupants)
    now = timezone.now()
    made = []
    for (_ref, said), unit, occupant in zip(part, units, occupants, strict=True):
        known = unit.state if _stays(unit, occupant) else None
        row = _as_counted(said, mapped.get(occupant.pk, ()) if occupant else (), known)
        if row.category and known and known[2] not in {"", row.category}:
            work.other_category.append(row.line)
        seen = Observation(
            unit=unit.row,
            survey_round=work.survey_round,
            source_run=work.run,
            district=work.district,
            seen_on=work.run.reference_on,
            entered_at=now,
            values=_values(row, occupant, unit),
        )
        corrected = earlier.get(unit.row.pk)
        if corrected is not None:
            seen.effect, seen.supersedes = Observation.Effect.SUPERSEDES, corrected
        elif unit.state == seen_from(seen).state:
            seen.effect = Observation.Effect.CONFIRMS
        unit.state = seen_from(seen).state
        made.append(seen)
    return insert_many(made)


def _earlier_of_round(work: Work, units: Sequence[UnitNow]) -> dict[int, Observation]:
    """The valid observations of the same round: a second table of a round corrects the first."""
    if work.survey_round is None:
        return {}
    rows = Observation.objects.filter(
        survey_round=work.survey_round, unit__in=[now.row.pk for now in units], superseded_by__isnull=True
    )
    return {row.unit_id: row for row in rows.order_by("pk")}


def _categories_on_the_map(occupants: Sequence[Organisation | None]) -> dict[int, tuple[str, ...]]:
    """All categories map data gives an occupant, the one that counts first, by its key."""
    ids = [one.pk for one in occupants if one is not None]
    records = SourceRecord.objects.filter(source=SourceRun.Kind.OSM, organisation__in=ids).order_by("pk")
    return {pk: business_categories(tags) for pk, tags in records.values_list("organisation_id", "tags") if pk}


def _as_counted(row: TableRow, mapped: Sequence[str], known: UnitState | None) -> TableRow:
    """A row that names of a bakery with a café the café says nothing new: what counts is the bakery, as on the map."""
    if row.category not in mapped[1:] or row.use_class != default_use_class(row.category):
        return row
    counts = cast(UseClass, known[1]) if known and known[2] == mapped[0] else default_use_class(mapped[0])
    return replace(row, category=mapped[0], use_class=counts)


def _stays(unit: UnitNow, occupant: Organisation | None) -> bool:
    return occupant is not None and unit.state is not None and unit.state[3] == {occupant.pk}


def _values(row: TableRow, occupant: Organisation | None, unit: UnitNow | None = None) -> dict[str, Any]:
    """The values of an observation; of an occupant who is still there what the row leaves open stays as it is."""
    values: dict[str, Any] = {
        "occupancy": row.occupancy,
        "organisations": [occupant.pk] if occupant else [],
    }
    if row.since is not None:
        earliest, latest = row.since
        values["since"] = [earliest.isoformat() if earliest else None, latest.isoformat()]
    use_class: str | None = row.use_class
    category = row.category
    if occupant is not None and not category and unit is not None and unit.state is not None:
        stayed = _stays(unit, occupant)
        use_class, category = (use_class or unit.state[1], unit.state[2]) if stayed else (use_class, category)
    if use_class:
        values["use_class"] = use_class
    if category:
        values["category"] = category
    if row.note:
        values["note"] = row.note
    if row.area_sqm is not None:
        values["area_sqm"] = str(row.area_sqm)
    return values


def _remember(
    work: Work,
    part: Sequence[tuple[str, TableRow]],
    units: Sequence[UnitNow],
    occupants: Sequence[Organisation | None],
) -> None:
    new, known = [], []
    for (ref, row), now, occupant in zip(part, units, occupants, strict=True):
        record = work.found.records.get(ref)
        if record is None:
            record = SourceRecord(source=KIND, ref=ref, first_run=work.run)
            work.found.records[ref] = record
            new.append(record)
        else:
            known.append(record)
        record.last_run = work.run
        if work.newer and record.pk:
            continue
        record.tags = {"unit": now.row.pk, "line": row.line, "name": row.on_the_door} | _values(row, None)
        record.organisation = occupant
        record.lat, record.lon = now.row.lat, now.row.lon
    insert_many(new)
    SourceRecord.objects.bulk_update(
        known, ["tags", "organisation", "last_run", "lat", "lon"], batch_size=inventory.LOOKUP
    )


def _report(work: Work, table: table_reading.ReadTable, clock: Clock) -> dict[str, Any]:
    made, storing = runs.made_by(work.run), clock.seconds["storing"]
    return {
        "district": work.district.slug,
        "run": work.run.pk,
        "round": work.survey_round.number if work.survey_round else None,
        "on": work.run.reference_on.isoformat(),
        "rows": len(table.rows),
        "left_out": table.left_out,
        "stored": {
            "observations": made["rows"],
            "new_units": made["units"],
            "new_organisations": made["organisations"],
        },
        "unknown_columns": table.columns.unknown,
        "repeated_columns": table.columns.repeated,
        "seconds": clock.seconds,
        "rows_per_second": round(work.made["rows"] / storing) if storing and work.made["rows"] else None,
    }
