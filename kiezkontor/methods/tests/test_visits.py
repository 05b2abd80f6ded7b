import random
from collections import Counter
from functools import cache
from itertools import combinations

import pytest

from kiezkontor.methods.visits import Visit, visits


def by_trying_all(scores, *, slots, per_guest, per_slot):
    """The highest sum and the pairs that give it, of equal ones the earliest: every choice of every guest is tried."""
    guests = sorted({guest for guest, _host in scores})
    hosts = sorted({host for _guest, host in scores})
    most = min(per_guest, slots)

    @cache
    def rest(place, loads):
        if place == len(guests):
            return 0, ()
        found = []
        for count in range(most + 1):
            for chosen in combinations(range(len(hosts)), count):
                points = [scores.get((guests[place], hosts[one]), 0) for one in chosen]
                taken = tuple(load + (one in chosen) for one, load in enumerate(loads))
                if all(point > 0 for point in points) and all(load <= slots * per_slot for load in taken):
                    later, said = rest(place + 1, taken)
                    found.append((sum(points) + later, tuple(one in chosen for one in range(len(hosts))) + said))
        return max(found)

    best, said = rest(0, (0,) * len(hosts))
    pairs = [(guest, host) for guest in guests for host in hosts]
    return best, [pair for pair, taken in zip(pairs, said, strict=True) if taken]


def allowed(plan, *, slots, per_guest, per_slot):
    assert all(0 <= one.slot < slots for one in plan)
    assert len({(one.guest, one.host) for one in plan}) == len(plan)
    assert max(Counter((one.guest, one.slot) for one in plan).values(), default=0) <= 1
    assert max(Counter(one.guest for one in plan).values(), default=0) <= per_guest
    assert max(Counter((one.host, one.slot) for one in plan).values(), default=0) <= per_slot


@pytest.mark.parametrize("seed", range(60))
def test_the_sum_is_as_high_as_trying_everything_finds_it(seed):
    dice = random.Random(seed)
    size = dice.randint(1, 6), dice.randint(1, 6)
    scores = {(guest, host): dice.choice([0, 1, 2, 5, 5, 9]) for guest in range(size[0]) for host in range(size[1])}
    limits = {"slots": dice.randint(1, 3), "per_guest": dice.randint(1, 3), "per_slot": dice.randint(1, 2)}
    plan = visits(scores, **limits)
    allowed(plan, **limits)
    best, pairs = by_trying_all(scores, **limits)
    assert sum(scores[one.guest, one.host] for one in plan) == best
    assert sorted((one.guest, one.host) for one in plan) == pairs


def test_of_equal_sums_the_earliest_pairs_count():
    assert visits({(2, 8): 5, (1, 8): 5}, slots=1, per_guest=1, per_slot=1) == [Visit(1, 8, 0)]


def test_who_suits_less_gives_way_where_both_gain_together():
    scores = {(1, 1): 10, (1, 2): 9, (2, 1): 8}
    plan = visits(scores, slots=1, per_guest=1, per_slot=1)
    assert {(one.guest, one.host) for one in plan} == {(1, 2), (2, 1)}


def test_a_guest_is_at_one_place_at_a_time():
    plan = visits({(1, host): 5 for host in range(4)}, slots=3, per_guest=5, per_slot=1)
    assert sorted(one.slot for one in plan) == [0, 1, 2]
    assert [one.host for one in sorted(plan, key=lambda one: one.host)] == [0, 1, 2]


@pytest.mark.parametrize(
    "limits",
    [
        {"slots": 0, "per_guest": 2, "per_slot": 2},
        {"slots": 2, "per_guest": 0, "per_slot": 2},
        {"slots": 2, "per_guest": 2, "per_slot": 0},
    ],
)
def test_without_room_nobody_meets(limits):
    assert visits({(1, 1): 5}, **limits) == []


def test_pairs_without_points_do_not_meet():
    assert visits({(1, 1): 0, (1, 2): -3}, slots=2, per_guest=2, per_slot=2) == []
    assert visits({}, slots=2, per_guest=2, per_slot=2) == []


def test_a_day_of_sixty_guests_keeps_all_limits():
    dice = random.Random(7)
    scores = {(guest, host): dice.randint(0, 1000) for guest in range(60) for host in range(12)}
    limits = {"slots": 6, "per_guest": 3, "per_slot": 2}
    plan = visits(scores, **limits)
    allowed(plan, **limits)
    assert len(plan) == 12 * 6 * 2
