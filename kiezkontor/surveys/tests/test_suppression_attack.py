"""Somebody lays everything public side by side: rounds, the list of vacant units, what the open map shows."""

from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from kiezkontor.directory.rules.suppression import SMALLEST_SHOWN
from kiezkontor.directory.rules.totals import shown_parts
from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.surveys.rules.suppression import (
    STREET_VACANT,
    WHOLE,
    flows_of,
    public_events,
    published,
    vacancies_for_list,
)
from kiezkontor.surveys.tests.test_suppression_rules import SMALL, Attacker, town, units


class Everything(Attacker):
    """Knows of each round the public numbers, of each street what the map lists, and what the list of vacancies tells.

    rounds: rows and what is shown of them. unchanged: believes, rightly, of each number that did not change that it did
    not. balance: by how many the units in use became more from the first to the second. totals: what the list tells
    besides the map, about the round at the same place.
    """

    def __init__(self, rounds, *, unchanged=False, totals=(), balance=None):
        self.shown, self.equations, self.low, self.high, self.small = {}, [], {}, {}, set()
        former, names = {}, {}
        for nth, (rows, shown) in enumerate(rounds):
            flows = flows_of(rows)
            names = {
                flow.key: former[flow.key][1]
                if unchanged and flow.value and former.get(flow.key, (None,))[0] == flow.value
                else (nth, *flow.key)
                for flow in flows
            }
            former = {flow.key: (flow.value, names[flow.key]) for flow in flows}
            self.learn(flows, {key: value for key, value in shown.items() if key in names}, names, len(rows))
        if balance is not None:
            terms = {(nth, WHOLE, line): Fraction(2 * nth - 1) for nth in (0, 1) for line in USE_CLASSES}
            self.equations.append((terms, Fraction(balance)))
        for found in totals:
            self.learn_list(found, rounds[-1][0], names)

    def learn(self, flows, shown, names, total):
        sums = defaultdict(dict)
        public_rows = {key[1:] for key in shown if key[0] in {"street", "vacant_in"}}
        for flow in flows:
            name = names[flow.key]
            sums[flow.tail][name] = Fraction(-1)
            sums[flow.head][name] = Fraction(1)
            shows_zeros = (shown and flow.key[0] in {"whole", "part"}) or flow.key[1:] in public_rows
            least = max(flow.listed, int(shows_zeros and flow.key[0] != "other_in"))
            self.low[name] = max(least, self.low.get(name, 0))
            self.high[name] = min(max(total, SMALLEST_SHOWN), self.high.get(name, total))
            if flow.is_small:
                self.small.add(name)
        if total < SMALLEST_SHOWN:
            return
        ends = {("in",): -total, ("out",): total}
        self.equations += [(terms, Fraction(ends.get(node, 0))) for node, terms in sums.items()]
        for key, value in shown.items():
            self.shown[names[key]] = self.low[names[key]] = self.high[names[key]] = value

    def learn_list(self, found, rows, names):
        """Totals of whole streets, beside what the map lists there, make the vacancy of the street in all its parts."""
        listed = Counter(row.street for row in rows if row.is_listed)
        if found.total is not None:
            self.equations.append(({names[WHOLE, "vacant"]: Fraction(1)}, Fraction(found.total + listed.total())))
        for street, count in found.parts.items():
            terms = {names[key]: Fraction(1) for key in names if key[0] == STREET_VACANT and key[2] == street}
            self.equations.append((terms, Fraction(count + listed[street])))

    @property
    def small_found_out(self):
        return {name for name in self.small if self.low[name] == self.high[name]}


def mapped(rows, seed, share):
    """The same rows, some of the vacant ones shown by the open map."""
    draw = Random(seed)
    return [replace(row, is_listed=row.occupancy == "vacant" and draw.random() < share) for row in rows]


def list_today(rows):
    """As the list of vacant units counts what the map does not show, before any round is published."""
    return shown_parts(Counter(row.street for row in rows if row.occupancy == "vacant" and not row.is_listed))


