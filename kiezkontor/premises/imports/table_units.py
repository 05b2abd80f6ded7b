"""Which unit a row of a table speaks of: one known from an earlier table, one on the map, or a new one."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kiezkontor.districts.access import area_of
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.geo import distance_m
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.models import Organisation, SourceRecord, SourceRun
from kiezkontor.organisations.rules.addresses import number_key, number_order
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.premises.models import Address, DistrictBuilding, Unit, UseSpell
from kiezkontor.premises.rules.tables import TableRow

KIND = SourceRun.Kind.TABLE
# The accuracy of a point tapped on a telephone while standing before the door.
SAME_DOOR_M = 25.0
# The side of a cell, in Germany more than 60 m: the cells around a point hold all that is within SAME_DOOR_M.
CELL_DEG = 0.001


@dataclass(slots=True)
class UnitNow:
    """A unit of the district with its occupants today.

    taken: a row of this table already speaks of it. is_new: this table was the first to.
    """

    row: Unit
    state: tuple[str, str, str, frozenset[int]] | None = None
    occupants: dict[int, Organisation] = field(default_factory=dict)
    taken: bool = False
    is_new: bool = False

    def occupant_named(self, name: str) -> Organisation | None:
        return next((one for one in self.occupants.values() if folded(one.name) == folded(name)), None)


@dataclass(slots=True)
class Inventory:
    """What the district has, loaded once: units by id, address and cell, houses by address, streets by key.

    numbers: the numbers of the houses of a street, by its key.
    """

    units: dict[int, UnitNow] = field(default_factory=dict)
    by_address: dict[tuple[str, str], list[UnitNow]] = field(default_factory=lambda: defaultdict(list))
    by_cell: dict[tuple[int, int], list[UnitNow]] = field(default_factory=lambda: defaultdict(list))
    houses: dict[tuple[str, str], tuple[Address, float, float]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    streets: dict[str, Street] = field(default_factory=dict)
    records: dict[str, SourceRecord] = field(default_factory=dict)
    middle: tuple[float, float] = (51.2, 10.4)


def load(district: District) -> Inventory:
    """Everything rows may be matched with, in a fixed number of queries."""
    found = Inventory()
    area = area_of(district)
    if area is not None:
        point = area.representative_point()
        found.middle = (point.y, point.x)
    lies_in = DistrictBuilding.objects.filter(district=district).exclude(decided=DistrictBuilding.Decided.EXCLUDED)
    buildings = lies_in.values("building")
    for unit in Unit.objects.filter(building__in=buildings).select_related("address__street").order_by("pk"):
        keep(found, UnitNow(unit))
    later: dict[int, UseSpell] = {}
    spells = UseSpell.objects.filter(unit__building__in=buildings).order_by("unit_id", "begins_latest")
    for spell in spells.prefetch_related("occupants"):
        later[spell.unit_id] = spell
    for pk, spell in later.items():
        now = found.units[pk]
        now.occupants = {one.pk: one for one in spell.occupants.all()}
        now.state = (spell.occupancy, spell.use_class, spell.category_id or "", frozenset(now.occupants))
    for street in Street.objects.filter(municipality=district.municipality):
        found.streets[street.key] = street
    addresses = Address.objects.filter(building__in=buildings).select_related("street", "building").order_by("pk")
    for address in addresses:
        keep_house(found, address)
    records = SourceRecord.objects.filter(source=KIND, ref__startswith=f"{district.pk}/").select_related("organisation")
    found.records = {record.ref: record for record in records}
    return found


def keep(found: Inventory, now: UnitNow) -> None:
    unit = now.row
    found.units[unit.pk] = now
    found.by_cell[_cell(unit.lat, unit.lon)].append(now)
    keys = {(street_key(unit.street_name), number_key(unit.house_number))} if unit.street_name else set()
    if unit.address is not None:
        keys.add((unit.address.street.key, unit.address.number_key))
    for key in keys:
        found.by_address[key].append(now)


def keep_house(found: Inventory, address: Address) -> None:
    """Of several houses with one address the first counts; street and building must be at hand."""
    key = (address.street.key, address.number_key)
    if key not in found.houses:
        found.houses[key] = (address, address.building.lat, address.building.lon)
        found.numbers[address.street.key].append(address.number_key)


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / CELL_DEG), math.floor(lon / CELL_DEG)


def refs_for(district: District, rows: Sequence[TableRow], records: Mapping[str, SourceRecord]) -> list[str]:
    """A stable name for each row: its own ref, else its door, numbered where several rows share one.

    Among rows of one door those whose name was stored before keep their number; so a new neighbour does not
    take over a unit's history. Same order as the rows.
    """
    by_door: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        by_door[_door(row)].append(index)
    refs = [""] * len(rows)
    for door, indexes in by_door.items():
        numbered = [_hashed(district, f"{door}#{number}") for number in range(len(indexes))]
        free = list(numbered)
        for index in indexes:
            known = next(
                (ref for ref in free if _stored_name(records.get(ref)) == folded(rows[index].name) != ""), None
            )
            if known is not None:
                refs[index] = known
                free.remove(known)
        for index in indexes:
            if not refs[index]:
                refs[index] = free.pop(0)
    return refs


def _door(row: TableRow) -> str:
    if row.ref:
        return f"ref|{row.ref}"
    if row.street and row.number:
        return "|".join((street_key(row.street), number_key(row.number), row.position.lower(), str(row.floor)))
    if row.lat is not None and row.lon is not None:
        return f"at|{row.lat:.5f}|{row.lon:.5f}|{row.floor}"
    return "|".join((street_key(row.street), "", row.position.lower(), str(row.floor), folded(row.name)))


def _hashed(district: District, text: str) -> str:
    return f"{district.pk}/{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def _stored_name(record: SourceRecord | None) -> str:
    return folded(str(record.tags.get("name", ""))) if record else ""


def unit_of(row: TableRow, record: SourceRecord | None, found: Inventory) -> UnitNow | None:
    """The unit a row speaks of; None for one nobody knows yet. Every unit is given to one row only."""
    if record is not None:
        known = found.units.get(int(record.tags.get("unit", 0)))
        if known is not None and not known.taken:
            return known
    there = [now for now in _near(row, found) if not now.taken]
    if row.position:
        same_door = [now for now in there if now.row.position == row.position and now.row.floor == row.floor]
        if len(same_door) == 1:
            return same_door[0]
    for now in there:
        if row.name and now.occupant_named(row.name) is not None and now.row.position in {"", row.position}:
            return now
    if not row.name and row.occupancy == "vacant":
        vacant = [now for now in there if now.state is not None and now.state[0] == "vacant"]
        if len(vacant) == 1:
            return vacant[0]
    return None


def _near(row: TableRow, found: Inventory) -> list[UnitNow]:
    if row.street and row.number:
        return found.by_address.get((street_key(row.street), number_key(row.number)), [])
    if row.lat is None or row.lon is None:
        return []
    here = row.lat, row.lon
    south, west = _cell(*here)
    around = ((south + up, west + right) for up in (-1, 0, 1) for right in (-1, 0, 1))
    there = [now for cell in around for now in found.by_cell.get(cell, ())]
    near = [now for now in there if distance_m(here, (now.row.lat, now.row.lon)) <= SAME_DOOR_M]
    return sorted(near, key=lambda now: now.row.pk)


def house_of(row: TableRow, found: Inventory) -> tuple[Address, float, float] | None:
    return found.houses.get((street_key(row.street), number_key(row.number)))


def position_of(row: TableRow, found: Inventory) -> tuple[float, float]:
    """Where a row is: as it says, else its house, the next number in the street, the middle of the street or district.

    Without a number no house is next to another.
    """
    if row.lat is not None and row.lon is not None:
        return row.lat, row.lon
    key = street_key(row.street)
    if (house := house_of(row, found)) is not None:
        return house[1], house[2]
    wanted = number_order(row.number)[0]
    neighbours = [(abs(number_order(number)[0] - wanted), number) for number in found.numbers.get(key, ())]
    if neighbours and row.number:
        _address, lat, lon = found.houses[key, min(neighbours)[1]]
        return lat, lon
    street = found.streets.get(key)
    if street is not None and street.lines:
        line = max(street.lines, key=len)
        lon, lat = line[len(line) // 2]
        return lat, lon
    return found.middle


def names_of(rows: Iterable[TableRow]) -> set[str]:
    return {row.street for row in rows if row.street}
