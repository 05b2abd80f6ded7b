"""How the pipeline got from its standing on one day to that on another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kiezkontor.outreach.rules.pipeline import IN_THE_NETWORK, STATUSES


class Step(NamedTuple):
    organisation: int
    from_status: str
    to_status: str
    on: date


@dataclass(frozen=True, slots=True)
class Line:
    """How many stood at a status before the first day and after the last, and how often somebody came or went.

    new: how many stood there when they became known within the days.
    """

    status: str
    before: int
    new: int
    came: int
    went: int
    after: int


@dataclass(frozen=True, slots=True)
class Balance:
    """A line for each of STATUSES: before + new + came - went = after.

    won: who is in the network after the days and was not before; left: the other way round.
    """

    lines: list[Line]
    won: int
    left: int

    @property
    def new(self) -> int:
        return sum(line.new for line in self.lines)


def balance(
    now: Mapping[int, str],
    steps: Iterable[Step],
    *,
    known_on: Mapping[int, date],
    since: date,
    until: date,
) -> Balance:
    """The way from the standing before the first of some days to the standing after the last.

    now: today's status of everybody who is counted; steps: all there were, as they followed each other, of others too.
    known_on: since when each is known; a step before that day tells of an earlier one, and who is missing was known
    all along. Who became known after the last day is not counted.
    since, until: the first and the last day that count. A step that does not begin where the one before it ended, as
    after two entries were merged, counts from where that one ended.
    """
    taken: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        taken[step.organisation].append(step)
    before, new, came, went, after = (Counter[str]() for _column in range(5))
    won = left = 0
    for organisation, status in now.items():
        own = taken[organisation]
        known = min([known_on.get(organisation, date.min), *(step.on for step in own[:1])])
        if known > until:
            continue
        standing = own[0].from_status if own else status
        for step in own:
            standing = step.to_status if step.on < since else standing
        was_known = known < since
        was_inside = was_known and standing in IN_THE_NETWORK
        (before if was_known else new)[standing] += 1
        for step in own:
            if since <= step.on <= until and step.to_status != standing:
                went[standing] += 1
                came[step.to_status] += 1
                standing = step.to_status
        after[standing] += 1
        is_inside = standing in IN_THE_NETWORK
        won, left = won + (is_inside and not was_inside), left + (was_inside and not is_inside)
    lines = [
        Line(status, before[status], new[status], came[status], went[status], after[status]) for status in STATUSES
    ]
    return Balance(lines, won, left)


@dataclass(frozen=True, slots=True)
class Reached:
    """At the end of the days: how many are known, of them spoken to, of those in the network. share: per cent."""

    known: int
    spoken_to: int
    won: int
    share: float


def reached(lines: Iterable[Line]) -> Reached:
    after = {line.status: line.after for line in lines}
    known = sum(after.values())
    spoken_to = known - after["identified"]
    won = sum(after[status] for status in IN_THE_NETWORK)
    return Reached(known, spoken_to, won, round(100 * won / spoken_to, 1) if spoken_to else 0.0)