def careless(rows):
    return {flow.key: flow.value for flow in flows_of(rows) if not 0 < flow.value < 3 and flow.key[0] != "other_in"}


SHARES = (0, 0.3, 0.7, 1)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("seed", range(60))
def test_a_round_beside_the_map_and_the_list_tells_no_total_under_three(seed, share):
    rows = mapped(town(seed), seed, share)
    shown = published(rows)
    assert not [flow.key for flow in flows_of(rows) if flow.is_small and flow.key in shown]
    assert not SMALL & set(shown.values())
    if shown:
        totals = list_today(rows), vacancies_for_list(rows, shown)
        assert Everything([(rows, shown)], totals=totals).think().small_found_out == set()


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("seed", range(60))
def test_a_second_round_of_the_same_tells_nothing_more(seed, share):
    rows = mapped(town(seed), seed, share)
    first = published(rows)
    second = published(rows, earlier=first)
    rounds = [(rows, first), (rows, second)]
    assert (
        Everything(rounds, unchanged=True, totals=[vacancies_for_list(rows, second)]).think().small_found_out == set()
    )


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("seed", range(60))
def test_two_rounds_and_what_opened_less_what_closed_tell_nothing(seed, share):
    draw = Random(seed)
    before = mapped(town(seed), seed, share)
    after = [row for row in before if draw.random() > 0.1]
    openings, closures = draw.randint(3, 9), 0
    first = published(before)
    second = published(after, earlier=first)
    closures = openings + used(before) - used(after)
    told = public_events({"opening": openings, "closure": closures}, before=first, after=second, used=USE_CLASSES)
    balance = told.openings - told.closures if told.openings is not None and told.closures is not None else None
    totals = [vacancies_for_list(after, second)]
    rounds = [(before, first), (after, second)]
    assert Everything(rounds, totals=totals, balance=balance).think().small_found_out == set()


def used(rows):
    return sum(row.is_used for row in rows)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("seed", range(80))
def test_the_list_of_vacancies_tells_no_number_under_three(seed, share):
    rows = mapped(town(seed), seed, share)
    for found in (list_today(rows), vacancies_for_list(rows, published(rows))):
        numbers = {found.total, found.elsewhere, *found.parts.values()}
        assert not numbers & {1, 2}
        assert found.elsewhere is None or found.elsewhere == (found.total or 0) - sum(found.parts.values())


def test_a_street_that_hides_another_is_not_told_by_the_list():
    """A and B stand for each other in the round; a list by a rule of its own told B."""
    rows = units("Nord", "A", retail=9, vacant=2) + units("Nord", "B", retail=9, vacant=4)
    rows += units("Süd", "C", retail=9, vacant=5) + units("Süd", "D", retail=9, vacant=1)
    shown = published(rows)
    assert not {(STREET_VACANT, "Nord", "A"), (STREET_VACANT, "Süd", "D")} & set(shown)
    found = vacancies_for_list(rows, shown)
    assert not {"A", "D"} & set(found.parts)
    assert Everything([(rows, shown)], totals=[list_today(rows), found]).think().small_found_out == set()


def test_what_the_office_alone_knows_is_not_what_a_total_leaves_beside_the_map():
    rows = units("", "A", retail=9, vacant=7) + units("", "B", retail=9, vacant=8) + units("", "C", retail=9, vacant=6)
    of_a = [row for row in rows if row.street == "A" and row.occupancy == "vacant"]
    listed = {id(row) for row in of_a[:5]}
    rows = [replace(row, is_listed=id(row) in listed) for row in rows]
    shown = published(rows)
    assert (STREET_VACANT, "", "A") not in shown, "seven less the five on the map are two"
    assert shown[WHOLE, "vacant"] == 21
    assert Everything([(rows, shown)], totals=[list_today(rows)]).think().small_found_out == set()


def test_the_attack_works_where_two_rules_hide_by_themselves():
    rows = mapped(units("", "A", retail=9, vacant=7) + units("", "B", retail=9, vacant=8), 1, 0.7)
    assert Everything([(rows, careless(rows))]).think().small_found_out
