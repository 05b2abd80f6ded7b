"""Which numbers of a survey round may be public, so that no total under three can be told, not even by subtraction.

All that is public about units is one web of sums: the district into parts, parts into streets, streets into what is
vacant and what is not, parts into the lines of the use structure, lines into the district again. Each number is a flow
from one sum to the next. A hidden flow can be recomputed from the others exactly where no other flow can be exchanged
for it, that is where it lies on no circle of hidden flows (Gusfield 1988 for two-way tables). So flows are hidden until
each hidden one lies on such a circle, and until no sum of hidden ones by itself tells a total under three.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kiezkontor.directory.rules.totals import SMALLEST_SHOWN, gives_away
from kiezkontor.surveys.rules.figures import STRUCTURE, row_name
from kiezkontor.surveys.rules.recorded import Recorded

type Key = tuple[str, ...]
type Node = tuple[str, ...]

VACANT = "vacant"
WHOLE, PART, LINE, STREET, STREET_VACANT, STREET_OTHER = "whole", "part", "line", "street", "vacant_in", "other_in"
# What is rather hidden than something else: what no page shows first, sums of sums last.
RANK = {STREET_OTHER: 0, STREET_VACANT: 1, LINE: 1, STREET: 2, WHOLE: 3, PART: 4}
# How many units are vacant is what people look for first, so it is hidden last.
RANK_OF_VACANCY = {LINE: 5, WHOLE: 6}
IN, OUT, OTHER = ("in",), ("out",), "other"
# In this order sums are looked at: what is hidden above often protects what is below.
FROM_ABOVE = ("in", PART, STREET, VACANT, OTHER, LINE, "out")


@dataclass(frozen=True, slots=True)
class Flow:
    """A number. floor: what everybody knows it to be at least when it is hidden, as zeros are shown where rows are."""

    key: Key
    tail: Node
    head: Node
    value: int
    floor: int

    @property
    def rank(self) -> int:
        kind = self.key[0]
        return RANK_OF_VACANCY.get(kind, RANK[kind]) if self.key[-1] == VACANT else RANK[kind]


def published(recorded: Iterable[Recorded], *, earlier: Mapping[Key, int] | None = None) -> dict[Key, int]:
    """Key → number of all that may be public of a round; empty where the whole has fewer than three units.

    Keys: ("whole", line), ("part", name), ("line", part, line), ("street", part, street), ("vacant_in", part, street);
    what is missing is hidden. A part or street of fewer than three units is missing altogether.
    earlier: what is public of an earlier round. A number that has not changed since is known to whoever believes that
    little changes, so others are rather hidden than that.
    """
    rows = list(recorded)
    if len(rows) < SMALLEST_SHOWN:
        return {}
    web = Web(flows_of(rows), known=earlier or {})
    if not web.hide_all_that_tells():
        return {}
    return {flow.key: flow.value for flow in web.flows if flow.key not in web.hidden and flow.key[0] != STREET_OTHER}


def flows_of(rows: Collection[Recorded]) -> list[Flow]:
    parts = Counter(row.sub_location for row in rows)
    streets = Counter((row.sub_location, row.street) for row in rows)
    vacant = Counter((row.sub_location, row.street) for row in rows if row_name(row) == VACANT)
    cells = Counter((row.sub_location, row_name(row)) for row in rows)
    whole = Counter(row_name(row) for row in rows)
    flows = [Flow((PART, part), IN, (PART, part), count, 1) for part, count in sorted(parts.items())]
    for (part, street), count in sorted(streets.items()):
        at, empty = (STREET, part, street), vacant[part, street]
        floor = int(count >= SMALLEST_SHOWN)
        flows += [
            Flow(at, (PART, part), at, count, floor),
            Flow((STREET_VACANT, part, street), at, (VACANT, part), empty, floor),
            Flow((STREET_OTHER, part, street), at, (OTHER, part), count - empty, 0),
        ]
    for part in sorted(parts):
        floor = int(parts[part] >= SMALLEST_SHOWN)
        for line in STRUCTURE:
            tail = (VACANT if line == VACANT else OTHER, part)
            flows.append(Flow((LINE, part, line), tail, (LINE, line), cells[part, line], floor))
    return [*flows, *(Flow((WHOLE, line), (LINE, line), OUT, whole[line], 1) for line in STRUCTURE)]


@dataclass
class Web:
    flows: list[Flow]
    known: Mapping[Key, int]
    hidden: set[Key] = field(init=False)
    at: dict[Node, list[Flow]] = field(init=False)

    def __post_init__(self) -> None:
        self.at = defaultdict(list)
        for flow in self.flows:
            self.at[flow.tail].append(flow)
            self.at[flow.head].append(flow)
        small = {flow.key for flow in self.flows if self.is_small(flow)}
        self.hidden = small | {flow.key for flow in self.flows if self.belongs_to_few(flow)}

    def is_small(self, flow: Flow) -> bool:
        return 0 < flow.value < SMALLEST_SHOWN

    def belongs_to_few(self, flow: Flow) -> bool:
        """Whether it is of a part or a street of fewer than three units, of which nothing is shown at all."""
        rows = [node for node in (flow.tail, flow.head) if node[0] in {PART, STREET}]
        if flow.key[0] == LINE:
            rows = [(PART, flow.key[1])]
        return any(self.units(node) < SMALLEST_SHOWN for node in rows)

    def units(self, node: Node) -> int:
        return sum(flow.value for flow in self.at[node] if flow.head == node)

    def hide_all_that_tells(self) -> bool:
        """False where numbers are told even by what would be left: that the others are zero."""
        nodes = sorted(self.at, key=lambda node: (FROM_ABOVE.index(node[0]), node))
        while True:
            count = len(self.hidden)
            for node in nodes:
                if self.tells(node) and not self.hide_one_more([node]):
                    return False
            if len(self.hidden) > count:
                continue
            for flow in self.flows:
                if self.is_small(flow) and self.is_told(flow) and not self.hide_one_more([flow.tail, flow.head]):
                    return False
            if len(self.hidden) == count and not self.hide_beside_street_totals():
                return True

    def hide_beside_street_totals(self) -> bool:
        """Whether more had to be hidden because the list of vacant units gives totals of whole streets.

        A street that lies in several parts must not tell the hidden number of one by subtraction from its total.
        """
        streets: defaultdict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows:
            if flow.key[0] == STREET_VACANT and flow.value:
                streets[flow.key[2]].append(flow)
        for flows in streets.values():
            hidden = [flow.value for flow in flows if flow.key in self.hidden]
            left = [flow for flow in flows if flow.key not in self.hidden]
            if left and gives_away(hidden):
                self.hidden.add(min(left, key=self.order).key)
                return True
        return False

    def tells(self, node: Node) -> bool:
        """Whether the hidden flows on one side of a sum are told by the shown ones: one alone, or few together.

        That there is nothing somewhere is no secret.
        """
        hidden = [flow for flow in self.at[node] if flow.key in self.hidden]
        if {flow.head == node for flow in hidden} != {True} and {flow.tail == node for flow in hidden} != {True}:
            return False
        return gives_away([flow.value for flow in hidden if flow.value])

    def is_told(self, flow: Flow) -> bool:
        """Whether a hidden flow can have no other value: no circle of hidden ones lets it grow or shrink."""
        grows = self.leads(flow.head, flow.tail, without=flow)
        shrinks = flow.value > flow.floor and self.leads(flow.tail, flow.head, without=flow)
        return not (grows or shrinks)

    def leads(self, start: Node, goal: Node, *, without: Flow) -> bool:
        """Whether more can be sent from one sum to another: along hidden flows, or against those that may shrink."""
        reached, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            for flow in self.at[node]:
                if flow.key not in self.hidden or flow is without:
                    continue
                if flow.tail == node:
                    other = flow.head
                elif flow.value > flow.floor:
                    other = flow.tail
                else:
                    continue
                if other == goal:
                    return True
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return False

    def hide_one_more(self, around: Iterable[Node]) -> bool:
        """Hide the best flow at these sums, with all of its kind and size there; False where nothing is left."""
        near = [flow for node in around for flow in self.at[node]]
        for flows in (near, self.flows):
            left = [flow for flow in flows if flow.key not in self.hidden and flow.value > 0]
            if left:
                best = min(left, key=self.order)
                rank = self.rank(best)
                like = [each for each in left if self.rank(each) == rank and each.value == best.value]
                self.hidden |= {
                    each.key for each in (like if flows is near and best.key[0] != STREET_OTHER else [best])
                }
                return True
        return False

    def order(self, flow: Flow) -> tuple[int, bool, bool, int, Key]:
        """Of one rank rather one that is not known from an earlier round, and that is needed at its other end too."""
        is_known = self.known.get(flow.key) == flow.value
        helps_twice = self.tells(flow.tail) and self.tells(flow.head)
        return self.rank(flow), is_known, not helps_twice, flow.value, flow.key

    def rank(self, flow: Flow) -> int:
        """What is not vacant in a street costs nothing where its vacancy is hidden, and otherwise that as well."""
        kind, *street = flow.key
        if kind == STREET_OTHER and not self.hidden & {(STREET_VACANT, *street), (STREET, *street)}:
            return RANK_OF_VACANCY[LINE] - 1
        return flow.rank


def hidden_lines(shown: Mapping[Key, int]) -> set[str]:
    return {line for line in STRUCTURE if (WHOLE, line) not in shown}


@dataclass(frozen=True, slots=True)
class PublicEvents:
    """What changed between two published rounds; None where it may not be told."""

    openings: int | None
    closures: int | None
    moves: int | None
    changes: int | None


def public_events(
    counts: Mapping[str, int], *, before: Mapping[Key, int], after: Mapping[Key, int], used: Collection[str]
) -> PublicEvents:
    """counts: by the values of What. before, after: what is public of the rounds. used: the lines of units in use.

    Openings less closures are what the units in use became more; so both are told or neither, and neither where a
    round hides some of the units in use and some of the others, whose sum that difference would take apart.
    """
    openings, closures = counts.get("opening", 0), counts.get("closure", 0)
    mixed = any(is_mixed(hidden_lines(shown), used) for shown in (before, after))
    told = not mixed and min(openings, closures) >= SMALLEST_SHOWN
    moves, changes = (at_least_three(counts.get(what, 0)) for what in ("move", "change"))
    return PublicEvents(openings if told else None, closures if told else None, moves, changes)


def is_mixed(hidden: Collection[str], used: Collection[str]) -> bool:
    return any(line in used for line in hidden) and any(line not in used for line in hidden)


def at_least_three(count: int) -> int | None:
    return count if count >= SMALLEST_SHOWN else None


def splits_safely(part: int, of: int) -> bool:
    """Whether neither a part of a whole nor the rest of it is a total under three; none at all is no such total."""
    return all(count == 0 or count >= SMALLEST_SHOWN for count in (part, of - part)) and of >= SMALLEST_SHOWN
