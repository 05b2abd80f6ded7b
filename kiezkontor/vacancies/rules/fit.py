"""Which vacancies suit which requests for space: what both sides say, as columns of the engine.

What nobody has noted of a unit is not known, which is never held against it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from operator import itemgetter
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kiezkontor.methods.matching import (
    Allowed,
    Between,
    Criterion,
    Has,
    Lasting,
    Near,
    Possible,
    Room,
    Side,
    Vocabulary,
)
from kiezkontor.organisations.rules.categories import namesakes
from kiezkontor.vacancies.rules import exposes
from kiezkontor.vacancies.rules.seekers import INVESTOR, days_needed, ways_taken

STEP_FREE, WINDOW = "step_free", "window"
THINGS = ("kitchen", "water", "wc", "heating", "extraction", "storage", STEP_FREE, WINDOW)
CLASSES = ("retail", "gastronomy", "local_economy", "public_use")
# Without a use class nothing is counted: its place in the row of rooms has no limit. Categories come after it.
NO_KIND = len(CLASSES)
# As the handbook has it: about ten proposals a unit are realistic.
MOST = 10
NOWHERE = "nowhere"
AROUND_M = 100.0
# A fifth too small or too large, too dear: people talk about it. Beyond that they do not.
AREA_SLACK, RENT_SLACK = 0.2, 0.2
DAYS_OF_A_MONTH = 365.25 / 12

CRITERIA: tuple[Criterion, ...] = (
    Between("area", 25, "area", "area_min", "area_max", AREA_SLACK),
    Between("rent", 20, "rent", "rent_min", "rent_max", RENT_SLACK),
    Has("things", 20, "has", "lacks", "needs", "musts"),
    Near("place", 15, "own", "beside", "places", "far"),
    Lasting("time", 10, "begins", "ends", "from_day", "until_day", "days", "lasts"),
    Room("mix", 5, "room", "kinds"),
    Allowed("use", 5, "uses", "wanted", "excluded"),
    Possible("way", "ways_taken", "ways"),
)
EQUIPMENT, USES = Vocabulary(THINGS), Vocabulary(CLASSES)
WAYS = Vocabulary(sorted(exposes.WAYS[""]))


class Offer(NamedTuple):
    """A vacancy. area_sqm, rent_eur, steps, window_m: None where nobody has noted it. things: noted as there.
    looked_at: whether somebody has looked at all equipment, so that what is not noted is not there.

    places: keys of the street and sub-location it lies in. expected_from: from when it is vacant as its office knows,
    free_from: as its exposé says; None where it is already. used_until: the day after an interim use that goes on.
    around: how many of each kind are within AROUND_M; limits: how many the office wants there at most. A kind is a use
    class, or a category as `kind_of` names it.
    longest_months: it is let for at most; None for as long as one likes.
    rent_eur: with utilities. price_eur: of what is for sale. wanted, excluded: use classes, none wanted for any.
    kind: of its exposé, "" without one.
    """

    id: int
    district: int
    area_sqm: float | None = None
    rent_eur: float | None = None
    things: tuple[str, ...] = ()
    steps: int | None = None
    window_m: float | None = None
    places: tuple[str, ...] = ()
    expected_from: date | None = None
    free_from: date | None = None
    longest_months: int | None = None
    around: Mapping[str, int] | None = None
    limits: Mapping[str, int] | None = None
    wanted: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    kind: str = ""
    used_until: date | None = None
    looked_at: bool = False
    price_eur: float | None = None

    @property
    def asked_eur(self) -> float | None:
        """What it costs: to buy it, or a month."""
        return self.price_eur if self.kind == exposes.SALE else self.rent_eur

    @property
    def begins(self) -> date | None:
        return max(filter(None, (self.expected_from, self.free_from, self.used_until)), default=None)

    @property
    def lasts(self) -> int | None:
        """The most days it is let for."""
        return None if self.longest_months is None else ceil(self.longest_months * DAYS_OF_A_MONTH)

    @property
    def has(self) -> frozenset[str]:
        there = {thing for thing in self.things if thing in THINGS}
        there |= {STEP_FREE} if self.steps == 0 else set()
        there |= {WINDOW} if self.window_m else set()
        return frozenset(there)

    @property
    def lacks(self) -> frozenset[str]:
        missing = {STEP_FREE} if self.steps else set[str]()
        missing |= {WINDOW} if self.window_m == 0 else set()
        missing |= {*THINGS} - {STEP_FREE, WINDOW, *self.things} if self.looked_at else set()
        return frozenset(missing)

    def left(self, kind: str) -> float:
        """How many more of a kind the street takes, below 0 where one more is too many; not a number without limit."""
        if not self.limits or kind not in self.limits:
            return float("nan")
        return float(self.limits[kind] - (self.around or {}).get(kind, 0) - 1)


def as_released(offer: Offer, groups: Collection[str]) -> Offer:
    """As everybody but its own office knows it. groups: what of its exposé is released; the rest is not known.

    Scores are made of this as well as sentences: whoever changes a wish and looks at the score would find out a rent.
    """
    room, terms = exposes.ROOM in groups, exposes.TERMS in groups
    return Offer(
        id=offer.id,
        district=offer.district,
        area_sqm=offer.area_sqm if room else None,
        things=offer.things if room else (),
        steps=offer.steps if room else None,
        window_m=offer.window_m if room else None,
        rent_eur=offer.rent_eur if exposes.RENT in groups else None,
        price_eur=offer.price_eur if exposes.RENT in groups else None,
        places=offer.places if exposes.ADDRESS in groups else (),
        free_from=offer.free_from if terms else None,
        longest_months=offer.longest_months if terms else None,
        wanted=offer.wanted if terms else (),
        excluded=offer.excluded if terms else (),
        kind=offer.kind if exposes.PAGE in groups else "",
    )


class Wish(NamedTuple):
    """A request for space. places: keys of streets and sub-locations, none for anywhere in the district.

    price_max: for whoever buys. elsewhere: whether another district does as well. kind: what it is about. category: the
    key of one. Days and numbers are None where open.
    """

    id: int
    district: int
    area_min: float | None = None
    area_max: float | None = None
    rent_max: float | None = None
    needs: tuple[str, ...] = ()
    musts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    elsewhere: bool = False
    from_day: date | None = None
    until_day: date | None = None
    term: str = ""
    use_class: str = ""
    kind: str = ""
    price_max: float | None = None
    category: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of use it is one of, the wider one first."""
        return tuple(filter(None, (self.use_class, self.category and kind_of(self.category))))

    @property
    def buys(self) -> bool:
        return self.kind == INVESTOR

    @property
    def ways(self) -> frozenset[str]:
        return ways_taken(self.kind, self.term, has_end=self.until_day is not None)


