from fractions import Fraction

import pytest

from kiezkontor.methods.apportionment import one_decimal, percent, whole_percents


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 1, "b": 1, "c": 1}, {"a": 34, "b": 33, "c": 33}),
        ({"c": 1, "b": 1, "a": 1}, {"a": 34, "b": 33, "c": 33}),
        ({"small": 1, "large": 5, "largest": 6}, {"small": 8, "large": 42, "largest": 50}),
        ({"a": 0, "b": 3}, {"a": 0, "b": 100}),
        ({"a": 0}, {"a": 0}),
        ({}, {}),
    ],
)
def test_percents_add_up_by_largest_remainder(counts, expected):
    assert whole_percents(counts) == expected


def test_of_equal_remainders_the_larger_class_comes_first():
    assert whole_percents({"a": 1, "z": 3, "b": 4}) == {"a": 12, "z": 38, "b": 50}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Fraction(9, 4), 2.2), (Fraction(47, 20), 2.4), (Fraction(45, 20), 2.2), (Fraction(1, 3), 0.3), (0, 0.0)],
)
def test_one_decimal_is_half_even_of_the_exact_value(value, expected):
    assert one_decimal(Fraction(value)) == expected


def test_a_share_of_nothing_is_none():
    assert percent(0, 0) is None
    assert percent(76, 342) == 22.2
