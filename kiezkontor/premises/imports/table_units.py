"""Which unit a row of a table speaks of: one known from an earlier table, one on the map, or a new one."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from django.db.models import Exists, OuterRef

from kiezkontor.districts.access import area_of
from kiezkontor.districts.models import District, Street
from kiezkontor.methods.geo import distance_m
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.models import Organisation, SourceRecord, SourceRun
from kiezkontor.organisations.rules.addresses import number_key, number_order
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.premises.models import Address, DistrictBuilding, Unit, UseSpell
from kiezkontor.premises.rules.tables import NOBODY_THERE, KnownPlaces, TableRow

KIND = SourceRun.Kind.TABLE
# The accuracy of a point tapped on a telephone while standing before the door.
SAME_DOOR_M = 25.0
# The side of a cell, in Germany more than 60 m: the cells around a point hold all that is within SAME_DOOR_M.
CELL_DEG = 0.001


# Occupancy, use class, category and occupants of a unit.
type UnitState = tuple[str, str, str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class KnownStreet:
    pk: int
    lines: list[list[list[float]]]
    runs_here: bool


@dataclass(slots=True)
class UnitNow:
    """A unit of the district with its occupants today.

    earlier: who was there before, by folded name. taken: a row of this table already speaks of it.
    is_new: this table was the first to.
    """

    row: Unit
    state: UnitState | None = None
    occupants: dict[int, Organisation] = field(default_factory=dict)
    earlier: set[str] = field(default_factory=set)
    taken: bool = False
    is_new: bool = False

    def occupant_named(self, name: str) -> Organisation | None:
        return next((one for one in self.occupants.values() if folded(one.name) == folded(name)), None)

    def may_be_at(self, position: str) -> bool:
        return not position or self.row.position in {"", position}


@dataclass(slots=True)
class Inventory:
    """What the district has, loaded once: units by id, address and cell, houses by address, streets by key.

    numbers: the numbers of the houses of a street, by its key. is_mapped: the district's streets are known.
    rows_at: how many rows of the table speak of an address. movers: by folded name who has left their unit for another.
    """

    units: dict[int, UnitNow] = field(default_factory=dict)
    by_address: dict[tuple[str, str], list[UnitNow]] = field(default_factory=lambda: defaultdict(list))
    by_cell: dict[tuple[int, int], list[UnitNow]] = field(default_factory=lambda: defaultdict(list))
    houses: dict[tuple[str, str], tuple[Address, float, float]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    streets: Mapping[str, KnownStreet] = field(default_factory=dict)
    records: dict[str, SourceRecord] = field(default_factory=dict)
    middle: tuple[float, float] = (51.2, 10.4)
    is_mapped: bool = False
    rows_at: Counter[tuple[str, str]] = field(default_factory=Counter)
    movers: dict[str, Organisation] = field(default_factory=dict)


def load(district: District, streets: Mapping[str, KnownStreet]) -> Inventory:
    """Everything rows may be matched with, in a fixed number of queries."""
    found = Inventory(streets=streets)
    area = area_of(district)
    if area is not None:
        point = area.representative_point()
        found.middle = (point.y, point.x)
    lies_in = DistrictBuilding.objects.filter(district=district).exclude(decided=DistrictBuilding.Decided.EXCLUDED)
    buildings = lies_in.values("building")
    standing = Unit.objects.filter(building__in=buildings, exists_until=None)
    for unit in standing.select_related("address__street").order_by("pk"):
        keep(found, UnitNow(unit))
    later: dict[int, UseSpell] = {}
    spells = UseSpell.objects.filter(unit__in=standing.values("pk")).order_by("unit_id", "begins_latest")
    for spell in spells.prefetch_related("occupants"):
        found.units[spell.unit_id].earlier |= {folded(one.name) for one in spell.occupants.all()}
        later[spell.unit_id] = spell
    for pk, spell in later.items():
        now = found.units[pk]
        now.occupants = {one.pk: one for one in spell.occupants.all()}
        now.state = (spell.occupancy, spell.use_class, spell.category_id or "", frozenset(now.occupants))
    addresses = Address.objects.filter(building__in=buildings).select_related("street", "building").order_by("pk")
    for address in addresses:
        keep_house(found, address)
    records = SourceRecord.objects.filter(source=KIND, ref__startswith=f"{district.pk}/").select_related("organisation")
    found.records = {record.ref: record for record in records}
    return found


def streets_of(district: District) -> dict[str, KnownStreet]:
    """The streets of the district's municipality by key."""
    runs_here = Exists(Street.districts.through.objects.filter(street=OuterRef("pk"), district=district))
    found = Street.objects.filter(municipality=district.municipality)
    rows = found.values_list("key", "pk", "lines", runs_here)
    return {key: KnownStreet(pk, lines, runs_here=here) for key, pk, lines, here in rows}


def known_places(district: District, known: Mapping[str, KnownStreet]) -> KnownPlaces | None:
    """The streets and houses a row without coordinates may name; None where no import of the district mapped them.

    Streets that another district of the town has mapped say nothing of those that are missing here.
    """
    streets = {key: street for key, street in known.items() if street.runs_here}
    if not any(street.lines for street in streets.values()):
        return None
    map_data = SourceRun.objects.filter(district=district, kind=SourceRun.Kind.OSM, status=SourceRun.Status.DONE)
    if not map_data.exists():
        return None
    lies_in = DistrictBuilding.objects.filter(district=district).exclude(decided=DistrictBuilding.Decided.EXCLUDED)
    houses = Address.objects.filter(building__in=lies_in.values("building"))
    return KnownPlaces(streets.keys(), set(houses.values_list("street__key", "number_key")))