# What is compared with a room; what somebody plans and for how long does not tell which one.
_COMPARED = itemgetter(
    *map(
        Wish._fields.index,
        ("area_min", "area_max", "rent_max", "price_max", "needs", "musts", "places", "from_day", "until_day"),
    ),
    *map(Wish._fields.index, ("use_class", "category")),
)


def says_something(wish: Wish) -> bool:
    """Whether a room can suit it better than another; a plain tuple of the same fields does.

    Whoever says nothing would get all points for any room, and stand before those who said what they need.
    """
    return any(value not in (None, "", ()) for value in _COMPARED(wish))


def kind_of(category: str) -> str:
    """One key of all categories of one name: to people they are the same."""
    return min(namesakes(category))


def everywhere(district: int) -> str:
    """The key of any place in a district, for who names none."""
    return f"all:{district}"


def within(district: int) -> str:
    """The key of the district itself, for who names places in it."""
    return f"in:{district}"


def wanted_places(places: Sequence[str], district: int) -> tuple[str, ...]:
    """The places of a wish as keys; without any, its whole district."""
    return (*places, within(district)) if places else (everywhere(district),)


class Keys(NamedTuple):
    """What offers and wishes are compared by. kinds: categories with a limit beside any of the offers."""

    places: Vocabulary
    kinds: tuple[str, ...] = ()


