"""How uses of a unit follow from what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
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

    Seeing the same state again begins nothing. A new state began after the day the former one was last seen and at the
    latest on the day it was seen itself; what the observer knew of the beginning narrows this, but cannot contradict
    it. Of several observations on one day the last entered one counts.
    """
    last_of_day = {seen.seen_on: seen for seen in sorted(observations, key=lambda seen: (seen.seen_on, seen.key))}
    spells: list[Spell] = []
    former: Seen | None = None
    for seen in last_of_day.values():
        if former is not None and former.state == seen.state:
            former = seen
            continue
        earliest, latest = seen.since_earliest, min(seen.since_latest or seen.seen_on, seen.seen_on)
        if former is not None:
            first_possible = former.seen_on + DAY
            earliest = max(earliest or first_possible, first_possible)
            latest = max(latest, first_possible)
        if earliest is not None:
            earliest = min(earliest, latest)
        spells.append(Spell(earliest, latest, seen))
        former = seen
    return spells
