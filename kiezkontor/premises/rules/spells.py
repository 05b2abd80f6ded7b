"""How uses of a unit follow from what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """One valid observation of a unit (superseded ones are left out by the caller).

    key: the observation's id, for order within a day and for the way back. since_earliest, since_latest: what the
    observer knew of the beginning, None where nothing. organisations: ids of the occupants. former_ended: why the use
    before ended, empty where the observer did not know.
    """

    key: int
    seen_on: date
    occupancy: str
    use_class: str = ""
    category: str = ""
    organisations: frozenset[int] = frozenset()
    since_earliest: date | None = None
    since_latest: date | None = None
    former_ended: str = ""

    @property
    def state(self) -> tuple[str, str, str, frozenset[int]]:
        return self.occupancy, self.use_class, self.category, self.organisations


@dataclass(frozen=True, slots=True)
class Spell:
    """One use: it begins between two days (earliest None: some time before) and is told by an observation.

    former_ended: why the use before ended, as whoever knew it last said.
    """

    begins_earliest: date | None
    begins_latest: date
    told_by: Seen
    former_ended: str = ""


def spells_from(observations: Iterable[Seen]) -> list[Spell]:
    """The uses of one unit in order of time, from its observations in any order; empty without any.

    Seeing the same state again begins nothing, but what the observer then knows of the beginning ("since before 2019")
    narrows the use that was there already. A new state began after the day the former one was last seen and at the
    latest on the day it was seen itself; what the observer knew of the beginning narrows this, but cannot contradict
    it. "Not determinable" says nothing of what was there meanwhile: what is seen next may have begun as early as if
    nobody had come, and where it is what was there before, when that did. Of several observations on one day the last
    entered one counts.
    """
    last_of_day = {seen.seen_on: seen for seen in sorted(observations, key=lambda seen: (seen.seen_on, seen.key))}
    spells: list[Spell] = []
    former: Seen | None = None
    known: tuple[Seen, Spell] | None = None
    limits = Limits()
    for seen in last_of_day.values():
        if former is not None and former.state == seen.state:
            spells[-1] = narrowed(spells[-1], seen, limits)
        else:
            limits = limits_after(former, known, seen)
            spells.append(narrowed(Spell(limits.earliest, seen.seen_on, seen), seen, limits))
        former = seen
        if seen.occupancy != UNKNOWN:
            known = seen, spells[-1]
    return spells


@dataclass(frozen=True, slots=True)
class Limits:
    """earliest: a use did not begin before; latest: nor is it told to have begun for certain before. None for none."""

    earliest: date | None = None
    latest: date | None = None


def limits_after(former: Seen | None, known: tuple[Seen, Spell] | None, seen: Seen) -> Limits:
    """former: what was seen last; known: what was seen last of those that said something, with its use."""
    if former is None:
        return Limits()
    latest = former.seen_on + DAY
    if former.occupancy != UNKNOWN or seen.occupancy == UNKNOWN:
        return Limits(latest, latest)
    if known is None:
        return Limits(None, latest)
    last, use = known
    return Limits(use.begins_earliest if last.state == seen.state else last.seen_on + DAY, latest)


def narrowed(spell: Spell, seen: Seen, limits: Limits) -> Spell:
    """The use with what an observer knew of its beginning, within its limits."""
    latest = min(spell.begins_latest, seen.since_latest or spell.begins_latest)
    said = [day for day in (spell.begins_earliest, seen.since_earliest) if day is not None]
    earliest = max(said) if said else None
    if limits.latest is not None:
        latest = max(latest, limits.latest)
    if limits.earliest is not None:
        earliest = max(earliest or limits.earliest, limits.earliest)
    if earliest is not None:
        earliest = min(earliest, latest)
    former_ended = seen.former_ended or spell.former_ended
    return replace(spell, begins_earliest=earliest, begins_latest=latest, former_ended=former_ended)
