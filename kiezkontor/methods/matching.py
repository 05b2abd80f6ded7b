"""Which offers suit which wishes: conditions first, then points, each of which can be said in a sentence.

Both sides are tables of columns, so that one offer is judged against all wishes, or one wish against all offers, in a
step a criterion. The same step judges a single pair, so that what is said of it is what counted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]
type Truths = NDArray[np.bool_]
type Words = NDArray[np.uint64]

BITS = 64
UNKNOWN_SHARE = 0.5
THOUSAND = 1000


class Vocabulary:
    """Keys numbered by their order, so that many sets of them can be compared at once."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(dict.fromkeys(keys))
        self._places = {key: place for place, key in enumerate(self.keys)}
        self.width = max(1, -(-len(self.keys) // BITS))

    def sets(self, rows: Sequence[Collection[str]]) -> Words:
        """One row of bits for each row of keys; shape (rows, width). KeyError for a key that is not among them."""
        packed = np.zeros((len(rows), self.width), dtype=np.uint64)
        for row, keys in zip(packed, rows, strict=True):
            for key in keys:
                place = self._places[key]
                row[place // BITS] |= np.uint64(1 << place % BITS)
        return packed

    def named(self, row: Words) -> list[str]:
        """The keys of one row, in order."""
        return [key for place, key in enumerate(self.keys) if int(row[place // BITS]) >> place % BITS & 1]


@dataclass(frozen=True)
class Side:
    """Offers or wishes. ids: what they are told by, and in whose order equals stand; a column has a row for each."""

    ids: NDArray[np.int64]
    columns: Mapping[str, NDArray[Any]]

    @classmethod
    def of(cls, ids: Sequence[int], **columns: NDArray[Any]) -> Self:
        return cls(np.asarray(ids, dtype=np.int64), columns)

    def row(self, place: int) -> Mapping[str, NDArray[Any]]:
        return {name: column[place] for name, column in self.columns.items()}


@dataclass(frozen=True)
class Judged:
    """suits: whether a condition holds; share: of a criterion's points, 0 to 1; off: by how much it is missed, signed.

    off is not a number where something is not known, and counts what is missing where keys are compared.
    """

    suits: Truths
    share: Numbers
    off: Numbers


class Criterion(Protocol):
    """points: how many there are at best; 0 of a condition alone."""

    @property
    def name(self) -> str: ...

    @property
    def points(self) -> int: ...

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        """One of the two is a single row, or both are; columns of the other have a row each."""
        ...


@dataclass(frozen=True)
class Between:
    """A number of the offer lies between two of the wish; not a number where open or unknown.

    slack: up to which part of a limit it may be missed, above 0; points fall evenly until there.
    """

    name: str
    points: int
    value: str
    least: str
    most: str
    slack: float = 0.25

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        value, least, most = offer[self.value], wish[self.least], wish[self.most]
        wanted = ~(np.isnan(least) & np.isnan(most))
        known = ~np.isnan(value) | ~wanted
        above, below = np.fmax(value - most, 0.0), np.fmax(least - value, 0.0)
        room = np.fmax(np.where(above > 0, most, least) * self.slack, np.finfo(float).tiny)
        missed = np.nan_to_num((above + below) / room)
        share = np.where(known, np.clip(1.0 - missed, 0.0, 1.0), UNKNOWN_SHARE)
        off = np.where(known, np.nan_to_num(above - below), np.nan)
        return Judged(~known | (missed < 1.0), share, off)


@dataclass(frozen=True)
class Has:
    """The offer has what the wish needs: sets of keys; lacks: what the offer is known not to have.

    must: what a wish cannot do without. Of the rest each key has its part of the points, one that is not known half.
    """

    name: str
    points: int
    has: str
    lacks: str
    needs: str
    must: str

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        asked = wish[self.needs] | wish[self.must]
        wanted, there = _count(asked), _count(asked & offer[self.has])
        missing = _count(asked & offer[self.lacks] & ~offer[self.has])
        unknown = wanted - there - missing
        share = np.where(wanted > 0, (there + UNKNOWN_SHARE * unknown) / np.fmax(wanted, 1.0), 1.0)
        suits = _count(wish[self.must] & offer[self.lacks] & ~offer[self.has]) == 0
        return Judged(suits, share, np.where((missing == 0) & (unknown > 0), np.nan, -missing))


@dataclass(frozen=True)
class Allowed:
    """Keys of the wish against those the offer prefers and those it excludes; an excluded one does not suit.

    Full points where the offer prefers none, or one that the wish has, half where it prefers others.
    """

    name: str
    points: int
    kinds: str
    preferred: str
    excluded: str

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        kinds = wish[self.kinds]
        refused = _count(kinds & offer[self.excluded])
        open_to_all = _count(offer[self.preferred]) == 0
        liked = open_to_all | (_count(kinds & offer[self.preferred]) > 0)
        return Judged(refused == 0, np.where(liked, 1.0, UNKNOWN_SHARE), np.where(refused > 0, -1.0, 0.0 * refused))


@dataclass(frozen=True)
class Possible:
    """One of the keys that the wish takes is one that the offer has; neither side is without any. No points are given.

    off: -1 where none is.
    """

    name: str
    taken: str
    has: str
    points: int = 0

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        suits = _count(offer[self.has] & wish[self.taken]) > 0
        return Judged(suits, np.ones(suits.shape), np.where(suits, 0.0, -1.0))


@dataclass(frozen=True)
class Near:
    """The place of the offer is one that the wish names, or lies beside it, or further away.

    own, beside: keys of places of the offer; places: those of the wish, none for anywhere; far: whether the wish takes
    what lies further away. off: 0 there, 1 beside, 2 further away.
    """

    name: str
    points: int
    own: str
    beside: str
    places: str
    far: str

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        places = wish[self.places]
        there = (_count(places) == 0) | (_count(places & offer[self.own]) > 0)
        beside = _count(places & offer[self.beside]) > 0
        off = np.where(there, 0.0, np.where(beside, 1.0, 2.0))
        return Judged((off < 2.0) | wish[self.far], 1.0 - off / 3.0, off)


@dataclass(frozen=True)
class Lasting:
    """The time of an offer and that of a wish have so many days in common as the wish needs; days as numbers.

    begins, ends, lasts: of the offer, lasts the most days it is given for whenever that begins; from_day, until_day,
    days: of the wish. Not a number where open; no days: one is enough.
    """

    name: str
    points: int
    begins: str
    ends: str
    from_day: str
    until_day: str
    days: str
    lasts: str

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        begin = np.fmax(np.nan_to_num(offer[self.begins], nan=-np.inf), np.nan_to_num(wish[self.from_day], nan=-np.inf))
        end = np.fmin(np.nan_to_num(offer[self.ends], nan=np.inf), np.nan_to_num(wish[self.until_day], nan=np.inf))
        needed = np.fmax(np.nan_to_num(wish[self.days], nan=1.0), 1.0)
        shared = np.fmin(np.fmax(end - begin + 1.0, 0.0), np.nan_to_num(offer[self.lasts], nan=np.inf))
        share = np.clip(shared / needed, 0.0, 1.0)
        return Judged(shared > 0, share, np.fmin(shared - needed, 0.0))


@dataclass(frozen=True)
class Room:
    """Of the kinds of the wish there is still room beside the offer: how many more, by kind; below 0 are too many.

    room: for each offer a number a kind, not a number without a limit; kinds: the places of the wish's kinds in that
    row, equally many of each wish, of which the one with the least room counts. Where there is none left it still
    suits: people decide.
    """

    name: str
    points: int
    room: str
    kinds: str

    def judge(self, offer: Mapping[str, Any], wish: Mapping[str, Any]) -> Judged:
        room, kinds = offer[self.room], wish[self.kinds]
        left = reduce(np.fmin, (room[..., kinds[..., nth]] for nth in range(kinds.shape[-1])))
        off = np.fmin(np.nan_to_num(left, nan=0.0, posinf=0.0), 0.0)
        return Judged(np.ones(off.shape, dtype=bool), np.where(off < 0, 0.0, 1.0), off)


@dataclass(frozen=True)
class Finding:
    """What a criterion says of one pair: whether a condition holds, its points, and by how much it is missed.

    off: see `Judged`; None where something is not known.
    """

    name: str
    suits: bool
    points: float
    of: int
    off: float | None


@dataclass(frozen=True)
class Proposal:
    """score: thousandths of all points."""

    id: int
    score: int


def best(
    criteria: Sequence[Criterion], one: Mapping[str, Any], many: Side, *, offers: bool, most: int
) -> list[Proposal]:
    """The best of many for one, at most so many, the best first and of equals the one with the lower id.

    offers: whether the many are the offers, and the one a wish. Whatever fails a condition is not among them.
    """
    if not len(many.ids):
        return []
    suits = np.ones(len(many.ids), dtype=bool)
    total = np.zeros(len(many.ids))
    for criterion in criteria:
        judged = criterion.judge(many.columns, one) if offers else criterion.judge(one, many.columns)
        suits &= judged.suits
        total += judged.share * criterion.points
    scores = _thousandths(total, criteria)
    places = np.flatnonzero(suits)
    if len(places) > most:
        least = -np.partition(-scores[places], most - 1)[most - 1]
        places = places[scores[places] >= least]
    order = np.lexsort((many.ids[places], -scores[places]))[:most]
    return [Proposal(int(many.ids[place]), int(scores[place])) for place in places[order]]


def all_best(
    criteria: Sequence[Criterion], ones: Side, many: Side, *, offers: bool, most: int
) -> Iterator[tuple[int, list[Proposal]]]:
    """As `best`, for each of the ones, with its id."""
    for place, one in enumerate(ones.ids.tolist()):
        yield one, best(criteria, ones.row(place), many, offers=offers, most=most)


def findings(criteria: Sequence[Criterion], offer: Mapping[str, Any], wish: Mapping[str, Any]) -> list[Finding]:
    """What each criterion says of one offer and one wish, in the order of the criteria."""
    found = []
    for criterion in criteria:
        judged = criterion.judge(offer, wish)
        off = None if np.isnan(judged.off) else float(judged.off)
        points = float(judged.share) * criterion.points
        found.append(Finding(criterion.name, bool(judged.suits), points, criterion.points, off))
    return found


def score_of(criteria: Sequence[Criterion], offer: Mapping[str, Any], wish: Mapping[str, Any]) -> int | None:
    """The score of one pair, as `best` gives it; None where a condition fails."""
    found = findings(criteria, offer, wish)
    if not all(finding.suits for finding in found):
        return None
    return int(_thousandths(np.float64(sum(finding.points for finding in found)), criteria))


def _thousandths(total: Any, criteria: Sequence[Criterion]) -> NDArray[np.int64]:
    return np.asarray(np.rint(total * THOUSAND / sum(criterion.points for criterion in criteria)), dtype=np.int64)


def _count(words: Words) -> Numbers:
    return np.asarray(np.bitwise_count(words).sum(axis=-1), dtype=np.float64)
