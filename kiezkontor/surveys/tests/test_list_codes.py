"""Codes on paper are short, and a mistyped one is noticed."""

from itertools import pairwise

import pytest

from kiezkontor.notices.rules.codes import SIGNS
from kiezkontor.surveys.rules.list_codes import BASE, Row, code_of, row_of

ROWS = [Row("unit", 1), Row("house", 1), Row("unit", 419), Row("house", 98_765), Row("unit", 2**62)]


@pytest.mark.parametrize("row", ROWS)
def test_a_code_names_its_row_however_it_is_written(row):
    code = code_of(row)
    assert row_of(code) == row_of(f" {code[:2].lower()}-{code[2:]} ") == row


def test_codes_of_a_district_are_short():
    assert len(code_of(Row("unit", 400))) == 3
    assert len(code_of(Row("house", 10_000))) == 4


@pytest.mark.parametrize("row", ROWS)
def test_one_wrong_sign_is_noticed(row):
    code = code_of(row)
    wrong = [code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in SIGNS[:BASE] if sign != code[at]]
    assert [row_of(typed) for typed in wrong if row_of(typed) is not None] == []


@pytest.mark.parametrize("row", ROWS)
def test_two_signs_in_the_wrong_order_are_noticed(row):
    code = code_of(row)
    for at, (one, other) in enumerate(pairwise(code)):
        if one != other:
            assert row_of(code[:at] + other + one + code[at + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "2", "22", "Ä2X", "????", "2" * 40, "2ZZ"])
def test_what_is_no_code_is_none(typed):
    assert row_of(typed) is None
