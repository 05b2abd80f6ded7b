"""Which numbers of a survey round may be public: the web of its sums, hidden by the rule the directory has for all.

The district into parts, parts into streets, streets into what is vacant and what is not, parts into the lines of the
use structure, lines into the district again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kiezkontor.directory.rules.suppression import (
    SMALLEST_SHOWN,
    Flow,
    Key,
    Node,
    Web,
    gives_away,
    is_small,
)
from kiezkontor.directory.rules.totals import Totals, shown_parts
from kiezkontor.surveys.rules.figures import STRUCTURE, row_name
from kiezkontor.surveys.rules.recorded import Recorded

VACANT = "vacant"
WHOLE, PART, LINE, STREET, STREET_VACANT, STREET_OTHER = "whole", "part", "line", "street", "vacant_in", "other_in"
# What is rather hidden than something else: what no page shows first, sums of sums last.
RANK = {STREET_OTHER: 0, STREET_VACANT: 1, LINE: 1, STREET: 2, WHOLE: 3, PART: 4}
# How many units are vacant is what people look for first, so it is hidden last.
RANK_OF_VACANCY = {LINE: 5, WHOLE: 6}
IN, OUT, OTHER = ("in",), ("out",), "other"
FROM_ABOVE = ("in", PART, STREET, VACANT, OTHER, LINE, "out")


def published(recorded: Iterable[Recorded], *, earlier: Mapping[Key, int] | None = None) -> dict[Key, int]:
    """Key → number of all that may be public of a round; empty where the whole has fewer than three units.

    Keys: ("whole", line), ("part", name), ("line", part, line), ("street", part, street), ("vacant_in", part, street);
    what is missing is hidden. A part or street of fewer than three units is missing altogether.
    earlier: what is public of an earlier round. A number that has not changed since is known to whoever believes that
    little changes, so others are rather hidden than that; vacancies stand in the list of them until now. Of a first
    round that list has told what it may by itself.
    """
    rows = list(recorded)
    if len(rows) < SMALLEST_SHOWN:
        return {}
    flows = flows_of(rows)
    listed = list_of_vacancies(rows) if not earlier else {key: n for key, n in earlier.items() if is_listed(key)}
    web = RoundWeb(flows, known=listed, sums_from=FROM_ABOVE, believed=earlier or {})
    if not web.hide_all_that_tells():
        return {}
    return {flow.key: flow.value for flow in flows if flow.key not in web.hidden and flow.key[0] != STREET_OTHER}


def is_listed(key: Key) -> bool:
    """Whether the list of vacant units gives this number of a published round."""
    return key[0] == STREET_VACANT or key == (WHOLE, VACANT)


def flows_of(rows: Collection[Recorded]) -> list[Flow]:
    parts = Counter(row.sub_location for row in rows)
    streets = Counter((row.sub_location, row.street) for row in rows)
    cells = Counter((row.sub_location, row_name(row)) for row in rows)
    whole = Counter(row_name(row) for row in rows)
    vacant = Counter((row.sub_location, row.street) for row in rows if row_name(row) == VACANT)
    listed = Counter((row.sub_location, row.street) for row in rows if row.is_listed)
    in_part = Counter(row.sub_location for row in rows if row.is_listed)
    flows = [flow((PART, part), IN, (PART, part), count, 1) for part, count in sorted(parts.items())]
    for (part, street), count in sorted(streets.items()):
        at, empty = (STREET, part, street), vacant[part, street]
        floor = int(count >= SMALLEST_SHOWN)
        flows += [
            flow(at, (PART, part), at, count, floor),
            flow((STREET_VACANT, part, street), at, (VACANT, part), empty, floor, listed[part, street]),
            flow((STREET_OTHER, part, street), at, (OTHER, part), count - empty, 0),
        ]
    for part in sorted(parts):
        floor = int(parts[part] >= SMALLEST_SHOWN)
        for line in STRUCTURE:
            tail = (VACANT if line == VACANT else OTHER, part)
            known = in_part[part] if line == VACANT else 0
            flows.append(flow((LINE, part, line), tail, (LINE, line), cells[part, line], floor, known))
    on_map = {VACANT: in_part.total()}
    return [
        *flows,
        *(flow((WHOLE, line), (LINE, line), OUT, whole[line], 1, on_map.get(line, 0)) for line in STRUCTURE),
    ]


def flow(key: Key, tail: Node, head: Node, value: int, floor: int, listed: int = 0) -> Flow:
    rank = RANK_OF_VACANCY.get(key[0], RANK[key[0]]) if key[-1] == VACANT else RANK[key[0]]
    return Flow(key, tail, head, value, floor, rank, listed)


@dataclass
class RoundWeb(Web):
    """believed: numbers of an earlier round, to be taken for known where they are the same."""

    believed: Mapping[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.hidden |= {flow.key for flow in self.flows if self.belongs_to_few(flow)}

    def belongs_to_few(self, flow: Flow) -> bool:
        """Whether it is of a part or a street of fewer than three units, of which nothing is shown at all."""
        rows = [node for node in (flow.tail, flow.head) if node[0] in {PART, STREET}]
        if flow.key[0] == LINE:
            rows = [(PART, flow.key[1])]
        return any(self.units(node) < SMALLEST_SHOWN for node in rows)

    def units(self, node: Node) -> int:
        return sum(flow.value for flow in self.at[node] if flow.head == node)

    def hide_further(self) -> bool:
        """The list of vacant units gives totals of whole streets.

        A street that lies in several parts must not tell the hidden number of one by subtraction from its total.
        """
        streets: defaultdict[str, list[Flow]] = defaultdict(list)
        for each in self.flows:
            if each.key[0] == STREET_VACANT and each.value:
                streets[each.key[2]].append(each)
        for flows in streets.values():
            hidden = [each for each in flows if each.key in self.hidden]
            left = [each for each in flows if each.key not in self.hidden]
            if left and gives_away([each.unlisted for each in hidden if each.unlisted]):
                self.hidden.add(min(left, key=self.order).key)
                return True
        return False

    def like(self, best: Flow, left: Collection[Flow]) -> list[Flow]:
        return [best] if best.key[0] == STREET_OTHER else super().like(best, left)

    def order(self, flow: Flow) -> tuple[Any, ...]:
        rank, *others = super().order(flow)
        return rank, self.believed.get(flow.key) == flow.value, *others

    def rank(self, flow: Flow) -> int:
        """What is not vacant in a street costs nothing where its vacancy is hidden, and otherwise that as well."""
        kind, *street = flow.key
        if kind == STREET_OTHER and not self.hidden & {(STREET_VACANT, *street), (STREET, *street)}:
            return RANK_OF_VACANCY[LINE] - 1
        return flow.rank


def list_of_vacancies(rows: Collection[Recorded]) -> dict[Key, int]:
    """What the list of vacant units could tell of these, before any round was published."""
    vacant = [row for row in rows if row_name(row) == VACANT]
    counts = Counter(row.street for row in vacant if not row.is_listed)
    found = shown_parts(counts)
    lies_in: defaultdict[str, set[str]] = defaultdict(set)
    for row in vacant:
        lies_in[row.street].add(row.sub_location)
    every = Counter(row.street for row in vacant)
    told = {
        (STREET_VACANT, part, street): every[street]
        for street in found.parts
        if len(lies_in[street]) == 1
        for part in lies_in[street]
    }
    return told if found.total is None else {(WHOLE, VACANT): len(vacant), **told}


def vacancies_for_list(recorded: Iterable[Recorded], shown: Mapping[Key, int]) -> Totals[str]:
    """What a published round tells of vacancies that the open map does not show, by street: for the list of them."""
    flows = {each.key: each for each in flows_of(list(recorded))}
    whole = flows[WHOLE, VACANT]
    if whole.key not in shown or not whole.unlisted:
        return Totals(None, {}, None)
    streets: defaultdict[str, list[Flow]] = defaultdict(list)
    for key, each in flows.items():
        if key[0] == STREET_VACANT:
            streets[key[2]].append(each)
    parts = {
        street: sum(each.unlisted for each in found)
        for street, found in streets.items()
        if all(each.key in shown for each in found)
    }
    parts = {street: count for street, count in parts.items() if count}
    elsewhere = whole.unlisted - sum(parts.values())
    if is_small(elsewhere):
        parts, elsewhere = {}, whole.unlisted
    return Totals(whole.unlisted, parts, elsewhere)


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
    told = all(tells_no_line(shown, used) for shown in (before, after)) and min(openings, closures) >= SMALLEST_SHOWN
    moves, changes = (at_least_three(counts.get(what, 0)) for what in ("move", "change"))
    return PublicEvents(openings if told else None, closures if told else None, moves, changes)


def is_mixed(hidden: Collection[str], used: Collection[str]) -> bool:
    return any(line in used for line in hidden) and any(line not in used for line in hidden)


def at_least_three(count: int) -> int | None:
    return count if count >= SMALLEST_SHOWN else None


def tells_no_line(shown: Mapping[Key, int], used: Collection[str]) -> bool:
    """Whether the number of units in use may be told: where it follows from what is shown.

    used: the lines of units in use. Beside hidden ones of them and hidden others it would take their sum apart.
    """
    return not is_mixed(hidden_lines(shown), used)
