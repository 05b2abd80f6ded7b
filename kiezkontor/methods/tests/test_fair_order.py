from collections import Counter
from datetime import date, timedelta

import pytest

from kiezkontor.methods.fair_order import PRIME, fair_order

DAYS = [date(2026, 1, 1) + timedelta(days=count) for count in range(6000)]


def in_front(members: list[int]) -> Counter[int]:
    return Counter(min(members, key=fair_order(day, 7).key) for day in DAYS)


@pytest.mark.parametrize(
    "numbers",
    [
        [3, 900_719_925, 1_400_000_011, 77, 2_000_000_000, 123_456_789, 31_337, 1_000_003, 5, 2_147_483_646],
        list(range(12)),
        [2**power for power in range(10)],
        [1000 * count for count in range(20)],
    ],
    ids=["drawn at random", "numbered in a row", "powers of two", "in equal steps"],
)
def test_everybody_comes_first_equally_often(numbers):
    first = in_front(numbers)
    expected = len(DAYS) / len(numbers)
    # Chi square with up to 19 degrees of freedom; 45 is passed by chance less than once in a thousand draws.
    assert sum((first[number] - expected) ** 2 / expected for number in numbers) < 45


def test_everybody_stands_in_the_middle_on_average():
    numbers = [17 * count * count for count in range(1, 31)]
    places: Counter[int] = Counter()
    for day in DAYS[:2000]:
        places.update({number: place for place, number in enumerate(sorted(numbers, key=fair_order(day).key))})
    assert all(13.5 < places[number] / 2000 < 15.5 for number in numbers)


def test_the_order_holds_for_a_day_and_differs_from_the_next():
    numbers = list(range(0, 40_000, 1000))
    today, again, tomorrow = (sorted(numbers, key=fair_order(day, 1).key) for day in (DAYS[0], DAYS[0], DAYS[1]))
    assert today == again != tomorrow


def test_two_places_do_not_put_the_same_member_first_all_the_time():
    numbers = list(range(0, 30_000, 1000))
    same = sum(
        min(numbers, key=fair_order(day, 1).key) == min(numbers, key=fair_order(day, 2).key) for day in DAYS[:600]
    )
    assert same < 60


def test_who_joins_does_not_move_the_others():
    numbers = list(range(0, 50_000, 1000))
    order = sorted(numbers, key=fair_order(DAYS[0]).key)
    with_one_more = sorted([*numbers, 999_999], key=fair_order(DAYS[0]).key)
    assert [number for number in with_one_more if number != 999_999] == order


def test_keys_and_their_steps_fit_into_sixty_four_bits():
    order = fair_order("any")
    assert all(0 <= coefficient < PRIME for coefficient in order.coefficients)
    assert 0 <= order.key(2**31 - 1) < PRIME
    assert (PRIME - 1) * (2**31 - 1) + PRIME < 2**63
