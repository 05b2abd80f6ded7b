import random

import numpy as np
import pytest

from kiezkontor.methods import matching
from kiezkontor.methods.matching import Allowed, Between, Has, Lasting, Near, Possible, Room, Side, Vocabulary

OPEN = float("nan")
THINGS = Vocabulary(["kitchen", "water", "step_free"])


def numbers(**columns):
    return {name: np.float64(value) for name, value in columns.items()}


@pytest.mark.parametrize(
    ("value", "least", "most", "expected"),
    [
        (50, 40, 60, (True, 1.0, 0)),
        (60, 40, 60, (True, 1.0, 0)),
        (66, 40, 60, (True, 0.6, 6)),
        (28, 40, 60, (False, 0.0, -12)),
        (34, 40, 60, (True, 0.4, -6)),
        (75, 40, 60, (False, 0.0, 15)),
        (5000, OPEN, OPEN, (True, 1.0, 0)),
        (30, 40, OPEN, (False, 0.0, -10)),
        (45, OPEN, 60, (True, 1.0, 0)),
        (0, OPEN, 0, (True, 1.0, 0)),
        (1, OPEN, 0, (False, 0.0, 1)),
        (OPEN, 40, 60, (True, 0.5, None)),
        (OPEN, OPEN, OPEN, (True, 1.0, 0)),
    ],
)
def test_a_number_between_two(value, least, most, expected):
    rule = Between("area", 10, "area", "least", "most")
    (found,) = matching.findings([rule], numbers(area=value), numbers(least=least, most=most))
    assert (found.suits, pytest.approx(found.points / 10), found.off) == expected


@pytest.mark.parametrize(
    ("has", "lacks", "needs", "must", "expected"),
    [
        ([], [], [], [], (True, 10, 0)),
        (["kitchen"], [], ["kitchen"], [], (True, 10, 0)),
        (["kitchen"], ["water"], ["kitchen", "water"], [], (True, 5, -1)),
        (["kitchen"], ["water"], ["kitchen"], ["water"], (False, 5, -1)),
        ([], [], [], ["water"], (True, 5, None)),
        (["water"], [], ["kitchen"], ["water"], (True, 7.5, None)),
        (["water"], ["water"], [], ["water"], (True, 10, 0)),
    ],
)
def test_what_a_wish_needs(has, lacks, needs, must, expected):
    rule = Has("things", 10, "has", "lacks", "needs", "must")
    offer = dict(zip(("has", "lacks"), THINGS.sets([has, lacks]), strict=True))
    wish = dict(zip(("needs", "must"), THINGS.sets([needs, must]), strict=True))
    (found,) = matching.findings([rule], offer, wish)
    assert (found.suits, found.points, found.off) == expected


@pytest.mark.parametrize(
    ("kinds", "preferred", "excluded", "expected"),
    [
        (["a"], [], [], (True, 10)),
        (["a"], ["a", "b"], [], (True, 10)),
        (["a"], ["b"], [], (True, 5)),
        (["a"], [], ["a"], (False, 10)),
        (["a"], ["a"], ["a"], (False, 10)),
        ([], [], ["a"], (True, 10)),
        ([], ["a"], [], (True, 5)),
    ],
)
def test_kinds_preferred_and_excluded(kinds, preferred, excluded, expected):
    uses = Vocabulary(["a", "b"])
    rule = Allowed("use", 10, "kinds", "preferred", "excluded")
    offer = dict(zip(("preferred", "excluded"), uses.sets([preferred, excluded]), strict=True))
    (found,) = matching.findings([rule], offer, {"kinds": uses.sets([kinds])[0]})
    assert (found.suits, found.points) == expected


@pytest.mark.parametrize(
    ("taken", "has", "expected"),
    [(["a"], ["a"], (True, 0)), (["a", "b"], ["b"], (True, 0)), (["a"], ["b"], (False, -1))],
)
def test_one_of_several_ways_has_to_be_possible_and_gives_no_points(taken, has, expected):
    ways = Vocabulary(["a", "b"])
    rule = Possible("way", "taken", "has")
    (found,) = matching.findings([rule], {"has": ways.sets([has])[0]}, {"taken": ways.sets([taken])[0]})
    assert (found.suits, found.off) == expected
    assert found.points == found.of == 0


@pytest.mark.parametrize(
    ("places", "far", "expected"),
    [
        ([], False, (True, 9, 0)),
        (["here"], False, (True, 9, 0)),
        (["next"], False, (True, 6, 1)),
        (["elsewhere"], True, (True, 3, 2)),
        (["elsewhere"], False, (False, 3, 2)),
        (["elsewhere", "here"], False, (True, 9, 0)),
    ],
)
def test_places_here_beside_and_further_away(places, far, expected):
    map_of = Vocabulary(["here", "next", "elsewhere"])
    rule = Near("place", 9, "own", "beside", "places", "far")
    offer = dict(zip(("own", "beside"), map_of.sets([["here"], ["next"]]), strict=True))
    wish = {"places": map_of.sets([places])[0], "far": np.bool_(far)}
    (found,) = matching.findings([rule], offer, wish)
    assert (found.suits, pytest.approx(found.points), found.off) == expected


