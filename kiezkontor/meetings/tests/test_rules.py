from datetime import UTC, datetime, timedelta

import pytest

from kiezkontor.meetings.rules.agenda import Place, in_order, moved, times_of

SEVEN = datetime(2027, 3, 2, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "begins", "left"),
    [([], [], 60), ([10, 20], [0, 10], 30), ([60], [0], 0), ([45, 30], [0, 45], -15)],
)
def test_items_begin_one_after_the_other_and_the_rest_is_told(minutes, begins, left):
    found = times_of(minutes, begins=SEVEN, ends=SEVEN + timedelta(hours=1))
    assert [int((at - SEVEN).total_seconds() // 60) for at in found.begins] == begins
    assert found.left == left


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ([], []),
        ([Place.BETWEEN, Place.BETWEEN], [0, 1]),
        ([Place.BETWEEN, Place.TASKS, Place.BETWEEN], [1, 0, 2]),
        ([Place.CLOSING, Place.BETWEEN, Place.OPENING, Place.TASKS], [3, 2, 1, 0]),
        ([Place.OPENING, Place.BETWEEN, Place.OPENING], [0, 2, 1]),
    ],
)
def test_open_tasks_come_first_then_what_opens_and_what_closes_stays_last(places, order):
    assert in_order(places) == order


@pytest.mark.parametrize(
    ("order", "key", "by", "first", "found"),
    [
        ([1, 2, 3], 2, -1, None, [2, 1, 3]),
        ([1, 2, 3], 2, 1, None, [1, 3, 2]),
        ([1, 2, 3], 1, -1, None, [1, 2, 3]),
        ([1, 2, 3], 3, 1, None, [1, 2, 3]),
        ([1, 2, 3], 2, -1, 1, [1, 2, 3]),
        ([1, 2, 3], 1, 1, 1, [1, 2, 3]),
        ([1, 2, 3], 9, 1, None, [1, 2, 3]),
    ],
)
def test_an_item_moves_by_one_place_and_never_past_the_ends(order, key, by, first, found):
    assert moved(order, key, by, first=first) == found
