"""The one rule by which numbers of the inventory are hidden, so that no total under three can be told by subtraction.

What is public makes a web of sums. Each number is a flow from one sum to the next. A hidden flow can be recomputed from
the others exactly where no other flow can be exchanged for it, that is where it lies on no circle of hidden flows
(Gusfield 1988 for two-way tables). So flows are hidden until each small one lies on such a circle, and until no sum of
hidden ones by itself tells a total under three. Of vacancies everybody knows some from the open map; what is left of a
number without those is as secret as the number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

SMALLEST_SHOWN = 3

type Key = tuple[Any, ...]
type Node = tuple[str, ...]


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def gives_away(hidden: list[int]) -> bool:
    """Does the sum of these hidden counts tell one of them, or a total under three?"""
    if not hidden:
        return False
    all_at_most = all(count < SMALLEST_SHOWN for count in hidden) and sum(hidden) == len(hidden) * (SMALLEST_SHOWN - 1)
    return len(hidden) < 2 or sum(hidden) < SMALLEST_SHOWN or all_at_most


@dataclass(frozen=True, slots=True)
class Flow:
    """A number. floor: what everybody knows it to be at least when it is hidden, as zeros are shown where rows are.

    rank: what is rather hidden has a lower one. listed: how many of the units everybody finds one by one on the map.
    """

    key: Key
    tail: Node
    head: Node
    value: int
    floor: int = 0
    rank: int = 0
    listed: int = 0

    @property
    def unlisted(self) -> int:
        return self.value - self.listed

    @property
    def is_small(self) -> bool:
        """Whether it must not be told: one or two of which everybody finds all on the map is only not printed."""
        return is_small(self.unlisted)

    @property
    def least(self) -> int:
        return max(self.floor, self.listed)


@dataclass
class Web:
    """known: numbers told elsewhere, which can stand for nothing where they are the same. hidden: at first, and then.

    sums_from: kinds of sums in the order they are looked at: what is hidden above often protects what is below.
    """

    flows: Sequence[Flow]
    hidden: set[Key] = field(default_factory=set)
    known: Mapping[Key, int] = field(default_factory=dict)
    sums_from: Sequence[str] = ()
    at: dict[Node, list[Flow]] = field(init=False)
    told: set[Key] = field(init=False)

    def __post_init__(self) -> None:
        self.at = defaultdict(list)
        for flow in self.flows:
            self.at[flow.tail].append(flow)
            self.at[flow.head].append(flow)
        self.told = {flow.key for flow in self.flows if self.known.get(flow.key) == flow.value}
        self.hidden = self.hidden | {flow.key for flow in self.flows if flow.is_small or is_small(flow.value)}

    def is_secret(self, flow: Flow) -> bool:
        return flow.key in self.hidden and flow.key not in self.told

    def hide_all_that_tells(self) -> bool:
        """False where numbers are told even by what would be left: that the others are zero."""
        nodes = sorted(self.at, key=lambda node: (self.sums_from.index(node[0]) if self.sums_from else 0, node))
        while True:
            count = len(self.hidden)
            for node in nodes:
                if self.tells(node) and not self.hide_one_more([node]):
                    return False
            if len(self.hidden) > count:
                continue
            for flow in self.flows:
                if self.is_told(flow) and not self.hide_one_more([flow.tail, flow.head]):
                    return False
            if len(self.hidden) == count and not self.hide_further():
                return True

    def hide_further(self) -> bool:
        """Whether more had to be hidden for what is no part of the web."""
        return False

    def tells(self, node: Node) -> bool:
        """Whether the hidden flows on one side of a sum are told by the shown ones: one alone, or few together.

        That there is nothing somewhere is no secret.
        """
        hidden = [flow for flow in self.at[node] if self.is_secret(flow)]
        if {flow.head == node for flow in hidden} != {True} and {flow.tail == node for flow in hidden} != {True}:
            return False
        return gives_away([flow.unlisted for flow in hidden if flow.unlisted])

    def is_told(self, flow: Flow) -> bool:
        """Whether a small hidden flow can have no other value."""
        return flow.is_small and flow.key not in self.told and not self.directions(flow, among=self.hidden - self.told)

    def directions(self, flow: Flow, *, among: Set[Key]) -> set[int]:
        """Whether a flow can grow (1) or shrink (-1) on a circle with others of these."""
        found = {1} if self.leads(flow.head, flow.tail, among=among - {flow.key}) else set()
        if flow.value > flow.least and self.leads(flow.tail, flow.head, among=among - {flow.key}):
            found.add(-1)
        return found

    def leads(self, start: Node, goal: Node, *, among: Set[Key]) -> bool:
        """Whether more can be sent from one sum to another: along these flows, or against those that may shrink."""
        reached, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            for flow in self.at[node]:
                if flow.key not in among:
                    continue
                if flow.tail == node:
                    other = flow.head
                elif flow.value > flow.least:
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
            left = [flow for flow in flows if flow.key not in self.hidden | self.told and flow.value > 0]
            if left:
                best = min(left, key=self.order)
                self.hidden |= {flow.key for flow in (self.like(best, left) if flows is near else [best])}
                return True
        return False

    def like(self, best: Flow, left: Collection[Flow]) -> list[Flow]:
        """What is hidden together with a flow, because which of them stayed would tell on the others."""
        rank = self.rank(best)
        return [flow for flow in left if self.rank(flow) == rank and flow.value == best.value]

    def order(self, flow: Flow) -> tuple[Any, ...]:
        """Of one rank rather one that is needed at its other end too."""
        helps_twice = self.tells(flow.tail) and self.tells(flow.head)
        return self.rank(flow), not helps_twice, flow.value, flow.key

    def rank(self, flow: Flow) -> int:
        return flow.rank
