"""What is public of a round, and what somebody could make of it who takes everything together."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.surveys.rules.figures import STRUCTURE
from kiezkontor.surveys.rules.public_figures import splits_safely
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.suppression import (
    LINE,
    PART,
    STREET,
    STREET_VACANT,
    WHOLE,
    flows_of,
    public_events,
    published,
)


def units(part, street, **counts):
    found = []
    for line, count in counts.items():
        state = line if line in {"vacant", "unknown", "used_as_housing", "under_works"} else "occupied"
        use = "" if state == line else line
        found += [Recorded(0, state, use, street=street, sub_location=part) for _nth in range(count)]
    return found


def whole(rows):
    shown = published(rows)
    return {line: shown.get((WHOLE, line)) for line in STRUCTURE if any_of(rows, line)}


def any_of(rows, line):
    return any(row.use_class == line or row.occupancy == line for row in rows)


WHOLES = {
    "nothing is small": ({"retail": 3, "vacant": 5}, {"retail": 3, "vacant": 5}),
    "one is small, so another beside it goes too": (
        {"retail": 54, "gastronomy": 9, "vacant": 2},
        {"retail": 54, "gastronomy": None, "vacant": None},
    ),
    "two are small and stand for each other": (
        {"retail": 54, "vacant": 2, "unknown": 1},
        {"retail": 54, "vacant": None, "unknown": None},
    ),
    "two small ones are under three together": (
        {"retail": 54, "gastronomy": 9, "vacant": 1, "unknown": 1},
        {"retail": 54, "gastronomy": None, "vacant": None, "unknown": None},
    ),
    "vacancy is hidden last": (
        {"retail": 54, "gastronomy": 9, "vacant": 4, "unknown": 1},
        {"retail": 54, "gastronomy": None, "vacant": 4, "unknown": None},
    ),
    "all of one size go together": (
        {"retail": 5, "gastronomy": 5, "public_use": 9, "vacant": 1},
        {"retail": None, "gastronomy": None, "public_use": 9, "vacant": None},
    ),
    "a whole under three": ({"vacant": 2}, {"vacant": None}),
}


@pytest.mark.parametrize(("counts", "expected"), WHOLES.values(), ids=WHOLES.keys())
def test_lines_of_the_whole(counts, expected):
    assert whole(units("", "A", **counts)) == expected


def test_the_schillerkiez_is_public_as_it_was():
    counts = {"retail": 54, "gastronomy": 66, "local_economy": 128, "public_use": 70, "vacant": 60, "unknown": 9}
    assert whole(units("", "A", **counts)) == counts


def test_nothing_is_told_of_a_street_of_two():
    shown = published(units("", "A", retail=20, vacant=9) + units("", "B", retail=2) + units("", "C", retail=4))
    assert not [key for key in shown if "B" in key]
    assert (STREET, "", "C") not in shown, "it would be what is missing of the whole less the two"
    assert shown[WHOLE, "retail"] == 26


def test_what_one_street_hides_another_does_not_tell():
    rows = units("", "A", retail=9, vacant=1) + units("", "B", retail=9, vacant=3) + units("", "C", retail=9, vacant=8)
    shown = published(rows)
    assert shown[WHOLE, "vacant"] == 12
    told = {street: shown.get((STREET_VACANT, "", street)) for street in "ABC"}
    assert told == {"A": None, "B": None, "C": 8}
    assert shown[STREET, "", "A"] == 10


def test_all_but_one_vacant_is_told_as_little_as_one_vacant():
    shown = published(units("", "A", retail=1, vacant=6) + units("", "B", retail=9, vacant=5))
    assert (STREET_VACANT, "", "A") not in shown


def test_what_a_part_hides_neither_the_whole_nor_its_streets_tell():
    rows = units("Nord", "A", retail=8, vacant=2) + units("Süd", "A", retail=8, vacant=4)
    rows += units("Süd", "B", retail=8, vacant=5)
    shown = published(rows)
    assert shown[PART, "Nord"] == 10
    assert not [key for key in shown if key[:2] == (LINE, "Nord") and shown[key]]


def test_the_total_of_a_street_in_two_parts_does_not_tell_what_one_hides():
    """The list of vacant units gives totals of whole streets."""
    rows = units("Nord", "A", retail=8, vacant=2) + units("Nord", "B", retail=8, vacant=4)
    rows += units("Süd", "A", retail=8, vacant=5) + units("Süd", "B", retail=8, vacant=6)
    shown = published(rows)
    assert (STREET_VACANT, "Nord", "A") not in shown
    assert (STREET_VACANT, "Süd", "A") not in shown


@pytest.mark.parametrize(
    ("counts", "hidden_before", "expected"),
    [
        ({"opening": 5, "closure": 4, "move": 3, "change": 2}, (), (5, 4, 3, None)),
        ({"opening": 5, "closure": 1}, (), (None, None, None, None)),
        ({"opening": 5, "closure": 4}, ("vacant", "unknown"), (5, 4, None, None)),
        ({"opening": 5, "closure": 4}, ("vacant", "retail"), (None, None, None, None)),
    ],
)
def test_changes_are_told_where_they_take_nothing_apart(counts, hidden_before, expected):
    after = {(WHOLE, line): 9 for line in STRUCTURE}
    before = {key: value for key, value in after.items() if key[1] not in hidden_before}
    found = public_events(counts, before=before, after=after, used=USE_CLASSES)
    assert (found.openings, found.closures, found.moves, found.changes) == expected


@pytest.mark.parametrize(
    ("part", "of", "expected"), [(3, 6, True), (0, 6, True), (6, 6, True), (5, 6, False), (2, 9, False)]
)
def test_a_share_is_told_where_neither_side_is_small(part, of, expected):
    assert splits_safely(part, of) is expected


def town(seed):
    """A district drawn at random, from tiny to that of a real walk."""
    draw = Random(seed)
    parts = draw.choice([[""], ["Nord", "Süd"], ["Nord", "Mitte", ""]])
    most = draw.choice([1, 2, 4, 9])
    rows = []
    for part in parts:
        for street in draw.sample("ABCDEFG", draw.randint(1, 5)):
            rows += units(part, street, **{line: draw.randint(0, most) * draw.randint(0, 1) for line in STRUCTURE})
    return rows


class Attacker:
    """Knows every public number of a round and how the numbers make each other up; narrows down what is hidden.

    equations: lists of (factor, key) that make a known sum. low, high: what each hidden number can be.
    """

    def __init__(self, rows, shown, believed=None):
        self.shown = dict(shown)
        flows = flows_of(rows)
        total = len(rows)
        sums = defaultdict(list)
        for flow in flows:
            sums[flow.tail].append((-1, flow.key))
            sums[flow.head].append((1, flow.key))
        self.equations = []
        for node, terms in sums.items():
            known = {("in",): -total, ("out",): total}.get(node, 0)
            self.equations.append(({key: Fraction(factor) for factor, key in terms}, Fraction(known)))
        public_rows = {key[1:] for key in shown if key[0] in {STREET, STREET_VACANT}}
        self.low = {}
        for flow in flows:
            shows_zeros = flow.key[0] in {WHOLE, PART} or flow.key[1:] in public_rows
            self.low[flow.key] = int(shows_zeros and flow.key[0] != "other_in")
        self.high = dict.fromkeys(self.low, total)
        for key, value in {**(believed or {}), **shown}.items():
            if key in self.low:
                self.low[key] = self.high[key] = value

    def think(self):
        self.equations = reduced(self.equations, self.low, self.high)
        changed = True
        while changed:
            changed = sum(self.narrow(*equation) for equation in self.equations) > 0
        return self

    def narrow(self, terms, known):
        changed = False
        for key, factor in terms.items():
            others = [(f, self.low[k], self.high[k]) for k, f in terms.items() if k != key]
            least = known - sum(max(f * low, f * high) for f, low, high in others)
            most = known - sum(min(f * low, f * high) for f, low, high in others)
            low, high = sorted((least / factor, most / factor))
            low, high = max(self.low[key], -(-low // 1)), min(self.high[key], high // 1)
            if (low, high) != (self.low[key], self.high[key]):
                self.low[key], self.high[key] = low, high
                changed = True
        return changed

    @property
    def found_out(self):
        return {key: self.low[key] for key in self.low if key not in self.shown and self.low[key] == self.high[key]}


def reduced(equations, low, high):
    """The equations, and what elimination makes of them once known numbers are put in."""
    rows = []
    for terms, known in equations:
        left = {key: factor for key, factor in terms.items() if low[key] != high[key]}
        rest = known - sum(factor * low[key] for key, factor in terms.items() if low[key] == high[key])
        rows.append((left, rest))
    made = [(dict(terms), known) for terms, known in rows]
    pivots = []
    for at, (terms, known) in enumerate(made):
        if not terms:
            continue
        pivot = min(terms)
        factor = terms[pivot]
        row = ({key: value / factor for key, value in terms.items()}, known / factor)
        made[at] = row
        pivots.append(at)
        for other, (others, other_known) in enumerate(made):
            share = others.get(pivot)
            if other != at and share:
                keys = others.keys() | row[0].keys()
                new = {key: others.get(key, 0) - share * row[0].get(key, 0) for key in keys}
                made[other] = ({key: value for key, value in new.items() if value}, other_known - share * row[1])
    return [each for each in [*rows, *made] if each[0]]


def true_values(rows):
    return {flow.key: flow.value for flow in flows_of(rows)}


SMALL = {1, 2}


@pytest.mark.parametrize("seed", range(150))
def test_nobody_finds_out_a_total_under_three(seed):
    rows = town(seed)
    shown = published(rows)
    true = true_values(rows)
    assert {key: value for key, value in shown.items() if value != true[key] or value in SMALL} == {}
    found = Attacker(rows, shown).think().found_out if shown else {}
    assert {key: value for key, value in found.items() if value in SMALL} == {}


@pytest.mark.parametrize("seed", range(60))
def test_a_second_look_at_the_same_streets_tells_nothing_more(seed):
    """Whoever knows that nothing has changed puts both rounds together."""
    rows = town(seed)
    first = published(rows)
    second = published(rows, earlier=first)
    assert set(second) <= set(first)
    found = Attacker(rows, second, believed=first).think().found_out if first else {}
    assert {key: value for key, value in found.items() if value in SMALL} == {}


@pytest.mark.parametrize("seed", range(60))
def test_no_round_of_two_tells_a_total_under_three(seed):
    draw = Random(seed)
    before = town(seed)
    after = [row for row in before if draw.random() > 0.08]
    first = published(before)
    second = published(after, earlier=first)
    for rows, shown in ((before, first), (after, second)):
        found = Attacker(rows, shown).think().found_out if shown else {}
        assert {key: value for key, value in found.items() if value in SMALL} == {}


def test_the_attack_works_where_nothing_protects():
    rows = units("", "A", retail=9, vacant=1) + units("", "B", retail=9, vacant=4)
    careless = {key: value for key, value in true_values(rows).items() if value not in SMALL and key[0] != "other_in"}
    assert Attacker(rows, careless).think().found_out[STREET_VACANT, "", "A"] == 1


def test_a_whole_town_is_done_quickly():
    draw = Random(1)
    rows = []
    for nth in range(120):
        street = units(f"Teil {nth % 6}", f"Straße {nth}", **{line: draw.randint(0, 6) for line in STRUCTURE})
        rows += street
    shown = published(rows)
    assert len([key for key in shown if key[0] == STREET]) > 60
    assert all(one <= other for one, other in pairwise(sorted(shown)))
