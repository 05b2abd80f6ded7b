"""How uses of a unit follow from what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One valid observation of a unit (superseded ones are left out by the caller).

    key: the observation's id, for order within a day and for the way back. since_earliest, since_latest: what the
    observer knew of the beginning, None where nothing. organisations: ids of the occupants.
    """

    key: int
    seen_on: date
    occupancy: str
    use_class: str = ""
    category: str = ""
    organisations: frozenset[int] = frozenset()
    since_earliest: date | None = None
    since_latest: date | None = None

    @property
    def state(self) -> tuple[str, str, str, frozenset[int]]:
        return self.occupancy, self.use_class, self.category, self.organisations


@dataclass(frozen=True, slots=True)
class Spell:
    """One use: it begins between two days (earliest None: some time before) and is told by an observation."""

    begins_earliest: date | None
    begins_latest: date
    told_by: Seen


def spells_from(observations: Iterable[Seen]) -> list[Spell]:
    """The uses of one unit in order of time, from its observations in any order; empty without any.

    Seeing the same state again begins nothing, but what the observer then knows of the beginning ("since before 2019")
    narrows the use that was there already. A new state began after the day the former one was last seen and at the
    latest on the day it was seen itself; what the observer knew of the beginning narrows this, but cannot contradict
    it. Of several observations on one day the last entered one counts.
    """
    last_of_day = {seen.seen_on: seen for seen in sorted(observations, key=lambda seen: (seen.seen_on, seen.key))}
    spells: list[Spell] = []
    former: Seen | None = None
    first_possible: date | None = None
    for seen in last_of_day.values():
        if former is not None and former.state == seen.state:
            spells[-1] = narrowed(spells[-1], seen, first_possible)
        else:
            first_possible = former.seen_on + DAY if former is not None else None
            spells.append(narrowed(Spell(first_possible, seen.seen_on, seen), seen, first_possible))
        former = seen
    return spells


def narrowed(spell: Spell, seen: Seen, first_possible: date | None) -> Spell:
    """The use with what an observer knew of its beginning; first_possible: not before this day, None for no limit."""
    latest = min(spell.begins_latest, seen.since_latest or spell.begins_latest)
    known = [day for day in (spell.begins_earliest, seen.since_earliest) if day is not None]
    earliest = max(known) if known else None
    if first_possible is not None:
        latest = max(latest, first_possible)
        earliest = max(earliest or first_possible, first_possible)
    if earliest is not None:
        earliest = min(earliest, latest)
    return replace(spell, begins_earliest=earliest, begins_latest=latest)
