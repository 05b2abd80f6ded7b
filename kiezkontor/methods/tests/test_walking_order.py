import random
from itertools import pairwise

import pytest

from kiezkontor.methods.walking_order import Stop, length_m, walking_order

# A street from west to east along 52.5 N; a thousandth of a degree is some 111 metres from south to north.
MAIN = {"Main": [[[13.0, 52.5], [13.01, 52.5]]]}
NORTH_SIDE, SOUTH_SIDE = 52.5001, 52.4999


def town(seed: int, *, doors: int = 60, streets: int = 8) -> tuple[list[Stop], dict[str, list[list[list[float]]]]]:
    """Streets across each other with doors on both sides, and a few doors of no street."""
    chance = random.Random(seed)
    lines = {}
    for number in range(streets):
        at = 52.5 + number * 0.002
        lines[f"S{number}"] = [[[13.0, at], [13.02, at + chance.uniform(-0.001, 0.001)]]]
    stops = []
    for _ in range(doors):
        number = chance.randrange(streets)
        side = chance.choice((-0.0001, 0.0001))
        stops.append(Stop(52.5 + number * 0.002 + side, 13.0 + chance.uniform(0, 0.02), f"S{number}"))
    stops += [Stop(52.5 + chance.uniform(0, 0.01), 13.0 + chance.uniform(0, 0.02), "") for _ in range(4)]
    return stops, lines


def test_no_doors_make_no_way():
    assert walking_order([], {}) == []


def test_one_side_is_walked_up_and_the_other_down():
    stops = [
        *(Stop(NORTH_SIDE, 13.0 + number * 0.001, "Main") for number in range(5)),
        *(Stop(SOUTH_SIDE, 13.0 + number * 0.001, "Main") for number in range(5)),
    ]
    order = walking_order(stops, MAIN)
    halves = [order[:5], order[5:]]
    assert sorted(map(sorted, halves)) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    for half, other in (halves, halves[::-1]):
        assert half in (sorted(half), sorted(half, reverse=True))
        assert (half == sorted(half)) != (other == sorted(other))


def test_a_street_without_lines_is_walked_from_one_end_to_the_other():
    stops = [Stop(52.5, 13.0 + number * 0.001, "Unknown") for number in (3, 1, 2, 0)]
    assert walking_order(stops, {}) in ([3, 1, 2, 0], [0, 2, 1, 3])


def test_a_line_of_one_place_is_none():
    stops = [Stop(52.5, 13.0 + number * 0.001, "Main") for number in range(3)]
    assert walking_order(stops, {"Main": [[[13.0, 52.5]]]}) in ([0, 1, 2], [2, 1, 0])


def test_streets_that_lie_between_are_walked_between():
    stops = [Stop(52.5 + row * 0.002, 13.0, f"S{row}") for row in (0, 3, 1, 2)]
    assert walking_order(stops, {}) in ([0, 2, 3, 1], [1, 3, 2, 0])


@pytest.mark.parametrize("seed", range(12))
def test_everybody_is_visited_once_and_every_street_in_one_piece(seed):
    stops, lines = town(seed)
    order = walking_order(stops, lines)
    assert sorted(order) == list(range(len(stops)))
    streets = [stops[place].street for place in order if stops[place].street]
    changes = sum(one != other for one, other in pairwise(streets))
    assert changes == len(set(streets)) - 1


@pytest.mark.parametrize("seed", range(12))
def test_the_order_does_not_depend_on_how_the_doors_are_listed(seed):
    stops, lines = town(seed)
    mixed = random.Random(seed).sample(stops, len(stops))
    as_listed = [stops[place] for place in walking_order(stops, lines)]
    assert [mixed[place] for place in walking_order(mixed, lines)] == as_listed


@pytest.mark.parametrize("seed", range(12))
def test_the_way_is_shorter_than_from_street_to_street_by_name_and_number(seed):
    stops, lines = town(seed)
    by_name = sorted(range(len(stops)), key=lambda place: (stops[place].street, stops[place].lon))
    assert length_m(walking_order(stops, lines), stops) < length_m(by_name, stops)
