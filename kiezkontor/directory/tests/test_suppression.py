import itertools
from collections import defaultdict

import pytest

from kiezkontor.directory.rules.suppression import gives_away
from kiezkontor.directory.rules.totals import shown_parts


@pytest.mark.parametrize(
    ("counts", "total", "parts", "elsewhere"),
    [
        ({}, None, {}, None),
        ({"Karlstraße": 2}, None, {}, None),
        ({"Karlstraße": 3}, 3, {"Karlstraße": 3}, 0),
        ({"Karlstraße": 7, "Mathystraße": 5}, 12, {"Karlstraße": 7, "Mathystraße": 5}, 0),
        # One hidden street would be the difference to the total, so the next smallest is hidden with it.
        ({"Karlstraße": 7, "Mathystraße": 4, "Gartenstraße": 2}, 13, {"Karlstraße": 7}, 6),
        ({"Karlstraße": 7, "Gartenstraße": 2}, 9, {}, 9),
        # 1 + 1 together are two, a total under three.
        ({"Karlstraße": 7, "Mathystraße": 4, "A": 1, "B": 1}, 13, {"Karlstraße": 7}, 6),
        # 2 + 2 can only be two each.
        ({"Karlstraße": 7, "Mathystraße": 4, "A": 2, "B": 2}, 15, {"Karlstraße": 7}, 8),
        ({"Karlstraße": 7, "A": 1, "B": 2}, 10, {"Karlstraße": 7}, 3),
        # Equal streets give way together: 1, 3, 3 with the first 3 shown could be nothing else.
        ({"A": 4, "B": 4, "C": 1}, 9, {}, 9),
        ({"A": 7, "B": 3, "C": 3, "D": 1}, 14, {"A": 7}, 7),
        ({"A": 1, "B": 1, "C": 1}, 3, {}, 3),
    ],
)
def test_streets_beside_a_total_give_no_small_number_away(counts, total, parts, elsewhere):
    found = shown_parts(counts)
    assert (found.total, found.parts, found.elsewhere) == (total, parts, elsewhere)


def test_no_table_of_three_streets_tells_a_number_under_three():
    for counts in itertools.product(range(7), repeat=3):
        found = shown_parts(dict(enumerate(counts)))
        hidden = [count for key, count in enumerate(counts) if key not in found.parts and count]
        if found.total is None:
            assert sum(counts) < 3
        else:
            assert all(count >= 3 for count in found.parts.values())
            assert found.elsewhere == sum(hidden)
            assert not found.parts or not gives_away(hidden)


@pytest.mark.parametrize(("streets", "most"), [(2, 8), (3, 8), (4, 7)])
def test_nobody_works_a_small_number_out_by_trying_all_that_could_be(streets, most):
    """Whoever knows the rule and what is shown still finds two possible numbers for every small one."""
    possible = defaultdict(list)
    for counts in itertools.product(range(most + 1), repeat=streets):
        found = shown_parts(dict(enumerate(counts)))
        possible[found.total, tuple(sorted(found.parts.items()))].append(counts)
    for (total, _parts), worlds in possible.items():
        if total is None or total > most:
            continue
        for of_street in zip(*worlds, strict=True):
            assert len(set(of_street)) > 1 or of_street[0] not in {1, 2}