def keep(found: Inventory, now: UnitNow) -> None:
    unit = now.row
    found.units[unit.pk] = now
    found.by_cell[_cell(unit.lat, unit.lon)].append(now)
    for key in addresses_of(now):
        found.by_address[key].append(now)


def addresses_of(now: UnitNow) -> set[tuple[str, str]]:
    """The addresses of a unit as keys: the one written down, and that of its house."""
    unit = now.row
    keys = {(street_key(unit.street_name), number_key(unit.house_number))} if unit.street_name else set()
    if unit.address is not None:
        keys.add((unit.address.street.key, unit.address.number_key))
    return keys


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
        free = _numbered(district, door, records, at_least=len(indexes))
        for index in indexes:
            name = folded(rows[index].on_the_door)
            known = next((ref for ref in free if _stored_name(records.get(ref)) == name != ""), None)
            if known is not None:
                refs[index] = known
                free.remove(known)
        for index in indexes:
            if not refs[index]:
                refs[index] = free.pop(0)
    return refs


def movers(rows: Sequence[TableRow], refs: Sequence[str], found: Inventory) -> dict[str, Organisation]:
    """Who has evidently moved, by folded name.

    One row alone names them, one unit alone had them, and the table speaks of that unit without them: who is named at
    two doors, or whose door nobody looked at, may be two.
    """
    names = Counter(folded(row.name) for row in rows if row.name and row.occupancy not in NOBODY_THERE)
    units: defaultdict[str, list[UnitNow]] = defaultdict(list)
    for now in found.units.values():
        for occupant in now.occupants.values():
            units[folded(occupant.name)].append(now)
    spoken = {int(found.records[ref].tags.get("unit", 0)) for ref in refs if ref in found.records}
    named_at = {(address_key(row), folded(row.name)) for row in rows if row.name}
    gone = {}
    for name, (first, *more) in units.items():
        if more or names[name] != 1 or any((key, name) in named_at for key in addresses_of(first)):
            continue
        if first.row.pk in spoken or any(found.rows_at[key] for key in addresses_of(first)):
            gone[name] = next(one for one in first.occupants.values() if folded(one.name) == name)
    return gone


def _numbered(district: District, door: str, records: Mapping[str, SourceRecord], *, at_least: int) -> list[str]:
    """Names for the rows of a door, with all that earlier tables knew there."""
    found: list[str] = []
    while len(found) < at_least or (found[-1:] and found[-1] in records):
        found.append(_hashed(district, f"{door}#{len(found)}"))
    return found


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
    there = [now for now in there if now.may_be_at(row.position)]
    if row.on_the_door:
        for now in there:
            if now.occupant_named(row.on_the_door) is not None:
                return now
    return _empty_one(row, there, found) if row.occupancy in NOBODY_THERE else None


def _empty_one(row: TableRow, there: Sequence[UnitNow], found: Inventory) -> UnitNow | None:
    """The unit of a row nobody is in: the one its name was at, else the only vacant one, else the only one at all."""
    former = [now for now in there if folded(row.former) in now.earlier and not now.occupants] if row.former else []
    if len(former) == 1:
        return former[0]
    if row.occupancy != "vacant":
        return None
    vacant = [now for now in there if now.state is not None and now.state[0] == "vacant"]
    if len(vacant) == 1:
        return vacant[0]
    return None if row.former else _only_one(row, found)


def _only_one(row: TableRow, found: Inventory) -> UnitNow | None:
    """The only unit of a house, if the row is the only one to speak of the house."""
    address = address_key(row)
    if address is None or found.rows_at[address] != 1 or len(found.by_address.get(address, [])) != 1:
        return None
    only = found.by_address[address][0]
    return only if not only.taken and only.row.floor == row.floor and only.may_be_at(row.position) else None


def address_key(row: TableRow) -> tuple[str, str] | None:
    return (street_key(row.street), number_key(row.number)) if row.street and row.number else None


def _near(row: TableRow, found: Inventory) -> list[UnitNow]:
    if address := address_key(row):
        return found.by_address.get(address, [])
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

    Without a number no house is next to another. Where the map shows the streets, a house it lacks may not exist.
    """
    if row.lat is not None and row.lon is not None:
        return row.lat, row.lon
    key = street_key(row.street)
    if (house := house_of(row, found)) is not None:
        return house[1], house[2]
    wanted = number_order(row.number)[0]
    neighbours = [(abs(number_order(number)[0] - wanted), number) for number in found.numbers.get(key, ())]
    if neighbours and row.number and not found.is_mapped:
        _address, lat, lon = found.houses[key, min(neighbours)[1]]
        return lat, lon
    street = found.streets.get(key)
    if street is not None and street.lines:
        line = max(street.lines, key=len)
        lon, lat = line[len(line) // 2]
        return lat, lon
    if found.is_mapped and (houses := [found.houses[key, number] for number in found.numbers.get(key, ())]):
        return fmean(lat for _, lat, _ in houses), fmean(lon for _, _, lon in houses)
    return found.middle


def names_of(rows: Iterable[TableRow]) -> set[str]:
    return {row.street for row in rows if row.street}
