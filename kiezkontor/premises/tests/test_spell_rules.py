from datetime import date

import pytest

from kiezkontor.premises.rules.since import since_range, since_said
from kiezkontor.premises.rules.spells import Seen, spells_from

JAN, FEB, MAR = date(2024, 1, 10), date(2024, 2, 10), date(2024, 3, 10)
AFTER_JAN, AFTER_FEB = date(2024, 1, 11), date(2024, 2, 11)
BAKER, CAFE = frozenset({1}), frozenset({2})


def seen(on: date, occupancy: str = "occupied", who: frozenset[int] = BAKER, *, key: int = 0, **details) -> Seen:
    return Seen(
        key or on.toordinal(), on, occupancy, organisations=who if occupancy != "vacant" else frozenset(), **details
    )


def told(*observations: Seen) -> list[tuple[date | None, date, str]]:
    return [
        (spell.begins_earliest, spell.begins_latest, spell.told_by.occupancy) for spell in spells_from(observations)
    ]


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        pytest.param([], [], id="never seen"),
        pytest.param([seen(JAN)], [(None, JAN, "occupied")], id="seen once: some time before"),
        pytest.param([seen(JAN), seen(FEB)], [(None, JAN, "occupied")], id="unchanged"),
        pytest.param(
            [seen(JAN), seen(FEB, "vacant")],
            [(None, JAN, "occupied"), (AFTER_JAN, FEB, "vacant")],
            id="changed between two visits",
        ),
        pytest.param(
            [seen(FEB, "vacant"), seen(JAN)],
            [(None, JAN, "occupied"), (AFTER_JAN, FEB, "vacant")],
            id="entered in the wrong order",
        ),
        pytest.param(
            [seen(JAN, since_latest=date(2018, 12, 31))],
            [(None, date(2018, 12, 31), "occupied")],
            id="since before 2019",
        ),
        pytest.param(
            [seen(JAN), seen(FEB, since_latest=date(2018, 12, 31))],
            [(None, date(2018, 12, 31), "occupied")],
            id="a later visitor knows that it is there since before 2019",
        ),
        pytest.param(
            [seen(JAN, "vacant"), seen(FEB, since_earliest=date(2024, 2, 1), since_latest=date(2024, 2, 1))],
            [(None, JAN, "vacant"), (date(2024, 2, 1), date(2024, 2, 1), "occupied")],
            id="vacant, then occupied since a known day",
        ),
        pytest.param(
            [seen(JAN, "vacant"), seen(FEB), seen(MAR, since_earliest=date(2024, 2, 1), since_latest=date(2024, 2, 1))],
            [(None, JAN, "vacant"), (date(2024, 2, 1), date(2024, 2, 1), "occupied")],
            id="the day is learnt later",
        ),
        pytest.param(
            [seen(JAN, "vacant"), seen(FEB, since_latest=date(2018, 12, 31))],
            [(None, JAN, "vacant"), (AFTER_JAN, AFTER_JAN, "occupied")],
            id="hearsay does not contradict what was seen",
        ),
        pytest.param(
            [seen(JAN), seen(FEB, "interim_use", CAFE), seen(MAR, "vacant")],
            [(None, JAN, "occupied"), (AFTER_JAN, FEB, "interim_use"), (AFTER_FEB, MAR, "vacant")],
            id="interim use",
        ),
        pytest.param(
            [seen(JAN, "unknown", frozenset()), seen(FEB)],
            [(None, JAN, "unknown"), (None, FEB, "occupied")],
            id="not determinable at first: it may have been there",
        ),
        pytest.param(
            [seen(JAN, "vacant"), seen(FEB, "unknown", frozenset()), seen(MAR)],
            [(None, JAN, "vacant"), (AFTER_JAN, FEB, "unknown"), (AFTER_JAN, MAR, "occupied")],
            id="not determinable in between: it may have begun before",
        ),
        pytest.param(
            [seen(JAN), seen(FEB, "unknown", frozenset()), seen(MAR)],
            [(None, JAN, "occupied"), (AFTER_JAN, FEB, "unknown"), (None, MAR, "occupied")],
            id="not determinable in between, but the same as before",
        ),
        pytest.param(
            [seen(JAN, "unknown", frozenset()), seen(FEB, since_latest=date(2018, 12, 31))],
            [(None, JAN, "unknown"), (None, AFTER_JAN, "occupied")],
            id="not determinable at first, later known to be older",
        ),
        pytest.param(
            [seen(JAN), seen(FEB, who=CAFE)],
            [(None, JAN, "occupied"), (AFTER_JAN, FEB, "occupied")],
            id="another shop moved in",
        ),
        pytest.param(
            [seen(JAN, key=1), seen(JAN, "vacant", key=2)],
            [(None, JAN, "vacant")],
            id="twice on one day: the last word",
        ),
        pytest.param(
            [seen(JAN, since_latest=date(2099, 1, 1))], [(None, JAN, "occupied")], id="nothing begins after it was seen"
        ),
    ],
)
def test_uses_follow_from_what_was_seen(observations, expected):
    assert told(*observations) == expected


def test_no_two_uses_begin_on_one_day():
    days = [date(2024, 1, day) for day in range(1, 20)]
    states = ["vacant", "occupied", "unknown"]
    uses = told(*(seen(day, states[index % 3], since_latest=date(2000, 1, 1)) for index, day in enumerate(days)))
    begins = [latest for _, latest, _ in uses]
    assert begins == sorted(set(begins))
    assert all(earliest is None or earliest <= latest for earliest, latest, _ in uses)


def test_why_the_use_before_ended_may_be_learnt_later():
    ended = [seen(JAN), seen(FEB, "vacant"), seen(MAR, "vacant", former_ended="rent")]
    assert [spell.former_ended for spell in spells_from(ended)] == ["", "rent"]


@pytest.mark.parametrize(
    ("kind", "day", "year", "expected"),
    [
        ("unknown", None, None, (None, FEB)),
        ("day", JAN, None, (JAN, JAN)),
        ("year", None, 2019, (date(2019, 1, 1), date(2019, 12, 31))),
        ("year", None, 2024, (date(2024, 1, 1), FEB)),
        ("before", None, 2019, (None, date(2018, 12, 31))),
    ],
)
def test_since_is_a_pair_of_days(kind, day, year, expected):
    assert since_range(kind, day=day, year=year, seen_on=FEB) == expected
    assert since_said(*expected, seen_on=FEB) == (kind, day, year)


def test_a_beginning_between_two_visits_was_said_by_nobody():
    assert since_said(JAN, FEB, seen_on=FEB) == ("unknown", None, None)


@pytest.mark.parametrize(("kind", "day", "year"), [("day", MAR, None), ("year", None, 2025), ("before", None, 2026)])
def test_since_does_not_lie_after_the_visit(kind, day, year):
    with pytest.raises(ValueError, match="after"):
        since_range(kind, day=day, year=year, seen_on=FEB)


@pytest.mark.parametrize(("kind", "day", "year"), [("day", None, 2019), ("year", JAN, None), ("before", None, None)])
def test_since_needs_its_day_or_year(kind, day, year):
    with pytest.raises(ValueError, match="missing"):
        since_range(kind, day=day, year=year, seen_on=FEB)
