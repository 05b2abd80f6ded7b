"""A day of visits: who sees what and when, so that the scores of all visits together are as high as they can be.

First a flow decides who sees what: guests give at most so many visits, hosts take as many as all their slots hold, and
each pair meets at most once. Then the slots are given out as the colours of the edges of a graph of two sides, which
always works with as many as the busiest needs (König 1916): no guest is at two places at once.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

type Pair = tuple[int, int]
"""A guest and a host."""
type _End = tuple[str, int, int]
type _Given = Mapping[_End, dict[int, tuple[Pair, tuple[_End, _End]]]]
"""Of each end the pairs it meets, by slot."""


@dataclass(frozen=True)
class Visit:
    """slot: from 0."""

    guest: int
    host: int
    slot: int


def visits(scores: Mapping[Pair, int], *, slots: int, per_guest: int, per_slot: int) -> list[Visit]:
    """The visits with the highest sum of scores, by slot, host and guest.

    scores: whole numbers; pairs without one above 0 do not meet. Hosts are there in all slots. per_guest: visits at
    most; per_slot: guests at most at one host in one slot. Of equal sums that one counts which has the earliest pairs,
    in order of guest and host. Nothing where no pair may meet or there is no slot.
    """
    most = min(per_guest, slots)
    if most < 1 or per_slot < 1:
        return []
    chosen = _chosen(scores, per_guest=most, per_host=slots * per_slot)
    return sorted(_in_slots(chosen, slots=slots, per_slot=per_slot), key=lambda one: (one.slot, one.host, one.guest))


@dataclass
class _Network:
    """Edges in pairs: an even one and, behind it, its way back; flow goes over an edge with room."""

    to: list[int] = field(default_factory=list)
    room: list[int] = field(default_factory=list)
    cost: list[int] = field(default_factory=list)
    leaving: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def edge(self, start: int, end: int, room: int, cost: int) -> int:
        for there, back, free, price in ((start, end, room, cost), (end, start, 0, -cost)):
            self.leaving[there].append(len(self.to))
            self.to.append(back)
            self.room.append(free)
            self.cost.append(price)
        return len(self.to) - 2


def _chosen(scores: Mapping[Pair, int], *, per_guest: int, per_host: int) -> list[Pair]:
    """Successive cheapest paths; each further path gains no more than the last, so one without gain ends it."""
    pairs = sorted(pair for pair, score in scores.items() if score > 0)
    guests = {guest: place + 2 for place, guest in enumerate(dict.fromkeys(guest for guest, _host in pairs))}
    hosts = {host: place + 2 + len(guests) for place, host in enumerate(dict.fromkeys(host for _guest, host in pairs))}
    network, source, sink = _Network(), 0, 1
    for node in guests.values():
        network.edge(source, node, per_guest, 0)
    for node in hosts.values():
        network.edge(node, sink, per_host, 0)
    # An earlier pair weighs more than all later ones together and less than one point of a score.
    weights = {pair: (scores[pair] << len(pairs)) + (1 << len(pairs) - 1 - place) for place, pair in enumerate(pairs)}
    edges = {pair: network.edge(guests[pair[0]], hosts[pair[1]], 1, -weights[pair]) for pair in pairs}
    while (path := _cheapest(network, source, sink)) is not None:
        for edge in path:
            network.room[edge] -= 1
            network.room[edge ^ 1] += 1
    return [pair for pair in pairs if not network.room[edges[pair]]]


def _cheapest(network: _Network, source: int, sink: int) -> list[int] | None:
    """The edges of the cheapest path, from the end to the beginning; None where there is none that gains anything."""
    cost, came_by = {source: 0}, dict[int, int]()
    waiting, queued = [source], {source}
    for node in waiting:
        queued.discard(node)
        for edge in network.leaving[node]:
            there, price = network.to[edge], cost[node] + network.cost[edge]
            if network.room[edge] and (there not in cost or price < cost[there]):
                cost[there], came_by[there] = price, edge
                if there not in queued:
                    queued.add(there)
                    waiting.append(there)
    if cost.get(sink, 0) >= 0:
        return None
    path, node = [], sink
    while node != source:
        path.append(came_by[node])
        node = network.to[came_by[node] ^ 1]
    return path


def _in_slots(pairs: Sequence[Pair], *, slots: int, per_slot: int) -> list[Visit]:
    """Each pair a slot, so that no guest has one twice and no host one more often than so many times."""
    met: defaultdict[int, int] = defaultdict(int)
    at: _Given = defaultdict(dict)
    for pair in pairs:
        guest, host = pair
        # A host with room for several at once stands for as many that have room for one.
        ends: tuple[_End, _End] = (("guest", guest, 0), ("host", host, met[host] % per_slot))
        met[host] += 1
        ours, theirs = (next(slot for slot in range(slots) if slot not in at[end]) for end in ends)
        if ours != theirs:
            _swap(at, ends[1], ours, theirs)
        for end in ends:
            at[end][ours] = (pair, ends)
    return [Visit(*pair, slot) for end, given in at.items() if end[0] == "guest" for slot, (pair, _) in given.items()]


def _swap(at: _Given, end: _End, slot: int, other: int) -> None:
    """Change two slots along the chain of visits that begins here, so that the first of them becomes free."""
    chain = []
    node, want = end, slot
    while want in at[node]:
        pair, ends = at[node][want]
        chain.append((pair, ends, want))
        node = ends[0] if ends[1] == node else ends[1]
        want = other if want == slot else slot
    for _pair, ends, had in chain:
        for one in ends:
            del at[one][had]
    for pair, ends, had in chain:
        for one in ends:
            at[one][other if had == slot else slot] = (pair, ends)
