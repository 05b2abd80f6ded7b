"""An OpenStreetMap file into a district: the first time it is stored, later it is compared."""

from collections.abc import Sequence
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

import shapely
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.models import SourceRecord, SourceRun
from kiezkontor.premises.imports import inventory, places, proposals, remarks, runs, store
from kiezkontor.premises.imports.far_places import without_strays
from kiezkontor.premises.imports.plan import Area, Plan, PlannedUnit, known_from_tags, plan
from kiezkontor.premises.imports.progress import Clock, Say
from kiezkontor.premises.imports.rounds import round_for_import
from kiezkontor.premises.imports.store import Shelves
from kiezkontor.premises.osm.extract import OsmExtract
from kiezkontor.premises.osm.reader import read
from kiezkontor.premises.problems_in_words import in_groups
from kiezkontor.premises.rules.differences import Difference, Known, differences, seen_in
from kiezkontor.premises.rules.scope import Scope
from kiezkontor.search import index
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.memory import set_aside
from kiezkontor.shared.statistics import look_at_tables_of

KIND = SourceRun.Kind.OSM


def import_osm(
    path: Path,
    *,
    slug: str,
    told: places.NewDistrict,
    boundary: Area | None,
    round_number: int | None,
    today: date,
    on: date | None,
    by: Viewer,
    say: Say,
    run: SourceRun | None = None,
) -> dict[str, Any]:
    """Read, plan, store; returns the report the command prints. See `premises.actions.imports.import_osm`."""
    clock = Clock()
    say(_("Reading %(file)s …") % {"file": path.name})
    with clock.measure("reading"):
        extract = read(path)
        checksum = runs.checksum_of(path)
    district = places.find_or_make(slug, told, extract, by=by)
    with clock.measure("planning"):
        if boundary is None and not places.has_drawn_boundary(district):
            extract = without_strays(extract, district)
        file_name = run.file_name if run else path.name
        earlier = runs.finished_runs(district, KIND)
        limits = places.settle_boundary(district, extract, boundary, file=file_name, is_later=bool(earlier), by=by)
        planned = plan(extract, limits.area)
    reference_on = on or (min(extract.dated_at.date(), today) if extract.dated_at else today)
    scope = _scope(extract, limits)
    asked = {"on": on.isoformat() if on else None, "round": round_number}
    newer = [row for row in earlier if row.reference_on > reference_on]
    survey_round = round_of_first_import(district, round_number, on=reference_on, is_later=bool(earlier))
    begun = runs.begin(
        district, kind=KIND, path=path, checksum=checksum, reference_on=reference_on,
        scope=runs.scope_to_json(scope) | asked | limits.as_scope(), total=len(planned.units), by=by, run=run,
    )  # fmt: skip
    say(_("Storing streets and houses …"))
    with clock.measure("inventory"):
        shelves = store_inventory(district, planned, within=limits.stored if limits.grows else None)
        shelves.survey_round = survey_round
    found = compare(planned, seen_then=runs.seen_by(earlier), seen_now=scope)
    # The first run of a district stores what is new; everything else waits for a person.
    new = set() if earlier else {item.ref for item in found if item.before is None}
    fresh = [unit for unit in planned.units if unit.known.ref in new]
    say(_("Storing %(count)s businesses and vacancies …") % {"count": in_groups(len(fresh))})
    with set_aside():
        made_now = store_units(begun, fresh, shelves, seen_on=reference_on, by=by, clock=clock, say=say)
    waiting = [item for item in found if item.ref not in new]
    current = not_known_better(waiting, seen_since=runs.seen_by(newer))
    proposed = proposals.propose(
        begun, current, {unit.known.ref: unit for unit in planned.units}, newer=[row.pk for row in newer],
        beyond=beyond(planned, limits),
    )  # fmt: skip
    proposed.left["no_longer_covered"] = sum(item.kind == "no_longer_covered" for item in current)
    report = _report(district, begun, extract, planned, made_now, proposed, clock, limits.source)
    report["known_better"] = len(waiting) - len(current)
    report |= told_of_time(newer, reference_on, is_dated=bool(on or extract.dated_at), by_form=run is not None)
    report["remarks"] += remarks.left(proposed.waiting, beyond=proposed.beyond) + remarks.shared(report["also_in"])
    runs.finish(begun, counts=report, problems=extract.problems, by=by)
    return report


def told_of_time(newer: Sequence[SourceRun], reference_on: date, *, is_dated: bool, by_form: bool) -> dict[str, Any]:
    """What a report says of a file without a day, and of one that is older than what was read already."""
    said = [] if is_dated else remarks.undated(reference_on, by_form=by_form)
    latest = max((row.reference_on for row in newer), default=None)
    return {
        "older_than": latest.isoformat() if latest else None,
        "remarks": [*said, *remarks.older(newer, reference_on)],
    }


def not_known_better(found: Sequence[Difference], *, seen_since: Scope | None) -> list[Difference]:
    """The differences nobody has looked at since: what a newer run covers is known from there and not undone."""
    objects = [item.before or item.after for item in found]
    covered = seen_in(seen_since, [known for known in objects if known is not None])
    return [item for item, known in zip(found, covered, strict=True) if not known]


def beyond(planned: Plan, limits: places.Boundary) -> set[str]:
    """What of the plan lies outside of the boundary the district has so far."""
    if not limits.grows:
        return set()
    here = covered_by(limits.stored, [(unit.known.lon, unit.known.lat) for unit in planned.units])
    return {unit.known.ref for unit, inside in zip(planned.units, here, strict=True) if not inside}


