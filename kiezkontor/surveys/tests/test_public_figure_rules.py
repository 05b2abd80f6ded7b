"""Key figures beside hidden numbers: what stands there must not tell them."""

import pytest

from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.surveys.rules.figures import STRUCTURE, Rate, figures
from kiezkontor.surveys.rules.public_figures import (
    public_chains,
    public_established,
    public_supply,
    public_survival,
)
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.supply import Supply
from kiezkontor.surveys.rules.suppression import WHOLE, PublicEvents
from kiezkontor.surveys.rules.survival import Survival
from kiezkontor.surveys.tests.walks import FIRST, SECOND

LONG_AGO = FIRST.replace(year=1990)


def rows(named, chains, nameless=0, *, since=LONG_AGO):
    found = [
        Recorded(nth, "occupied", "retail", occupants=frozenset({nth}), chains=int(nth < chains), begins_latest=since)
        for nth in range(named)
    ]
    return found + [Recorded(99 + nth, "occupied", "retail", begins_latest=since) for nth in range(nameless)]


def shown_but(*hidden):
    return {(WHOLE, line): 9 for line in STRUCTURE if line not in hidden}


@pytest.mark.parametrize(
    ("named", "chains", "nameless", "hidden", "is_told"),
    [
        (20, 4, 0, (), True),
        (20, 2, 0, (), False),
        (20, 4, 5, (), True),
        # 22 units in use follow from the lines; two of them are without a name.
        (20, 4, 2, (), False),
        (20, 4, 0, ("retail", "gastronomy"), True),
        (20, 4, 0, ("vacant", "unknown"), True),
        # The hidden lines are known together, and twenty in use tells how many of them are vacant.
        (20, 4, 0, ("retail", "vacant"), False),
    ],
)
def test_chains_are_told_where_the_units_in_use_may_be(named, chains, nameless, hidden, is_told):
    recorded = rows(named, chains, nameless)
    found = public_chains(figures(recorded, on=SECOND), recorded, shown_but(*hidden), used=USE_CLASSES)
    assert found == (Rate(chains, named) if is_told else None)


@pytest.mark.parametrize(
    ("established", "unknown", "hidden", "is_told"),
    [
        (20, 0, (), True),
        (20, 1, (), False),
        (20, 3, (), True),
        (2, 0, (), False),
        (20, 0, ("gastronomy", "unknown"), False),
        (20, 0, ("gastronomy", "public_use"), True),
    ],
)
def test_known_beginnings_are_told_where_the_units_in_use_may_be(established, unknown, hidden, is_told):
    recorded = rows(established, 0) + [Recorded(50 + nth, "occupied", "retail") for nth in range(unknown)]
    found = public_established(figures(recorded, on=SECOND), shown_but(*hidden), used=USE_CLASSES)
    assert found == (Rate(established, established) if is_told else None)


def test_what_is_supplied_tells_nothing_of_a_hidden_line():
    """Three functions of a hidden line would say that it holds three units, and the rest that another holds one."""
    categories = [("shop=bakery", "retail"), ("shop=chemist", "retail"), ("amenity=bank", "local_economy")]
    recorded = [Recorded(nth, "occupied", use, category) for nth, (category, use) in enumerate(categories)]
    assert public_supply(recorded, shown_but()) == [Supply.BAKERY, Supply.DRUGSTORE, Supply.BANK]
    assert public_supply(recorded, shown_but("retail", "gastronomy")) == [Supply.BANK]
    assert public_supply(recorded, {}) == []


@pytest.mark.parametrize(
    ("survival", "closures", "named_before", "expected"),
    [
        (Survival(20, 20, 12, 9), 8, 20, (Rate(12, 20), Rate(9, 20))),
        (Survival(20, 20, 12, 11), 8, 20, (Rate(12, 20), None)),
        # Nine closed and eight of them had a name.
        (Survival(20, 20, 12, 9), 9, 20, (None, None)),
        # Of two it is not known what became of them.
        (Survival(22, 20, 12, 9), 8, 22, (None, None)),
        (Survival(20, 20, 18, 9), 3, 20, (None, None)),
        (Survival(20, 20, 12, 9), None, 20, (None, None)),
    ],
)
def test_who_stayed_is_told_where_it_tells_nothing_of_few(survival, closures, named_before, expected):
    events = PublicEvents(4, closures, 3, None)
    assert public_survival(survival, events, Rate(5, named_before)) == expected
