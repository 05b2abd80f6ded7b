import itertools

import pytest

from kiezkontor.directory.rules.totals import gives_away, shown_parts


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
        # Of equal streets the later one gives way.
        ({"A": 4, "B": 4, "C": 1}, 9, {"A": 4}, 5),
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
