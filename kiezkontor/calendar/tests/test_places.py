from datetime import UTC, datetime, timedelta

import pytest

from kiezkontor.calendar.rules.places import Seat, free_places, is_full, may_grow, moving_up, offer_until, seat_of_new

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("capacity", "taken", "free"), [(None, 5, None), (10, 0, 10), (10, 10, 0), (10, 12, 0)])
def test_a_lowered_capacity_leaves_no_places_below_zero(capacity, taken, free):
    assert free_places(capacity, taken) == free


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "full"),
    [
        (None, 50, 0, False),
        (None, 50, 2, False),
        (10, 9, 0, False),
        (10, 10, 0, True),
        (10, 12, 0, True),
        (10, 8, 1, True),
        (0, 0, 0, True),
    ],
)
def test_it_is_full_where_everybody_who_comes_now_waits(capacity, taken, waiting, full):
    assert is_full(capacity, taken=taken, waiting=waiting) == full


@pytest.mark.parametrize(
    ("people", "free", "waiting", "seat"),
    [
        (1, None, 0, Seat.SEATED),
        (9, None, 0, Seat.SEATED),
        (2, 2, 0, Seat.SEATED),
        (3, 2, 0, Seat.WAITING),
        (1, 2, 1, Seat.WAITING),
        (1, 0, 0, Seat.WAITING),
    ],
)
def test_nobody_passes_those_who_wait(people, free, waiting, seat):
    assert seat_of_new(people, free=free, waiting=waiting) == seat


@pytest.mark.parametrize(
    ("more", "free", "waiting", "may"),
    [(-1, 0, 3, True), (0, 0, 3, True), (1, 1, 0, True), (1, 1, 1, False), (2, 1, 0, False), (5, None, 0, True)],
)
def test_a_group_grows_only_into_places_nobody_waits_for(more, free, waiting, may):
    assert may_grow(more, free=free, waiting=waiting) is may


@pytest.mark.parametrize(
    ("queue", "free", "keys"),
    [
        ([], 5, []),
        ([(1, 1), (2, 1), (3, 1)], 2, [1, 2]),
        ([(1, 3), (2, 1)], 2, []),
        ([(1, 1), (2, 3), (3, 1)], 3, [1]),
        ([(7, 2), (3, 2)], 4, [7, 3]),
        ([(1, 20), (2, 20)], None, [1, 2]),
    ],
)
def test_a_large_group_is_not_passed_by_smaller_ones(queue, free, keys):
    assert moving_up(queue, free) == keys


@pytest.mark.parametrize(
    ("hours", "begins_in", "until_in"),
    [(24, 100, 24), (24, 20, 18), (24, 1, None), (24, 2, None), (0, 100, None)],
)
def test_an_offer_ends_before_the_event_begins(hours, begins_in, until_in):
    starts_at = NOW + timedelta(hours=begins_in)
    until = offer_until(NOW, hours=hours, starts_at=starts_at)
    assert until == (None if until_in is None else NOW + timedelta(hours=until_in))