def covered_by(area: Area, points: Sequence[tuple[float, float]]) -> list[bool]:
    shapely.prepare(area)
    return [bool(shapely.intersects_xy(area, *point)) for point in points]


def _scope(extract: OsmExtract, limits: places.Boundary) -> Scope:
    """How far this run sees: as far as the file, within a boundary that a person drew."""
    if limits.source == "derived" or extract.scope.area is None:
        return extract.scope
    shared = shapely.Polygon(extract.scope.area).intersection(limits.area)
    ring = shared if isinstance(shared, shapely.Polygon) else shared.convex_hull
    if not isinstance(ring, shapely.Polygon) or ring.is_empty:
        return extract.scope
    corners = tuple((round(lon, 6), round(lat, 6)) for lon, lat, *_z in ring.exterior.coords)
    return Scope(extract.scope.categories, corners)


def round_of_first_import(district: District, number: int | None, *, on: date, is_later: bool) -> int | None:
    """The id of the survey round that a first import is. Refuses it for a later one, which only tells differences."""
    if number is None:
        return None
    if is_later:
        raise ActionRefused(
            _(
                "This district has been imported already, and what a later file says waits for a decision; so it "
                "cannot be a survey round. Import it without a round."
            )
        )
    return round_for_import(district, number, on=on).pk


def store_inventory(district: District, planned: Plan, *, within: Area | None) -> Shelves:
    """Streets, houses and addresses of the plan, and the ids of all of them.

    within: only the streets that run there are the district's; None for all.
    """
    street_ids = inventory.store_streets(district, planned.streets, within=within)
    known = inventory.known_houses(planned.addresses, street_ids)
    building_ids = inventory.store_buildings([item for item in planned.buildings if item.ref not in known]) | known
    addresses = inventory.store_addresses(planned.addresses, building_ids, street_ids)
    assigned = inventory.assign_buildings(district)
    return Shelves(building_ids=building_ids, addresses=addresses, assigned=assigned)


def compare(planned: Plan, *, seen_then: Scope | None, seen_now: Scope) -> list[Difference]:
    """What differs between the records of the source within the district and the plan."""
    refs = {unit.known.ref for unit in planned.units}
    west, south, east, north = planned.boundary.bounds
    records = SourceRecord.objects.filter(source=KIND, lat__isnull=False, lon__isnull=False)
    near = records.filter(lat__range=(south, north), lon__range=(west, east))
    stored = {row[0]: row for row in near.values_list("ref", "tags", "lat", "lon")}
    for part in batched(sorted(refs - stored.keys()), inventory.LOOKUP):
        stored |= {row[0]: row for row in records.filter(ref__in=part).values_list("ref", "tags", "lat", "lon")}
    then: list[Known] = []
    for ref, tags, lat, lon in stored.values():
        if lat is None or lon is None:
            continue
        if ref in refs or bool(shapely.intersects_xy(planned.boundary, lon, lat)):
            known = known_from_tags(ref, tags, lat, lon)
            then.extend([known] if known else [])
    return differences(then, [unit.known for unit in planned.units], seen_then=seen_then, seen_now=seen_now)


def store_units(
    run: SourceRun, units: Sequence[PlannedUnit], shelves: Shelves, *, seen_on: date, by: Viewer, clock: Clock, say: Say
) -> int:
    """Store new units chunk by chunk; each chunk is whole or not there at all.

    Returns how many organisations this process made.
    """
    done = made = 0
    with clock.measure("hours"):
        shelves.categories = store.have_categories(
            unit.facts.category for unit in units if unit.known.kind == "business"
        )
        shelves.patterns = store.have_patterns(run.district, units)
    with clock.measure("storing"):
        for part in batched(units, store.CHUNK):
            made += store.store_new(run, part, shelves, source=KIND, seen_on=seen_on, by=by)
            done += len(part)
            say(_("%(done)s of %(total)s …") % {"done": in_groups(done), "total": in_groups(len(units))})
        if len(units) > store.CHUNK:
            index.settle()
            look_at_tables_of(("premises", "organisations"))
    inventory.assign_around(run.district)
    return made


def _report(
    district: District,
    run: SourceRun,
    extract: OsmExtract,
    planned: Plan,
    made_now: int,
    proposed: proposals.Proposed,
    clock: Clock,
    area_from: str,
) -> dict[str, Any]:
    made = runs.made_by(run)
    rate = made_now / clock.seconds["storing"] if clock.seconds["storing"] else 0
    return {
        "district": district.slug,
        "run": run.pk,
        "reference_on": run.reference_on.isoformat(),
        "boundary": area_from,
        "stored": {
            "organisations": made["organisations"],
            "vacancies": made["vacancies"],
            "streets": len({street_key(name) for name in planned.streets}),
            "buildings": len(planned.buildings),
            "addresses": len(planned.addresses),
        },
        "differences": {
            kind: proposed.left[kind]
            for kind in ("new", "newly_covered", "changed", "moved", "gone", "no_longer_covered")
        },
        "already_waiting": proposed.waiting.total(),
        "open_proposals": proposed.open_in_district,
        "beyond_boundary": proposed.beyond,
        "outside_boundary": planned.outside,
        "also_in": inventory.shared_units(run),
        "problems": len(extract.problems),
        "seconds": clock.seconds,
        "organisations_per_second": round(rate) if made_now else None,
    }
