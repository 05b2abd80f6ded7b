"""Which houses a part of a street covers, how streets are divided, and which units look like one."""

import pytest

from kiezkontor.surveys.rules.duplicates import Standing, twice
from kiezkontor.surveys.rules.segments import Stretch, covers, halves, overlap, shared_out

STREET = 7
NUMBERS = {STREET: ["1", "2", "2A", "3", "4", "12", "12B"]}


@pytest.mark.parametrize(
    ("stretch", "covered"),
    [
        (Stretch(STREET), ["1", "2", "2A", "3", "4", "12", "12B"]),
        (Stretch(STREET, "even"), ["2", "2A", "4", "12", "12B"]),
        (Stretch(STREET, "odd"), ["1", "3"]),
        (Stretch(STREET, first="2A", last="4"), ["2A", "3", "4"]),
        (Stretch(STREET, "even", last="12"), ["2", "2A", "4", "12", "12B"]),
        (Stretch(8), []),
    ],
)
def test_a_segment_covers_its_side_and_range(stretch, covered):
    assert [number for number in NUMBERS[STREET] if covers(stretch, street=STREET, number=number)] == covered


def test_a_house_without_a_number_belongs_to_the_whole_street_alone():
    assert covers(Stretch(STREET), street=STREET, number="")
    assert not covers(Stretch(STREET, "even"), street=STREET, number="")
    assert not covers(Stretch(STREET, first="1"), street=STREET, number="am Markt")


def test_two_segments_share_the_numbers_both_cover():
    assert overlap(Stretch(STREET, "even"), Stretch(STREET, first="3", last="4"), NUMBERS) == ["4"]
    assert overlap(Stretch(STREET, "even"), Stretch(STREET, "odd"), NUMBERS) == []
    assert overlap(Stretch(STREET), Stretch(8), NUMBERS) == []


@pytest.mark.parametrize(
    ("left", "right", "parts"),
    [
        (["1", "3", "5"], ["2", "4"], [Stretch(STREET, "even"), Stretch(STREET, "odd")]),
        (
            ["1", "2", "3"],
            ["6", "5", "4"],
            [Stretch(STREET, first="1", last="3"), Stretch(STREET, first="4", last="6")],
        ),
        (
            ["6", "5", "4"],
            ["1", "2", "3"],
            [Stretch(STREET, first="1", last="3"), Stretch(STREET, first="4", last="6")],
        ),
        (["1", "2", "3", "4"], [], [Stretch(STREET, "even"), Stretch(STREET, "odd")]),
        (["1", "3", "8"], ["2", "4", "6"], [Stretch(STREET, "even"), Stretch(STREET, "odd")]),
        (["2", "4"], [], [Stretch(STREET, "even")]),
        (["", "am Markt"], [], []),
    ],
)
def test_a_street_is_divided_by_its_sides(left, right, parts):
    assert halves(STREET, left, right) == parts


@pytest.mark.parametrize(
    ("weights", "people", "whose"),
    [
        ([1, 1, 1, 1], 2, [0, 0, 1, 1]),
        ([5, 1, 1, 1], 2, [0, 1, 1, 1]),
        ([1, 1, 1], 1, [0, 0, 0]),
        ([1], 3, [1]),
        ([], 2, []),
    ],
)
def test_everybody_gets_about_as_much_in_a_row(weights, people, whose):
    assert shared_out(weights, people) == whose


DOOR, OTHER_DOOR = ("7", "1"), ("7", "2")


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (Standing(1, DOOR, "left"), Standing(2, DOOR, "left"), True),
        (Standing(1, DOOR, "left"), Standing(2, DOOR, "left", 1), False),
        (Standing(1, DOOR, "left"), Standing(2, DOOR, "right"), False),
        (Standing(1, DOOR), Standing(2, DOOR), False),
        (Standing(1, DOOR, names=frozenset({"cafe"})), Standing(2, DOOR, names=frozenset({"cafe", "bar"})), True),
        (Standing(1, DOOR, "left"), Standing(2, OTHER_DOOR, "left"), False),
    ],
)
def test_two_units_of_one_address_and_place_or_name_may_be_one(one, other, is_one):
    assert twice([one, other]) == ([(1, 2)] if is_one else [])
