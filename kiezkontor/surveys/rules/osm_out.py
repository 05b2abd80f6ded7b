"""What a walk can tell OpenStreetMap: only what was seen on the street (decision 0025, docs/formats.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiezkontor.premises.rules.counting import (
    BUSINESS_AMENITIES,
    CATEGORY_KEYS,
    KEYS_READ,
    business_categories,
    is_vacant,
)
from kiezkontor.surveys.rules.recorded import USED

# OpenStreetMap takes no longer value (wiki.openstreetmap.org/wiki/API_v0.6: 255 characters).
LONGEST_VALUE = 255
VACANT = "vacant"
# What belongs to the place and outlives whoever was in it; everything else goes with them.
OF_THE_PLACE = frozenset(
    "building level layer indoor entrance door height access wheelchair check_date:wheelchair".split()
)
OF_THE_PLACE_BEGINS = ("addr:", "building:", "roof:")
LIFE_CYCLE_KEYS = frozenset({"shop", "craft", "office"})


class Kind(StrEnum):
    """What a step does to the map."""

    NEW = "new"
    TAKEN_OVER = "taken_over"
    VACANT = "vacant"
    CHANGED = "changed"
    CONFIRMED = "confirmed"


class Stays(StrEnum):
    """Why nothing of a unit leaves."""

    NOT_OWN = "not_own"
    INVENTED = "invented"
    NEWER = "newer"
    CONTRADICTED = "contradicted"
    WAITING = "waiting"
    NO_USE = "no_use"
    UNCLEAR = "unclear"
    NOT_SEEN = "not_seen"
    NO_PLACE = "no_place"
    ELSEWHERE = "elsewhere"
    MAP_IS_NEWER = "map_is_newer"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A fact somebody of the office read on the spot, and when."""

    value: str
    on: date


