"""What is told of streets, of who stayed, and of what an area supplies."""

from datetime import date

import pytest

from kiezkontor.surveys.rules.differences import Compared, Difference, What
from kiezkontor.surveys.rules.early_warning import lately_closed, warnings
from kiezkontor.surveys.rules.parts import by_part, street_of
from kiezkontor.surveys.rules.recorded import Recorded
from kiezkontor.surveys.rules.supply import Supply, supplies, supply_change
from kiezkontor.surveys.rules.survival import survival

SINCE, ON = date(2017, 2, 1), date(2018, 2, 1)
BAKER, FLORIST = 1, 2


def used(unit, *who, category="", street="Weserstr.", begun=None, places=()):
    return Recorded(
        unit,
        "occupied",
        "retail",
        category,
        frozenset(who),
        begins_earliest=begun,
        begins_latest=begun or SINCE,
        street=street,
        places=frozenset(places),
    )


def empty(unit, street="Weserstr.", occupancy="vacant", begun=None):
    return Recorded(unit, occupancy, street=street, begins_earliest=begun, begins_latest=begun)


STAYED = {
    "nobody was named": ([used(1)], [used(1)], (0, 0, 0, 0)),
    "all stayed": ([used(1, BAKER)], [used(1, BAKER)], (1, 1, 1, 1)),
    "one closed": ([used(1, BAKER), used(2, FLORIST)], [used(1, BAKER), empty(2)], (2, 2, 1, 1)),
    "one moved": ([used(1, BAKER), empty(2)], [empty(1), used(2, BAKER)], (1, 1, 1, 0)),
    "one stayed in a part of what was split": ([used(1, BAKER)], [used(2, BAKER, places=[1])], (1, 1, 1, 1)),
    "nobody looked again": ([used(1, BAKER)], [], (1, 0, 0, 0)),
    "nobody could tell": ([used(1, BAKER)], [empty(1, occupancy="unknown")], (1, 0, 0, 0)),
    "nobody asked for the name": ([used(1, BAKER)], [used(1)], (1, 0, 0, 0)),
}


@pytest.mark.parametrize(("before", "after", "expected"), STAYED.values(), ids=STAYED.keys())
def test_who_is_still_there(before, after, expected):
    found = survival(Compared(before, after, SINCE))
    assert (found.named, found.told, found.in_district, found.same_place) == expected


def test_who_is_in_a_unit_that_was_left_out_is_still_there():
    found = survival(Compared([used(1, BAKER)], [empty(1)], SINCE), unchanged={BAKER, FLORIST})
    assert (found.named, found.told, found.in_district, found.same_place) == (2, 2, 2, 2)
    assert found.still_in_district.percent == 100.0


BREAD, POST = "shop=bakery", "amenity=post_office"
SUPPLIED = {
    "nothing happened": ([used(1, category=BREAD)], [used(1, category=BREAD)], [], []),
    "the only bakery closed": ([used(1, category=BREAD)], [empty(1)], ["bakery"], []),
    "one of two closed": (
        [used(1, category=BREAD), used(2, category=BREAD)],
        [empty(1), used(2, category=BREAD)],
        [],
        [],
    ),
    "the bakery became a post office": ([used(1, category=BREAD)], [used(1, category=POST)], ["bakery"], ["post"]),
    "nobody looked at it again": ([used(1, category=BREAD)], [], [], []),
    "nobody could tell": ([used(1, category=BREAD)], [empty(1, occupancy="unknown")], [], []),
    "nobody noted what it is now": ([used(1, category=BREAD)], [used(1)], [], []),
    "a post office opened in a vacant unit": ([empty(1)], [used(1, category=POST)], [], ["post"]),
    "a post office nobody had looked at before": ([], [used(1, category=POST)], [], []),
    "a post office in a new house": ([], [used(1, category=POST, begun=ON)], [], ["post"]),
}


@pytest.mark.parametrize(("before", "after", "lost", "gained"), SUPPLIED.values(), ids=SUPPLIED.keys())
def test_what_an_area_lost_and_gained(before, after, lost, gained):
    both = [supplies(row.category for row in rows if row.is_used) for rows in (before, after)]
    found = supply_change(Compared(before, after, SINCE), before=both[0], after=both[1])
    assert (found.lost, found.gained) == ([Supply(each) for each in lost], [Supply(each) for each in gained])


def test_streets_stand_by_name_and_what_has_none_last():
    rows = [used(1, street="Weserstr."), used(2, street=""), empty(3, street="Äckerweg"), empty(4)]
    found = by_part(rows, street_of, on=ON)
    assert list(found) == ["Äckerweg", "Weserstr.", ""]
    assert [found["Weserstr."].vacant_of_all.part, found["Weserstr."].units] == [1, 2]


def closed(street, *, then=None):
    return Difference(What.CLOSURE, None, used(9, street=street), then)


@pytest.mark.parametrize(
    ("vacant", "in_use", "closures", "level"),
    [
        (0, 10, 0, 0),
        (1, 9, 0, 1),
        (1, 10, 0, 0),
        (2, 8, 0, 2),
        (4, 0, 0, 0),
        (0, 10, 2, 1),
        (0, 10, 4, 2),
        (1, 9, 4, 2),
        (0, 10, None, 0),
    ],
)
def test_a_street_is_watched_from_the_thresholds_on(vacant, in_use, closures, level):
    rows = [empty(nth) for nth in range(vacant)] + [used(100 + nth) for nth in range(in_use)]
    told = None if closures is None else {"Weserstr.": closures}
    found = warnings(by_part(rows, street_of, on=ON), told)
    assert [each.level for each in found] == ([level] if level else [])


def test_a_closure_counts_that_can_have_been_within_a_year():
    long_ago, lately = empty(9, begun=date(2016, 5, 1)), empty(9, begun=date(2017, 12, 1))
    found = [closed("A", then=long_ago), closed("B", then=lately), closed("C"), closed("B", then=lately)]
    assert lately_closed(found, on=ON) == {"B": 2, "C": 1}
