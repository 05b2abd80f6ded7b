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
    """How many stood at a status before the first day and after the last, and how often somebody came or went."""

    status: str
    before: int
    came: int
    went: int
    after: int


def balance(now: Mapping[int, str], steps: Iterable[Step], *, since: date, until: date) -> list[Line]:
    """A line for each of STATUSES: before + came - went = after, and both columns of standings have len(now) in all.

    now: today's status of everybody who is counted; steps: all there were, as they followed each other, of others too.
    since, until: the first and the last day that count. A step that does not begin where the one before it ended, as
    after two entries were merged, counts from where that one ended.
    """
    taken: dict[int, list[Step]] = defaultdict(list)
    for step in steps:
        taken[step.organisation].append(step)
    before, came, went, after = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for organisation, status in now.items():
        own = taken[organisation]
        standing = own[0].from_status if own else status
        for step in own:
            standing = step.to_status if step.on < since else standing
        before[standing] += 1
        for step in own:
            if since <= step.on <= until and step.to_status != standing:
                went[standing] += 1
                came[step.to_status] += 1
                standing = step.to_status
        after[standing] += 1
    return [Line(status, before[status], came[status], went[status], after[status]) for status in STATUSES]


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