@dataclass(frozen=True, slots=True)
class OnStreet:
    """A unit as the round saw it, with nothing in it that came from elsewhere.

    category: "shop=bakery", empty where nobody of the office told it. name, hours, wheelchair: None likewise.
    place: latitude and longitude; None where another source gave them.
    """

    unit: int
    seen_on: date
    occupancy: str
    occupant: int | None = None
    category: str = ""
    name: Claimed | None = None
    hours: Claimed | None = None
    wheelchair: Claimed | None = None
    place: tuple[float, float] | None = None
    street: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class MapObject:
    """An object of the map as it was last read. organisation: whom we take it for."""

    ref: str
    tags: Mapping[str, str]
    organisation: int | None = None
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One object to be made or changed. tags: all it has afterwards; changes: key → before and after, empty for none.

    ref: empty for a new object. place: where a node lies; None for ways and relations.
    """

    kind: Kind
    unit: int
    seen_on: date
    ref: str
    tags: Mapping[str, str]
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    place: tuple[float, float] | None = None

    @property
    def is_in_file(self) -> bool:
        """Ways and relations need all their members, which nobody stores; they are tasks alone."""
        return self.place is not None and (not self.ref or self.ref.startswith("node/"))


@dataclass(frozen=True, slots=True)
class Noted:
    """One note on a unit. walked: somebody of the office saw it in a round."""

    category: str
    occupants: frozenset[int]
    walked: bool


def own_category(notes: Sequence[Noted]) -> str:
    """The category of the last note where somebody on a walk was the first to tell it; else empty.

    notes: oldest first. "Unchanged" repeats what was known, so that the first note of the same counts.
    """
    if not notes:
        return ""
    last, first = notes[-1], notes[-1]
    for note in reversed(notes):
        if (note.category, note.occupants) != (last.category, last.occupants):
            break
        first = note
    return last.category if first.walked else ""


def step_for(seen: OnStreet, there: MapObject | None) -> Step | Stays:
    """What the map should learn of a unit; there: its object, if it has one."""
    if seen.occupancy != VACANT and seen.occupancy not in USED:
        return Stays.NO_USE
    if there is None:
        return new_object(seen)
    day = seen.seen_on.isoformat()
    if there.tags.get("check_date", "") > day:
        return Stays.MAP_IS_NEWER
    before = there.tags
    if seen.occupancy == VACANT:
        kind, tags = (Kind.CONFIRMED, dict(before)) if is_vacant(before) else (Kind.VACANT, vacated(before))
    elif there.organisation is not None and seen.occupant == there.organisation and business_categories(before):
        kind, tags = Kind.CHANGED, of_the_same(seen, before)
    elif not is_category(seen.category):
        return Stays.NOT_SEEN if seen.occupant else Stays.UNCLEAR
    else:
        kind, tags = Kind.TAKEN_OVER, of_the_place(before) | of_the_business(seen)
    if kind == Kind.CHANGED and tags == dict(before):
        kind = Kind.CONFIRMED
    tags["check_date"] = day
    changes = changed(before, tags)
    if not changes:
        return Stays.MAP_IS_NEWER
    return Step(kind, seen.unit, seen.seen_on, there.ref, tags, changes, there.place)


def new_object(seen: OnStreet) -> Step | Stays:
    if seen.occupancy == VACANT:
        tags = {"shop": "vacant"}
    elif is_category(seen.category):
        tags = of_the_business(seen)
    else:
        return Stays.NOT_SEEN
    if seen.place is None:
        return Stays.NO_PLACE
    tags |= fitting({"addr:street": seen.street, "addr:housenumber": seen.number if seen.street else ""})
    tags["check_date"] = seen.seen_on.isoformat()
    return Step(Kind.NEW, seen.unit, seen.seen_on, "", tags, changed({}, tags), seen.place)


def is_category(category: str) -> bool:
    key, _equals, value = category.partition("=")
    return key in CATEGORY_KEYS and bool(business_categories({key: value}))


def of_the_business(seen: OnStreet) -> dict[str, str]:
    """The tags of whoever is in the unit, as far as somebody read them there."""
    key, _equals, value = seen.category.partition("=")
    tags = fitting({key: value, "name": seen.name.value if seen.name else ""})
    return tags | claimed("opening_hours", seen.hours, seen) | claimed("wheelchair", seen.wheelchair, seen)


def of_the_same(seen: OnStreet, before: Mapping[str, str]) -> dict[str, str]:
    """The tags of a business that stayed, put right where somebody read something else there."""
    tags = dict(before)
    counting = business_categories(before)[0]
    if is_category(seen.category) and seen.category != counting:
        del tags[counting.partition("=")[0]]
        key, _equals, value = seen.category.partition("=")
        tags |= fitting({key: value})
    tags |= fitting({"name": seen.name.value if seen.name else ""})
    for key, fact in (("opening_hours", seen.hours), ("wheelchair", seen.wheelchair)):
        if fact is not None and fact.value != before.get(key):
            tags |= claimed(key, fact, seen)
    return tags


def claimed(key: str, fact: Claimed | None, seen: OnStreet) -> dict[str, str]:
    """A fact, with its own day where that is not the day of the visit."""
    if fact is None:
        return {}
    tags = fitting({key: fact.value})
    if tags and fact.on != seen.seen_on:
        tags[f"check_date:{key}"] = fact.on.isoformat()
    return tags


def vacated(before: Mapping[str, str]) -> dict[str, str]:
    """The place without its business: what was there stays as "disused:…" where the counting rules read that."""
    tags = of_the_place(before)
    key = next((key for key in CATEGORY_KEYS if key in before and business_categories({key: before[key]})), "")
    value = before.get(key, "")
    if key in LIFE_CYCLE_KEYS or (key == "amenity" and value in BUSINESS_AMENITIES):
        return tags | {f"disused:{key}": value}
    return tags | {"shop": "vacant"}


def of_the_place(before: Mapping[str, str]) -> dict[str, str]:
    return {
        key: value
        for key, value in before.items()
        if key not in KEYS_READ and (key in OF_THE_PLACE or key.startswith(OF_THE_PLACE_BEGINS))
    }


def fitting(tags: Mapping[str, str]) -> dict[str, str]:
    """Tags with something in them that the map can take, blanks and control characters made one blank."""
    cleaned = {key: in_one_line(value) for key, value in tags.items()}
    return {key: value for key, value in cleaned.items() if key and 0 < len(value) <= LONGEST_VALUE}


def in_one_line(value: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    pairs = {key: (before.get(key, ""), after.get(key, "")) for key in sorted({*before, *after})}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def counted(steps: Iterable[Step]) -> dict[Kind, int]:
    kinds = [step.kind for step in steps]
    return {kind: kinds.count(kind) for kind in Kind}


def news_first(steps: Iterable[Step]) -> list[Step]:
    order = list(Kind)
    return sorted(steps, key=lambda step: (order.index(step.kind), step.unit))
