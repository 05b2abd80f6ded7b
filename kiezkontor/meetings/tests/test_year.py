from datetime import date

import pytest

from kiezkontor.meetings.rules.year import Agreed, Kept, Light, Met, Turnout, kept, light_of, turnout

TODAY = date(2027, 8, 15)


def met(on, *guests, people=None):
    return Met(on, frozenset(guests), len(guests) if people is None else people)


@pytest.mark.parametrize(
    ("meetings", "before", "found"),
    [
        ([], [], Turnout(0, 0, 0, 0, 0, 0)),
        ([met(TODAY, "o1", "o2", people=3)], [], Turnout(1, 3, 2, 2, 2, 0)),
        ([met(TODAY, "o1", "o2"), met(TODAY, "o1", "p3")], [], Turnout(2, 4, 4, 3, 3, 1)),
        ([met(TODAY, "o1", "o2")], [met(TODAY, "o1"), met(TODAY)], Turnout(1, 2, 2, 2, 1, 0)),
        ([met(TODAY)], [met(TODAY, "o1")], Turnout(1, 0, 0, 0, 0, 0)),
    ],
)
def test_guests_count_once_however_often_they_come(meetings, before, found):
    assert turnout(meetings, before=before) == found


def test_shares_are_of_different_guests():
    found = turnout([met(TODAY, "o1", "o2"), met(TODAY, "o1", "p3")], before=[met(TODAY, "o2")])
    assert (found.first_share, found.again_share) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    empty = turnout([], before=[])
    assert (empty.first_share, empty.again_share) == (None, None)


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
