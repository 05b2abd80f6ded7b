"""What a device sends of a walk, read from JSON nobody vouches for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kiezkontor.premises.rules.since import since_range

UNCHANGED, SEEN, NEW_UNIT, EMPTY_HOUSE = "unchanged", "seen", "new_unit", "empty_house"
KINDS = frozenset({UNCHANGED, SEEN, NEW_UNIT, EMPTY_HOUSE})
OCCUPANCIES = frozenset({"occupied", "vacant", "interim_use", "used_as_housing", "under_works", "unknown"})
LONGEST = {"newcomer": 200, "category": 120, "use_class": 20, "note": 2000, "former_ended": 12}
LONGEST_LOCAL, LONGEST_POSITION = 40, 60
HIGHEST_FLOOR, LOWEST_FLOOR = 99, -9
MOST_OCCUPANTS = 50
LARGEST_KEY = 2**63 - 1
# As long as a lease is kept: what lay in a drawer is still taken in.
OLDEST = timedelta(days=190)


class Unreadable(ValueError):
    """An operation no app of ours sends. field: the part that cannot be read."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Noted:
    """What was seen. newcomer: the name of somebody new, empty for none. since: earliest and latest beginning."""

    occupancy: str
    occupants: tuple[int, ...] = ()
    newcomer: str = ""
    category: str = ""
    use_class: str = ""
    note: str = ""
    former_ended: str = ""
    since: tuple[date | None, date] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """unit: a key, None where `local` names a unit the device made. base: the observation the device knew, 0 for none.

    noted: None for "unchanged" and an empty house. address: of a new unit or an empty house.
    """

    op: UUID
    kind: str
    seen_on: date
    unit: int | None = None
    local: str = ""
    address: int | None = None
    base: int = 0
    noted: Noted | None = None
    position: str = ""
    floor: int = 0


def read_operation(raw: object, *, today: date) -> Operation:
    """Raises Unreadable."""
    if not isinstance(raw, Mapping):
        raise Unreadable("operation")
    kind = text(raw, "kind", 12)
    if kind not in KINDS:
        raise Unreadable("kind")
    unit, local = key(raw, "unit"), text(raw, "local", LONGEST_LOCAL)
    address = key(raw, "address")
    if kind in {NEW_UNIT, EMPTY_HOUSE} and address is None:
        raise Unreadable("address")
    if kind == NEW_UNIT and not local:
        raise Unreadable("local")
    if kind in {UNCHANGED, SEEN} and unit is None and not local:
        raise Unreadable("unit")
    seen_on = day(raw, "seen_on", today=today)
    return Operation(
        op=name_of(raw),
        kind=kind,
        seen_on=seen_on,
        unit=unit,
        local=local,
        address=address,
        base=key(raw, "base") or 0,
        noted=noted(raw.get("values"), seen_on=seen_on) if kind in {SEEN, NEW_UNIT} else None,
        position=text(raw, "position", LONGEST_POSITION),
        floor=whole(raw, "floor", LOWEST_FLOOR, HIGHEST_FLOOR) or 0,
    )


def name_of(raw: Mapping[str, Any]) -> UUID:
    try:
        return UUID(text(raw, "id", 36))
    except ValueError:
        raise Unreadable("id") from None


def noted(raw: object, *, seen_on: date) -> Noted:
    if not isinstance(raw, Mapping):
        raise Unreadable("values")
    occupancy = text(raw, "occupancy", 20)
    if occupancy not in OCCUPANCIES:
        raise Unreadable("occupancy")
    texts = {name: text(raw, name, longest).strip() for name, longest in LONGEST.items()}
    return Noted(occupancy, occupants(raw), since=since(raw, seen_on=seen_on), **texts)


def occupants(raw: Mapping[str, Any]) -> tuple[int, ...]:
    found = raw.get("occupants", [])
    if not isinstance(found, list) or len(found) > MOST_OCCUPANTS:
        raise Unreadable("occupants")
    if not all(isinstance(each, int) and 0 < each <= LARGEST_KEY for each in found):
        raise Unreadable("occupants")
    return tuple(sorted(set(found)))


def since(raw: Mapping[str, Any], *, seen_on: date) -> tuple[date | None, date] | None:
    """None where nothing is said of the beginning."""
    said = raw.get("since")
    if said is None:
        return None
    if not isinstance(said, Mapping):
        raise Unreadable("since")
    kind = text(said, "kind", 10)
    if kind not in {"day", "year", "before"}:
        raise Unreadable("since")
    try:
        known = date.fromisoformat(text(said, "day", 10)) if kind == "day" else None
        return since_range(kind, day=known, year=whole(said, "year", 1800, 2200), seen_on=seen_on)  # type: ignore[arg-type]  # one of the three
    except ValueError:
        raise Unreadable("since") from None


def text(raw: Mapping[str, Any], name: str, longest: int) -> str:
    found = raw.get(name, "")
    if found is None:
        return ""
    if not isinstance(found, str) or len(found) > longest or "\x00" in found or not is_whole(found):
        raise Unreadable(name)
    return found


def is_whole(found: str) -> bool:
    """Without halves of signs, which no database takes."""
    return not any("\ud800" <= sign <= "\udfff" for sign in found)


def whole(raw: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    found = raw.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
        raise Unreadable(name)
    return found


def key(raw: Mapping[str, Any], name: str) -> int | None:
    return whole(raw, name, 0, LARGEST_KEY) or None


def day(raw: Mapping[str, Any], name: str, *, today: date) -> date:
    """A day not so far back that a device's clock must be wrong; one ahead, by such a clock, counts as today."""
    try:
        found = date.fromisoformat(text(raw, name, 10))
    except ValueError:
        raise Unreadable(name) from None
    if found < today - OLDEST:
        raise Unreadable(name)
    return min(found, today)
