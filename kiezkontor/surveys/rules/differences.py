"""What changed between two survey rounds."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiezkontor.surveys.rules.recorded import Recorded


class What(StrEnum):
    OPENING = "opening"
    CLOSURE = "closure"
    MOVE = "move"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Difference:
    """One event. organisation: its id, None for a use without a name and for a change of the unit itself.

    before, after: the unit as either round found it; for a move the former and the new one.
    """

    what: What
    organisation: int | None
    before: Recorded | None
    after: Recorded | None

    @property
    def units(self) -> set[int]:
        return {row.unit for row in (self.before, self.after) if row is not None}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two rounds. before, after: all they recorded, or only what differs between them.

    since: the reference date of the earlier one. ended: units that ceased to exist in between without a successor.
    elsewhere: organisations of the units left out because they are the same in both.
    """

    before: Sequence[Recorded]
    after: Sequence[Recorded]
    since: date
    ended: Collection[int] = ()
    elsewhere: Collection[int] = ()


def counted(found: Iterable[Difference]) -> dict[What, int]:
    numbers = Counter(each.what for each in found)
    return {what: numbers[what] for what in What}


def differences(two: Compared) -> list[Difference]:
    """Every event once, ordered by kind and unit.

    An organisation the earlier round knew nowhere has opened; one the later round knows nowhere has closed; one whose
    places have nothing in common has moved. A use without a name is told by its unit. What else a unit changed (use
    class, category, from vacant to housing) is a change. Not determinable is no news, and neither is a unit that only
    one round looked at, but for a use that began for certain after the earlier one and a unit that is gone.
    """
    pairs = Pairs(two)
    found = [*openings(pairs), *closures(pairs), *moves(pairs)]
    told = {unit for each in found for unit in each.units}
    return [*found, *changes(pairs, told)]


@dataclass
class Pairs:
    """Who was where in either round, and which unit stands for which."""

    two: Compared
    was: dict[int, Recorded] = field(init=False)
    then: dict[int, Recorded] = field(init=False)
    there_before: dict[int, list[Recorded]] = field(init=False)
    there_after: dict[int, list[Recorded]] = field(init=False)

    def __post_init__(self) -> None:
        self.was = {row.unit: row for row in self.two.before}
        self.then = {}
        for row in sorted(self.two.after, key=lambda row: row.unit):
            for place in row.places | {row.unit}:
                self.then.setdefault(place, row)
        self.there_before, self.there_after = where(self.two.before), where(self.two.after)

    def before(self, row: Recorded) -> Recorded | None:
        """What the earlier round found in the place of a unit of the later one; of several the first."""
        return next((self.was[place] for place in sorted(row.places | {row.unit}) if place in self.was), None)

    def after(self, row: Recorded) -> Recorded | None:
        return self.then.get(row.unit)


def where(rows: Sequence[Recorded]) -> dict[int, list[Recorded]]:
    """Organisation → the units it uses, by id."""
    found: defaultdict[int, list[Recorded]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.unit):
        if row.is_used:
            for who in sorted(row.occupants):
                found[who].append(row)
    return dict(found)


def openings(pairs: Pairs) -> Iterator[Difference]:
    known = pairs.there_before.keys() | set(pairs.two.elsewhere)
    for who, rows in sorted(pairs.there_after.items()):
        if who not in known and (row := next((row for row in rows if is_news(pairs, row)), None)):
            yield Difference(What.OPENING, who, pairs.before(row), row)
    for row in nameless(pairs.two.after):
        was = pairs.before(row)
        if is_news(pairs, row) and not (was and was.is_used):
            yield Difference(What.OPENING, None, was, row)


def is_news(pairs: Pairs, row: Recorded) -> bool:
    """Whether the use of a unit can be told from what the earlier round found there."""
    was = pairs.before(row)
    if was is None or was.occupancy == "unknown":
        return row.begins_earliest is not None and row.begins_earliest > pairs.two.since
    return not (was.is_used and not was.occupants)


def closures(pairs: Pairs) -> Iterator[Difference]:
    known = pairs.there_after.keys() | set(pairs.two.elsewhere)
    for who, rows in sorted(pairs.there_before.items()):
        if who not in known and (row := next((row for row in rows if is_over(pairs, row)), None)):
            yield Difference(What.CLOSURE, who, row, pairs.after(row))
    for row in nameless(pairs.two.before):
        then = pairs.after(row)
        if is_over(pairs, row) and not (then and then.is_used):
            yield Difference(What.CLOSURE, None, row, then)


def is_over(pairs: Pairs, row: Recorded) -> bool:
    """Whether the later round tells that the use a unit had is not there any more."""
    then = pairs.after(row)
    if then is None:
        return row.unit in pairs.two.ended
    return then.occupancy != "unknown" and not (then.is_used and not then.occupants)


def moves(pairs: Pairs) -> Iterator[Difference]:
    """An organisation that is in other units than before, and was only in the units compared."""
    for who, rows in sorted(pairs.there_after.items()):
        former = pairs.there_before.get(who)
        if not former or who in pairs.two.elsewhere:
            continue
        origins = {row.unit for row in former}
        if not any(origins & (row.places | {row.unit}) for row in rows):
            yield Difference(What.MOVE, who, former[0], rows[0])


def changes(pairs: Pairs, told: Collection[int]) -> Iterator[Difference]:
    for row in sorted(pairs.two.after, key=lambda row: row.unit):
        was = pairs.before(row)
        if was is None or row.unit in told or was.unit in told or "unknown" in {was.occupancy, row.occupancy}:
            continue
        if was.occupancy != row.occupancy or differ(was.use_class, row.use_class) or differ(was.category, row.category):
            yield Difference(What.CHANGE, None, was, row)


def differ(one: str, other: str) -> bool:
    """Both known and not the same."""
    return bool(one and other and one != other)


def nameless(rows: Sequence[Recorded]) -> list[Recorded]:
    """Uses nobody noted a name of, by unit."""
    return sorted((row for row in rows if row.is_used and not row.occupants), key=lambda row: row.unit)