@pytest.mark.parametrize(
    ("offer", "wish", "expected"),
    [
        ((100, 199, OPEN), (100, 199, 100), (True, 10, 0)),
        ((100, 199, OPEN), (150, OPEN, 100), (True, 5, -50)),
        ((100, OPEN, OPEN), (150, OPEN, 500), (True, 10, 0)),
        ((OPEN, OPEN, OPEN), (OPEN, OPEN, OPEN), (True, 10, 0)),
        ((100, 120, OPEN), (130, OPEN, 7), (False, 0, -7)),
        ((100, 120, OPEN), (120, 120, OPEN), (True, 10, 0)),
        ((OPEN, OPEN, 60), (OPEN, OPEN, 120), (True, 5, -60)),
        ((100, OPEN, 60), (150, OPEN, 60), (True, 10, 0)),
        ((100, 120, 90), (100, OPEN, 42), (True, 5, -21)),
    ],
)
def test_days_in_common(offer, wish, expected):
    rule = Lasting("time", 10, "begins", "ends", "from_day", "until_day", "days", "lasts")
    begins, ends, lasts = offer
    from_day, until_day, days = wish
    offered = numbers(begins=begins, ends=ends, lasts=lasts)
    (found,) = matching.findings([rule], offered, numbers(from_day=from_day, until_day=until_day, days=days))
    assert (found.suits, found.points, found.off) == expected


@pytest.mark.parametrize(
    ("left", "several", "expected"),
    [
        (2, [1], (10, 0)),
        (0, [1], (10, 0)),
        (-1, [1], (0, -1)),
        (OPEN, [1], (10, 0)),
        (-1, [0, 1], (0, -1)),
        (-1, [1, 0], (0, -1)),
        (OPEN, [1, 2], (0, -3)),
        (-1, [2, 1], (0, -3)),
        (OPEN, [0, 1], (10, 0)),
        (-1, [0, 0], (10, 0)),
    ],
)
def test_too_many_of_one_of_its_kinds_take_the_points_and_people_decide(left, several, expected):
    rule = Room("mix", 10, "room", "several")
    (found,) = matching.findings([rule], {"room": np.array([5.0, left, -3.0])}, {"several": np.array(several)})
    assert found.suits
    assert (found.points, found.off) == expected


def test_a_vocabulary_of_more_keys_than_a_word_has_bits():
    many = Vocabulary([f"place-{number}" for number in range(130)])
    rows = many.sets([["place-0", "place-63", "place-64", "place-129"], []])
    assert rows.shape == (2, 3)
    assert many.named(rows[0]) == ["place-0", "place-63", "place-64", "place-129"]
    assert many.named(rows[1]) == []


def test_a_key_that_nobody_numbered_does_not_pass_for_none():
    with pytest.raises(KeyError):
        THINGS.sets([["kitchen", "sauna"]])


RULES = [
    Between("area", 30, "area", "least", "most"),
    Has("things", 20, "has", "lacks", "needs", "must"),
    Allowed("use", 20, "kinds", "preferred", "excluded"),
    Room("mix", 10, "room", "several"),
]
USES = Vocabulary([f"use-{number}" for number in range(9)])


def sides(seed, offers=40, wishes=60):
    dice = random.Random(seed)

    def some(keys, most):
        return dice.sample(keys, dice.randint(0, most))

    offer = Side.of(
        range(100, 100 + offers),
        area=np.array([dice.choice([OPEN, *range(20, 200, 7)]) for _ in range(offers)]),
        has=THINGS.sets([some(THINGS.keys, 2) for _ in range(offers)]),
        lacks=THINGS.sets([some(THINGS.keys, 1) for _ in range(offers)]),
        preferred=USES.sets([some(USES.keys, 2) for _ in range(offers)]),
        excluded=USES.sets([some(USES.keys, 1) for _ in range(offers)]),
        room=np.array([[dice.choice([OPEN, -1, 0, 2]) for _ in USES.keys] for _ in range(offers)]),
    )
    least = [dice.choice([OPEN, *range(10, 100, 9)]) for _ in range(wishes)]
    wish = Side.of(
        range(wishes),
        least=np.array(least),
        most=np.array([low + dice.choice([OPEN, 10, 40]) for low in least]),
        needs=THINGS.sets([some(THINGS.keys, 2) for _ in range(wishes)]),
        must=THINGS.sets([some(THINGS.keys, 1) for _ in range(wishes)]),
        kinds=USES.sets([[dice.choice(USES.keys)] for _ in range(wishes)]),
        several=np.array([[dice.randrange(len(USES.keys)) for _ in range(2)] for _ in range(wishes)]),
    )
    return offer, wish


def pair_by_pair(offer, wish):
    return {
        (int(offer.ids[one]), int(wish.ids[other])): matching.score_of(RULES, offer.row(one), wish.row(other))
        for one in range(len(offer.ids))
        for other in range(len(wish.ids))
    }


@pytest.mark.parametrize("seed", range(4))
def test_both_directions_give_every_pair_what_is_said_of_it(seed):
    offer, wish = sides(seed)
    scores = pair_by_pair(offer, wish)
    for one, proposals in matching.all_best(RULES, offer, wish, offers=False, most=10):
        ranked = sorted((-score, other) for (this, other), score in scores.items() if this == one and score is not None)
        assert [(-row.score, row.id) for row in proposals] == ranked[:10]
    for other, proposals in matching.all_best(RULES, wish, offer, offers=True, most=3):
        ranked = sorted((-score, one) for (one, this), score in scores.items() if this == other and score is not None)
        assert [(-row.score, row.id) for row in proposals] == ranked[:3]


def test_the_order_of_the_rows_makes_no_difference():
    offer, wish = sides(5)
    turned = Side(wish.ids[::-1], {name: column[::-1] for name, column in wish.columns.items()})
    one = offer.row(0)
    assert matching.best(RULES, one, wish, offers=False, most=5) == matching.best(
        RULES, one, turned, offers=False, most=5
    )


def test_nobody_to_choose_from():
    offer, _wish = sides(1)
    none = Side.of([], least=np.array([]))
    assert matching.best(RULES, offer.row(0), none, offers=False, most=10) == []
