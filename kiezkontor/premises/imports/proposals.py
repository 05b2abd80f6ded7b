"""Differences of a later import as proposals a person accepts or declines."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import transaction

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import FieldClaim, SourceRecord, SourceRun
from kiezkontor.organisations.rules.categories import category
from kiezkontor.premises.access import open_differences_in
from kiezkontor.premises.imports.plan import PlannedUnit
from kiezkontor.premises.models import ImportProposal, Unit
from kiezkontor.premises.rules.differences import Difference, Known

LOOKUP = 500
Kind = ImportProposal.Kind
# Fields a proposal may change at an organisation; the others belong to the unit.
ORGANISATION_FIELDS = frozenset("name category phone email website opening_hours wheelchair is_chain brand".split())
APPEARED = frozenset({Kind.NEW, Kind.NEWLY_COVERED})


@dataclass(frozen=True, slots=True)
class Proposed:
    """Differences by kind. left: those the run leaves to decide; waiting: those an earlier run had left already.

    beyond: how many of both lie outside of the boundary so far.
    """

    left: Counter[str]
    waiting: Counter[str]
    open_in_district: int
    beyond: int = 0


def propose(
    run: SourceRun,
    found: Sequence[Difference],
    planned: Mapping[str, PlannedUnit],
    *,
    newer: Collection[int] = (),
    beyond: Collection[str] = (),
) -> Proposed:
    """Leave the differences of a run as open proposals.

    A difference that is already open stays with the run that found it, and what was newly covered then is not an
    opening now. Open proposals whose difference is no longer there go, unless this run did not look for them.
    newer: ids of runs that speak of a later day; what they left stays as it is. beyond: refs outside of the boundary.
    """
    with transaction.atomic():
        District.objects.select_for_update(no_key=True).only("pk").get(pk=run.district_id)
        waiting = open_differences_in(run.district).filter(run__kind=run.kind)
        still_open = {row.ref: row for row in waiting.select_related("run")}
        records = _records(run.kind, found)
        claims = _claims(records)
        units = _units(found)
        rows, kept, uncovered = [], set(), set()
        outside = 0
        left: Counter[str] = Counter()
        already: Counter[str] = Counter()
        for item in found:
            if item.kind == "no_longer_covered":
                uncovered.add(item.ref)
                continue
            row = _proposal(run, item, planned, records, claims, units)
            if row is None:
                continue
            if item.after is not None and item.ref in beyond:
                row.after["beyond_boundary"] = True
                outside += 1
            before = still_open.get(item.ref)
            if before is not None and before.kind in APPEARED and row.kind in APPEARED:
                row.kind = before.kind
            if before is not None and (before.kind, before.before, before.after) == (row.kind, row.before, row.after):
                kept.add(before.pk)
                (left if before.run_id == run.pk else already)[row.kind] += 1
            else:
                left[row.kind] += 1
                rows.append(row)
        outdated = [
            row.pk
            for row in still_open.values()
            if row.pk not in kept
            and row.run_id not in newer
            and not (row.ref in uncovered or _unseen(row, run, planned))
        ]
        for part in batched(outdated, LOOKUP):
            ImportProposal.objects.filter(pk__in=part).delete()
        ImportProposal.objects.bulk_create(rows, batch_size=LOOKUP, ignore_conflicts=True)
    return Proposed(left, already, waiting.count(), outside)


def _unseen(row: ImportProposal, run: SourceRun, planned: Mapping[str, PlannedUnit]) -> bool:
    """An open opening of a wider run, which a narrower run neither confirms nor contradicts."""
    if row.kind not in APPEARED or row.ref in planned or run.scope.get("complete"):
        return False
    asked = set(run.scope.get("categories", ()))
    return not asked.intersection(row.after.get("categories", ()))


def _records(source: str, found: Sequence[Difference]) -> dict[str, SourceRecord]:
    refs = sorted({item.before.ref for item in found if item.before is not None})
    records: dict[str, SourceRecord] = {}
    for part in batched(refs, LOOKUP):
        rows = SourceRecord.objects.filter(source=source, ref__in=part).select_related("organisation")
        records |= {row.ref: row for row in rows}
    return records


def _claims(records: Mapping[str, SourceRecord]) -> dict[int, set[str]]:
    claims: dict[int, set[str]] = {}
    organisations = sorted({row.organisation_id for row in records.values() if row.organisation_id})
    for part in batched(organisations, LOOKUP):
        for organisation, name in FieldClaim.objects.filter(organisation__in=part).values_list("organisation", "field"):
            claims.setdefault(organisation, set()).add(name)
    return claims


def _units(found: Sequence[Difference]) -> dict[str, int]:
    refs = sorted({item.before.ref for item in found if item.before is not None})
    units: dict[str, int] = {}
    for part in batched(refs, LOOKUP):
        there = Unit.objects.filter(ref__in=part, exists_until=None)
        units |= dict(there.order_by("pk").values_list("ref", "pk"))
    return units


def _proposal(
    run: SourceRun,
    item: Difference,
    planned: Mapping[str, PlannedUnit],
    records: Mapping[str, SourceRecord],
    claims: Mapping[int, set[str]],
    units: Mapping[str, int],
) -> ImportProposal | None:
    """The row for one difference; None when all it would change was given by a person, or nothing of it is ours."""
    record = records.get(item.before.ref) if item.before else None
    organisation = record.organisation_id if record else None
    unit = units.get(item.before.ref) if item.before else None
    if item.before is not None and organisation is None and unit is None:
        return None  # declined once: the source has it, we do not
    claimed = claims.get(organisation, set()) if organisation else set()
    changes = {name: pair for name, pair in item.changes.items() if name not in claimed}
    if item.kind == "changed" and not changes:
        return None
    before: dict[str, Any] = {name: pair[0] for name, pair in changes.items()}
    after: dict[str, Any] = {name: pair[1] for name, pair in changes.items()}
    if item.kind == "moved" and item.before and item.after:
        before |= {"ref": item.before.ref, "lat": item.before.lat, "lon": item.before.lon}
        after |= {"ref": item.ref, "lat": item.after.lat, "lon": item.after.lon, "remapped": item.remapped}
        after["distance_m"] = round(item.distance_m or 0)
    if item.after is not None:
        after |= {"source": _source_says(item.after, planned.get(item.ref))}
    if item.before is None and item.after is not None:
        after["categories"] = list(item.after.categories)
    if item.kind == "gone" and item.before is not None:
        before |= {"lat": item.before.lat, "lon": item.before.lon}
    return ImportProposal(
        run=run,
        kind=item.kind,
        ref=item.ref,
        organisation_id=organisation,
        unit_id=unit,
        label=_label(item.after or item.before, record),
        before=before,
        after=after,
    )


def _source_says(known: Known, unit: PlannedUnit | None) -> dict[str, Any]:
    """All the source says of an object, enough to store it later without the file."""
    return {
        "tags": dict(unit.tags) if unit else {},
        "lat": known.lat,
        "lon": known.lon,
        "building": unit.building_ref if unit else "",
        "address": list(unit.address) if unit and unit.address else None,
    }


def _label(known: Known | None, record: SourceRecord | None) -> str:
    if known is None:
        return ""
    if known.name:
        return known.name[:200]
    if record is not None and record.organisation is not None and record.organisation.name:
        return record.organisation.name
    key = known.categories[0]
    return key if key == "vacant" else category(key).name_de[:200]
