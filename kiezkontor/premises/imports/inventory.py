"""Streets, houses and addresses of a district: stored once in the installation, found again ever after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched

import shapely
from django.db import transaction
from django.db.models import Count

from kiezkontor.districts.access import area_of
from kiezkontor.districts.models import District, Street, SubLocation
from kiezkontor.methods.areas import AreaError, area_from_geojson
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.models import SourceRun
from kiezkontor.organisations.rules.addresses import number_key
from kiezkontor.premises.imports.plan import Area, PlannedAddress, PlannedBuilding
from kiezkontor.premises.models import Address, Building, DistrictBuilding, SpellOccupant, Unit
from kiezkontor.shared.bulk import insert_values

BATCH = 1_000
LOOKUP = 500


def store_streets(
    district: District, streets: Mapping[str, list[list[list[float]]]], *, within: Area | None = None
) -> dict[str, int]:
    """Have these streets in the district; lines are filled in where none are stored. Returns id by street key.

    within: only those that run there become the district's.
    """
    with transaction.atomic():
        wanted = {street_key(name): (name, lines) for name, lines in streets.items()}
        insert_values(
            Street,
            ("municipality", "name", "key", "lines"),
            ((district.municipality, name, key, lines) for key, (name, lines) in wanted.items()),
            passing_over_known=True,
        )
        found = list(Street.objects.filter(municipality=district.municipality, key__in=wanted))
        unmapped = [street for street in found if not street.lines and wanted[street.key][1]]
        for street in unmapped:
            street.lines = wanted[street.key][1]
        Street.objects.bulk_update(unmapped, ["lines"], batch_size=LOOKUP)
        through = Street.districts.through
        insert_values(
            through,
            ("street_id", "district_id"),
            ((street.pk, district.pk) for street in found if within is None or _runs_in(within, wanted[street.key][1])),
            passing_over_known=True,
        )
    return {street.key: street.pk for street in found}


def _runs_in(area: Area, lines: list[list[list[float]]]) -> bool:
    return any(len(line) > 1 and shapely.LineString(line).intersects(area) for line in lines)


def link_streets(district: District) -> None:
    """Have in the district the streets of its municipality that run through its area."""
    area = area_of(district)
    if area is None:
        return
    streets = Street.objects.filter(municipality=district.municipality).exclude(districts=district)
    new = [pk for pk, lines in streets.values_list("pk", "lines") if _runs_in(area, lines)]
    insert_values(
        Street.districts.through,
        ("street_id", "district_id"),
        ((pk, district.pk) for pk in new),
        passing_over_known=True,
    )


def store_buildings(buildings: Sequence[PlannedBuilding]) -> dict[str, int]:
    """Have these buildings; returns id by ref. Those already there keep what is stored of them."""
    ids: dict[str, int] = {}
    for part in batched(buildings, BATCH):
        with transaction.atomic():
            insert_values(
                Building,
                ("ref", "lat", "lon", "is_site"),
                ((item.ref, item.lat, item.lon, item.is_site) for item in part),
                passing_over_known=True,
            )
            ids |= building_ids(item.ref for item in part)
    return ids


def building_ids(refs: Iterable[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for part in batched(refs, LOOKUP):
        ids |= dict(Building.objects.filter(ref__in=part).exclude(ref="").values_list("ref", "pk"))
    return ids


def known_houses(addresses: Sequence[PlannedAddress], street_ids: Mapping[str, int]) -> dict[str, int]:
    """For houses of which the file knows only the address: the house stored under that address. Ref → building id."""
    wanted = {
        (street_ids[street_key(item.street)], number_key(item.number)): item.building_ref
        for item in addresses
        if item.building_ref.startswith("address/") and street_key(item.street) in street_ids
    }
    found: dict[str, int] = {}
    for part in batched(wanted, LOOKUP):
        rows = Address.objects.filter(street__in={street for street, _number in part}).order_by("-building__ref")
        for street, number, building in rows.values_list("street_id", "number_key", "building_id"):
            if (ref := wanted.get((street, number))) is not None:
                found[ref] = building
    return found


def store_addresses(
    addresses: Sequence[PlannedAddress], building_ids: Mapping[str, int], street_ids: Mapping[str, int]
) -> dict[tuple[int, str, str], int]:
    """Have these addresses; returns id by building id, street key and number key."""
    rows = {
        (building_ids[item.building_ref], street_key(item.street), number_key(item.number)): item
        for item in addresses
        if item.building_ref in building_ids and street_key(item.street) in street_ids
    }
    ids: dict[tuple[int, str, str], int] = {}
    keys = {pk: key for key, pk in street_ids.items()}
    for part in batched(rows.items(), BATCH):
        with transaction.atomic():
            insert_values(
                Address,
                ("building_id", "street_id", "number", "number_key", "postcode", "city"),
                (
                    (building, street_ids[street], item.number, number, item.postcode, item.city)
                    for (building, street, number), item in part
                ),
                passing_over_known=True,
            )
            houses = sorted({building for (building, _street, _number), _item in part})
            for some in batched(houses, LOOKUP):
                found = Address.objects.filter(building__in=some)
                for pk, building, street, number in found.values_list("pk", "building_id", "street_id", "number_key"):
                    if street in keys:
                        ids[building, keys[street], number] = pk
    return ids


def addresses_of(building_ids: Iterable[int]) -> Iterator[Address]:
    """The addresses of these buildings, with street and building at hand."""
    for part in batched(sorted(set(building_ids)), LOOKUP):
        yield from Address.objects.filter(building__in=part).select_related("street", "building").order_by("pk")


def assign_buildings(district: District) -> set[int]:
    """Compute which buildings lie in the district, and in which of its sub-locations; returns the ids of all it has.

    A building lies in the district when its point or one of its units does. What was decided by hand stays. A
    district without a boundary has only what was put in by hand. Occupants of what came or went are told of.
    """
    area = area_of(district)
    inside: dict[int, int | None] = {}
    if area is not None:
        west, south, east, north = area.bounds
        rows = list(
            Building.objects.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east).values_list(
                "pk", "lat", "lon"
            )
        )
        shapely.prepare(area)
        here = shapely.intersects_xy(area, [lon for _, _, lon in rows], [lat for _, lat, _ in rows])
        parts = _sub_locations(district)
        for (pk, lat, lon), within in zip(rows, here, strict=True):
            if within:
                inside[pk] = _part_at(parts, lat, lon)
        for pk, lat, lon in _doors(area):
            inside.setdefault(pk, _part_at(parts, lat, lon))
    with transaction.atomic():
        stored = {row.building_id: row for row in DistrictBuilding.objects.filter(district=district)}
        computed = DistrictBuilding.Decided.COMPUTED
        gone = {row.pk: pk for pk, row in stored.items() if row.decided == computed and pk not in inside}
        for part in batched(gone, LOOKUP):
            DistrictBuilding.objects.filter(pk__in=part).delete()
        moved = [
            row
            for pk, row in stored.items()
            if row.decided == computed and pk in inside and row.sub_location_id != inside[pk]
        ]
        for row in moved:
            row.sub_location_id = inside[row.building_id]
        DistrictBuilding.objects.bulk_update(moved, ["sub_location"], batch_size=LOOKUP)
        new = [pk for pk in inside if pk not in stored]
        insert_values(
            DistrictBuilding,
            ("district_id", "building_id", "sub_location_id"),
            ((district.pk, pk, inside[pk]) for pk in new),
            passing_over_known=True,
        )
        tell_occupants([*gone.values(), *(row.building_id for row in moved), *new])
    return inside.keys() | (stored.keys() - gone.values())


def assign_around(district: District) -> bool:
    """As `assign_buildings`, for all districts that may overlap: a house lies in each that contains it, whoever brought
    it. Returns whether there is any.
    """
    others = list(District.objects.around(district.pk).exclude(pk=district.pk).order_by("pk"))
    for other in others:
        assign_buildings(other)
    return bool(others)


def shared_units(run: SourceRun) -> dict[str, int]:
    """How many of the units a run saw lie in other districts as well, by their names."""
    shared = DistrictBuilding.objects.filter(building__units__observations__source_run=run)
    shared = shared.exclude(district=run.district_id).exclude(decided=DistrictBuilding.Decided.EXCLUDED)
    counted = shared.order_by("district__name").values_list("district__name")
    return dict(counted.annotate(Count("building__units", distinct=True)))


def put_into(district: District, building_ids: Iterable[int]) -> None:
    """Have these buildings in the district, because something in them lies in it."""
    insert_values(
        DistrictBuilding,
        ("district_id", "building_id"),
        ((district.pk, pk) for pk in sorted(set(building_ids))),
        passing_over_known=True,
    )


def tell_occupants(building_ids: Sequence[int]) -> None:
    """Tell that these houses came into a district or left it: whoever is in them is public elsewhere now."""
    touched: set[int] = set()
    for part in batched(building_ids, LOOKUP):
        rows = SpellOccupant.objects.filter(spell__unit__building__in=part)
        touched |= set(rows.values_list("organisation_id", flat=True))
    tell_organisations_changed(sorted(touched))


def _doors(area: Area) -> Iterator[tuple[int, float, float]]:
    """Units within the area whose house has its middle outside, as (building id, lat, lon): the shop on the border."""
    west, south, east, north = area.bounds
    units = Unit.objects.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east).order_by("pk")
    for pk, lat, lon in units.values_list("building_id", "lat", "lon"):
        if shapely.intersects_xy(area, lon, lat):
            yield pk, lat, lon


def _part_at(parts: Sequence[tuple[int, Area]], lat: float, lon: float) -> int | None:
    return next((part for part, shape in parts if shapely.intersects_xy(shape, lon, lat)), None)


def _sub_locations(district: District) -> list[tuple[int, Area]]:
    found = []
    for part in SubLocation.objects.filter(district=district).order_by("position", "name"):
        try:
            found.append((part.pk, area_from_geojson(part.boundary)))
        except AreaError:
            continue
    return found
