from datetime import date

import pytest

from kiezkontor.outreach.rules.balance import Step, balance, reached

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
BEFORE, WITHIN, LATER, AFTER = date(2025, 7, 1), date(2026, 3, 1), date(2026, 9, 1), date(2027, 1, 1)


@pytest.mark.parametrize(
    ("now", "steps", "expected"),
    [
        ({}, [], {}),
        ({1: "identified", 2: "visited"}, [], {"identified": (1, 0, 0, 1), "visited": (1, 0, 0, 1)}),
        (
            {1: "visited"},
            [Step(1, "identified", "contacted", BEFORE), Step(1, "contacted", "visited", WITHIN)],
            {"contacted": (1, 0, 1, 0), "visited": (0, 1, 0, 1)},
        ),
        (
            {1: "visited"},
            [Step(1, "identified", "visited", SINCE)],
            {"identified": (1, 0, 1, 0), "visited": (0, 1, 0, 1)},
        ),
        ({1: "visited"}, [Step(1, "identified", "visited", AFTER)], {"identified": (1, 0, 0, 1)}),
        (
            {1: "contacted"},
            [
                Step(1, "contacted", "dormant", WITHIN),
                Step(1, "dormant", "contacted", LATER),
                Step(2, "identified", "declined", WITHIN),
            ],
            {"contacted": (1, 1, 1, 1), "dormant": (0, 1, 1, 0)},
        ),
        (
            {1: "member"},
            [Step(1, "identified", "contacted", BEFORE), Step(1, "interested", "member", WITHIN)],
            {"contacted": (1, 0, 1, 0), "member": (0, 1, 0, 1)},
        ),
    ],
)
def test_standing_before_and_what_came_and_went_make_the_standing_after(now, steps, expected):
    lines = balance(now, steps, since=SINCE, until=UNTIL)
    counted = {line.status: (line.before, line.came, line.went, line.after) for line in lines}
    assert {status: numbers for status, numbers in counted.items() if any(numbers)} == expected
    assert all(line.before + line.came - line.went == line.after for line in lines)


def test_who_is_in_the_network_is_a_share_of_those_spoken_to():
    now = {1: "identified", 2: "contacted", 3: "member", 4: "active", 5: "declined", 6: "dormant", 7: "visited"}
    found = reached(balance(now, [], since=SINCE, until=UNTIL))
    assert (found.known, found.spoken_to, found.won, found.share) == (7, 6, 2, 33.3)
    assert reached(balance({1: "identified"}, [], since=SINCE, until=UNTIL)).share == 0.0