def vocabulary(offers: Sequence[Offer]) -> Keys:
    """All places offers lie in, and the categories limited there; what a wish names besides lies nowhere."""
    districts = {offer.district for offer in offers}
    keys = {key for offer in offers for key in offer.places}
    keys |= {everywhere(one) for one in districts} | {within(one) for one in districts}
    limited = {kind for offer in offers for kind in offer.limits or ()}
    return Keys(Vocabulary([*sorted(keys), NOWHERE]), tuple(sorted(limited.difference(CLASSES))))


def numbers(values: Sequence[float | None]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def once_each[Value: Hashable](values: Sequence[Value], make: Callable[[list[Value]], NDArray[Any]]) -> NDArray[Any]:
    """What `make` makes of each value, made once of those that are alike; a row each, in the order they come."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return make(list(places))[np.array([places[value] for value in values], dtype=np.int64)]


def day_numbers(days: Sequence[date | None]) -> NDArray[np.float64]:
    return once_each(days, lambda several: numbers([None if day is None else day.toordinal() for day in several]))


def offer_side(offers: Sequence[Offer], keys: Keys) -> Side:
    """Offers as columns, a row each, in the order they come; at least one."""
    return Side.of(
        [offer.id for offer in offers],
        area=numbers([offer.area_sqm for offer in offers]),
        rent=numbers([offer.asked_eur for offer in offers]),
        has=once_each([offer.has for offer in offers], EQUIPMENT.sets),
        lacks=once_each([offer.lacks for offer in offers], EQUIPMENT.sets),
        own=once_each([(*offer.places, everywhere(offer.district)) for offer in offers], keys.places.sets),
        beside=once_each([(within(offer.district),) for offer in offers], keys.places.sets),
        begins=day_numbers([offer.begins for offer in offers]),
        ends=np.full(len(offers), np.nan),
        lasts=numbers([offer.lasts for offer in offers]),
        room=rooms(offers, keys.kinds),
        wanted=once_each([offer.wanted for offer in offers], USES.sets),
        excluded=once_each([offer.excluded for offer in offers], USES.sets),
        ways=once_each([offer.kind for offer in offers], lambda kinds: WAYS.sets([exposes.WAYS[one] for one in kinds])),
    )


def rooms(offers: Sequence[Offer], kinds: Sequence[str]) -> NDArray[np.float64]:
    """How many more of each class and of these kinds the street of each offer takes; not a number without a limit."""
    found = np.full((len(offers), NO_KIND + 1 + len(kinds)), np.nan)
    for row, offer in enumerate(offers):
        if offer.limits:
            found[row] = [*map(offer.left, CLASSES), np.nan, *map(offer.left, kinds)]
    return found


def wish_side(wishes: Sequence[Wish], keys: Keys) -> Side:
    """Wishes as columns, a row each, in the order they come; at least one. Plain tuples of the same fields do."""
    return Wished.of(wishes).among(keys)


@dataclass(frozen=True)
class Wished:
    """Wishes as columns but for places and categories: `rows` says who names each, and which count is the offers'."""

    side: Side
    rows: Mapping[str, NDArray[np.int64]]

    @classmethod
    def of(cls, wishes: Sequence[Wish]) -> Self:
        """At least one. Plain tuples of the same fields do."""
        columns = dict(zip(Wish._fields, zip(*wishes, strict=True), strict=True))
        named: defaultdict[str, list[int]] = defaultdict(list)
        for row, (places, district) in enumerate(zip(columns["places"], columns["district"], strict=True)):
            for key in wanted_places(places, district):
                named[key].append(row)
        kinds = {category: kind_of(category) for category in set(columns["category"]) if category}
        for row, category in enumerate(columns["category"]):
            if category:
                named[kinds[category]].append(row)
        return cls(open_columns(columns), {key: np.array(those, dtype=np.int64) for key, those in named.items()})

    def among(self, keys: Keys) -> Side:
        """All columns, with the places and categories that are among these; what a wish names besides lies nowhere."""
        places = keys.places
        sets = places.sets([[]] * len(self.side.ids))
        for key, one in zip(places.keys, places.sets([[key] for key in places.keys]), strict=True):
            rows = self.rows.get(key)
            if rows is not None:
                sets[rows] |= one
        sets[~sets.any(axis=1)] |= places.sets([[NOWHERE]])[0]
        return Side(self.side.ids, {**self.side.columns, "places": sets, "kinds": self.kinds_among(keys.kinds)})

    def kinds_among(self, kinds: Sequence[str]) -> NDArray[np.int64]:
        """The places of each wish's kinds in the row of rooms: of its use class, and of its category if any counts."""
        classes: NDArray[np.int64] = self.side.columns["class_place"]
        if not kinds:
            return classes[:, None]
        found = np.full((len(classes), 2), NO_KIND, dtype=np.int64)
        found[:, 0] = classes
        for place, kind in enumerate(kinds, start=NO_KIND + 1):
            found[self.rows.get(kind, []), 1] = place
        return found

    def with_further(self, other: "Wished") -> "Wished":
        """Both one below the other."""
        count = len(self.side.ids)
        ids = np.concatenate([self.side.ids, other.side.ids])
        columns = {
            name: np.concatenate([column, other.side.columns[name]]) for name, column in self.side.columns.items()
        }
        none = np.empty(0, dtype=np.int64)
        rows = {
            key: np.concatenate([self.rows.get(key, none), other.rows.get(key, none) + count])
            for key in {*self.rows, *other.rows}
        }
        return Wished(Side(ids, columns), rows)


def open_columns(columns: Mapping[str, Sequence[Any]]) -> Side:
    """The columns of wishes but for their places and categories. columns: of `Wish`, by the names of its fields."""
    lasting = list(zip(columns["term"], columns["from_day"], columns["until_day"], strict=True))
    ways = list(zip(columns["kind"], columns["term"], map(bool, columns["until_day"]), strict=True))
    buys = np.array([kind == INVESTOR for kind in columns["kind"]])
    return Side.of(
        columns["id"],
        area_min=numbers(columns["area_min"]),
        area_max=numbers(columns["area_max"]),
        rent_min=np.full(len(columns["id"]), np.nan),
        rent_max=np.where(buys, numbers(columns["price_max"]), numbers(columns["rent_max"])),
        needs=once_each(columns["needs"], EQUIPMENT.sets),
        musts=once_each(columns["musts"], EQUIPMENT.sets),
        far=np.array(columns["elsewhere"], dtype=bool),
        from_day=day_numbers(columns["from_day"]),
        until_day=day_numbers(columns["until_day"]),
        days=once_each(lasting, lambda several: numbers([days_needed(*one) for one in several])),
        class_place=once_each(columns["use_class"], lambda several: np.array([class_place(one) for one in several])),
        uses=once_each(columns["use_class"], lambda several: USES.sets([used(one) for one in several])),
        ways_taken=once_each(ways, lambda several: WAYS.sets([sorted(taken(*one)) for one in several])),
    )


def class_place(use_class: str) -> int:
    """Its place in the row of rooms; the last one, without any limit, where none is named."""
    return CLASSES.index(use_class) if use_class in CLASSES else NO_KIND


def taken(kind: str, term: str, has_end: bool) -> frozenset[str]:
    return ways_taken(kind, term, has_end=has_end)


def used(use_class: str) -> list[str]:
    """The use class as keys, none where none is named."""
    return [use_class] if use_class in CLASSES else []
