from datetime import date

import pytest

from kiezkontor.meetings.rules.year import Agreed, Came, Kept, Light, Met, Turnout, kept, light_of, people_in, turnout

TODAY = date(2027, 8, 15)


def met(*people, shops=()):
    return Met(TODAY, frozenset(people), frozenset(shops))


@pytest.mark.parametrize(
    ("meetings", "before", "found"),
    [
        ([], [], Turnout(0, 0, 0, 0, 0)),
        ([met("a", "b", "c", shops="xy")], [], Turnout(1, 3, 2, 3, 0)),
        ([met("a", "b", shops="x"), met("a", "c", shops="xy")], [], Turnout(2, 3, 2, 3, 1)),
        ([met("a", "b", shops="x")], [met("a", shops="x"), met()], Turnout(1, 2, 1, 1, 0)),
        ([met()], [met("a")], Turnout(1, 0, 0, 0, 0)),
    ],
)
def test_people_and_shops_count_once_however_often_they_come(meetings, before, found):
    assert turnout(meetings, before=before) == found


def test_shares_are_of_different_people():
    found = turnout([met("a", "b"), met("a", "c")], before=[met("b")])
    assert (found.first_share, found.again_share) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    empty = turnout([], before=[])
    assert (empty.first_share, empty.again_share) == (None, None)


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ((None, "anna", "x"), (None, "bernd", "x"), 2),
        ((None, "anna", "x"), (None, "anna", "y"), 1),
        ((3, "anna", ""), (3, "anna muster", ""), 1),
        ((None, "anna", ""), (3, "anna", ""), 1),
        ((4, "anna", ""), (3, "anna", ""), 2),
        ((None, "", "x"), (None, "", "x"), 2),
    ],
)
def test_people_are_told_apart_by_account_and_else_by_name(first, second, count):
    one, other = people_in({1: [Came(*first)], 2: [Came(*second)]}).values()
    assert len(one | other) == count


def test_a_name_of_two_accounts_is_nobody_of_them():
    found = people_in({1: [Came(3, "anna", "")], 2: [Came(4, "anna", "")], 3: [Came(None, "anna", "")]})
    assert len(frozenset().union(*found.values())) == 3


@pytest.mark.parametrize(
    ("next_on", "held", "light"),
    [
        (date(2027, 7, 1), 1, Light.GREEN),
        (date(2027, 7, 1), 0, Light.RED),
        (TODAY, 0, Light.RED),
        (date(2027, 10, 1), 0, Light.YELLOW),
        (date(2027, 10, 1), 2, Light.GREEN),
    ],
)
def test_a_quarter_that_is_over_without_a_meeting_is_red(next_on, held, light):
    assert light_of(next_on, held=held, today=TODAY) == light


@pytest.mark.parametrize(
    ("due_on", "done_on", "found"),
    [
        (None, None, Kept(0, 0, 0, 1)),
        (None, TODAY, Kept(1, 0, 0, 0)),
        (TODAY, TODAY, Kept(1, 0, 0, 0)),
        (date(2027, 8, 14), TODAY, Kept(0, 1, 0, 0)),
        (date(2027, 8, 14), None, Kept(0, 0, 1, 0)),
        (TODAY, None, Kept(0, 0, 0, 1)),
    ],
)
def test_a_task_is_in_time_until_the_end_of_its_day(due_on, done_on, found):
    assert kept([Agreed(due_on, done_on)], today=TODAY) == found


def test_open_tasks_whose_day_is_to_come_say_nothing_of_the_share():
    agreed = [Agreed(None, TODAY), Agreed(date(2027, 1, 1), TODAY), Agreed(date(2027, 9, 1), None)]
    assert kept(agreed, today=TODAY).in_time_share == 0.5
    assert kept([Agreed(TODAY, None)], today=TODAY).in_time_share is None


def test_five_rounds_in_six_quarters_miss_one():
    """The Schillerkiez: the first round on 21 March 2017, the fifth in June 2018 (G2-20)."""
    rounds = [date(2017, 3, 21), date(2017, 6, 13), date(2017, 9, 19), date(2017, 12, 5), date(2018, 6, 12)]
    quarters = [(date(2017, 1, 1), date(2017, 4, 1)), (date(2017, 4, 1), date(2017, 7, 1))]
    quarters += [(date(2017, 7, 1), date(2017, 10, 1)), (date(2017, 10, 1), date(2018, 1, 1))]
    quarters += [(date(2018, 1, 1), date(2018, 4, 1)), (date(2018, 4, 1), date(2018, 7, 1))]
    lights = [
        light_of(end, held=sum(begin <= day < end for day in rounds), today=date(2018, 7, 1)) for begin, end in quarters
    ]
    assert lights == [Light.GREEN, Light.GREEN, Light.GREEN, Light.GREEN, Light.RED, Light.GREEN]
