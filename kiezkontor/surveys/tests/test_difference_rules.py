from datetime import date

import pytest

from kiezkontor.surveys.rules.differences import Compared, What, counted, differences
from kiezkontor.surveys.rules.recorded import Recorded

SINCE = date(2017, 2, 1)
LATER = date(2017, 9, 1)
BAKER, FLORIST, CAFE = 1, 2, 3


def used(unit, *who, use_class="retail", category="", begun=None, places=()):
    earliest = latest = begun
    return Recorded(
        unit,
        "occupied",
        use_class,
        category,
        frozenset(who),
        begins_earliest=earliest,
        begins_latest=latest or SINCE,
        places=frozenset(places),
    )


def empty(unit, occupancy="vacant"):
    return Recorded(unit, occupancy)


CASES = {
    "nothing happened": ([used(1, BAKER), empty(2)], [used(1, BAKER), empty(2)], {}),
    "a shop closed": ([used(1, BAKER)], [empty(1)], {What.CLOSURE: 1}),
    "a shop opened": ([empty(1)], [used(1, CAFE)], {What.OPENING: 1}),
    "one followed another": ([used(1, BAKER)], [used(1, CAFE)], {What.CLOSURE: 1, What.OPENING: 1}),
    "a shop moved along the street": ([used(1, BAKER), empty(2)], [empty(1), used(2, BAKER)], {What.MOVE: 1}),
    "a shop moved to where another closed": (
        [used(1, BAKER), used(2, FLORIST)],
        [empty(1), used(2, BAKER)],
        {What.MOVE: 1, What.CLOSURE: 1},
    ),
    "two shops changed places": (
        [used(1, BAKER), used(2, FLORIST)],
        [used(1, FLORIST), used(2, BAKER)],
        {What.MOVE: 2},
    ),
    "a shop took the next room as well": (
        [used(1, BAKER), empty(2)],
        [used(1, BAKER), used(2, BAKER)],
        {What.CHANGE: 1},
    ),
    "the bakery became a café of the same people": (
        [used(1, BAKER, category="shop=bakery")],
        [used(1, BAKER, use_class="gastronomy", category="amenity=cafe")],
        {What.CHANGE: 1},
    ),
    "an empty shop became a flat": ([empty(1)], [empty(1, "used_as_housing")], {What.CHANGE: 1}),
    "a shop became a flat": ([used(1, BAKER)], [empty(1, "used_as_housing")], {What.CLOSURE: 1}),
    "nobody could tell the second time": ([used(1, BAKER)], [empty(1, "unknown")], {}),
    "nobody could tell the first time": ([empty(1, "unknown")], [used(1, BAKER)], {}),
    "nobody could tell, but it is certain to be new": (
        [empty(1, "unknown")],
        [used(1, CAFE, begun=LATER)],
        {What.OPENING: 1},
    ),
    "a unit looked at for the first time": ([], [used(1, BAKER)], {}),
    "a new unit with a new shop": ([], [used(1, CAFE, begun=LATER)], {What.OPENING: 1}),
    "a unit nobody looked at again": ([used(1, BAKER)], [], {}),
    "without names a use began": ([empty(1)], [used(1)], {What.OPENING: 1}),
    "without names a use ended": ([used(1)], [empty(1)], {What.CLOSURE: 1}),
    "without names the class changed": ([used(1)], [used(1, use_class="gastronomy")], {What.CHANGE: 1}),
    "the name was noted only once": ([used(1, BAKER)], [used(1)], {}),
    "the name was noted later": ([used(1)], [used(1, BAKER)], {}),
    "a category was noted later": ([used(1, BAKER)], [used(1, BAKER, category="shop=bakery")], {}),
    "a shop was split and went on in one half": (
        [used(1, BAKER)],
        [used(2, BAKER, places=[1]), empty(3)],
        {},
    ),
    "two rooms became one": (
        [used(1, BAKER), empty(2)],
        [used(3, BAKER, places=[1, 2])],
        {},
    ),
    "two in one room, one left": ([used(1, BAKER, FLORIST)], [used(1, BAKER)], {What.CLOSURE: 1}),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES.keys())
def test_each_event_is_told_once(before, after, expected):
    found = differences(Compared(before, after, SINCE))
    assert {what: number for what, number in counted(found).items() if number} == expected


def test_a_shop_whose_house_is_gone_has_closed():
    (closed,) = differences(Compared([used(1, BAKER)], [], SINCE, ended={1}))
    assert (closed.what, closed.organisation, closed.after) == (What.CLOSURE, BAKER, None)


def test_who_is_elsewhere_unchanged_has_neither_opened_nor_closed_nor_moved():
    two = Compared([empty(1), used(2, BAKER)], [used(1, FLORIST), empty(2)], SINCE, elsewhere={BAKER, FLORIST})
    assert [each.what for each in differences(two)] == [What.CHANGE, What.CHANGE]
