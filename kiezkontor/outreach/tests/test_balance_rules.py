from datetime import date

import pytest

from kiezkontor.outreach.rules.balance import Balance, Step, balance, reached

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
    found = within(now, steps)
    counted = {line.status: (line.before, line.came, line.went, line.after) for line in found.lines}
    assert {status: numbers for status, numbers in counted.items() if any(numbers)} == expected
    assert adds_up(found)
    assert found.new == 0


def within(now, steps, known_on=()) -> Balance:
    return balance(now, steps, known_on=dict(known_on), since=SINCE, until=UNTIL)


def adds_up(found: Balance) -> bool:
    return all(line.before + line.new + line.came - line.went == line.after for line in found.lines)


@pytest.mark.parametrize(
    ("known_on", "steps", "expected"),
    [
        (BEFORE, [], {"identified": (1, 0, 0, 0, 1)}),
        (SINCE, [], {"identified": (0, 1, 0, 0, 1)}),
        (UNTIL, [], {"identified": (0, 1, 0, 0, 1)}),
        (AFTER, [], {}),
        (WITHIN, [("contacted", LATER)], {"identified": (0, 1, 0, 1, 0), "contacted": (0, 0, 1, 0, 1)}),
        (LATER, [("contacted", WITHIN)], {"identified": (0, 1, 0, 1, 0), "contacted": (0, 0, 1, 0, 1)}),
        (AFTER, [("contacted", BEFORE)], {"contacted": (1, 0, 0, 0, 1)}),
        (AFTER, [("contacted", WITHIN)], {"identified": (0, 1, 0, 1, 0), "contacted": (0, 0, 1, 0, 1)}),
    ],
)
def test_who_became_known_within_the_days_did_not_stand_anywhere_before(known_on, steps, expected):
    status = steps[-1][0] if steps else "identified"
    found = within({1: status}, [Step(1, "identified", to, on) for to, on in steps], {1: known_on})
    counted = {line.status: (line.before, line.new, line.came, line.went, line.after) for line in found.lines}
    assert {status: numbers for status, numbers in counted.items() if any(numbers)} == expected
    assert adds_up(found)


@pytest.mark.parametrize(
    ("steps", "won", "left"),
    [
        ([("identified", "member", BEFORE)], 0, 0),
        ([("identified", "member", WITHIN)], 1, 0),
        ([("identified", "contacted", BEFORE), ("contacted", "member", WITHIN), ("member", "active", LATER)], 1, 0),
        ([("identified", "member", BEFORE), ("member", "active", WITHIN)], 0, 0),
        ([("identified", "member", BEFORE), ("member", "dormant", WITHIN)], 0, 1),
        ([("identified", "member", WITHIN), ("member", "dormant", LATER)], 0, 0),
        ([("identified", "member", AFTER)], 0, 0),
    ],
)
def test_won_is_who_is_in_the_network_after_the_days_and_was_not_before(steps, won, left):
    found = within({1: steps[-1][1]}, [Step(1, *step) for step in steps])
    assert (found.won, found.left) == (won, left)


def test_who_is_in_the_network_is_a_share_of_those_spoken_to():
    now = {1: "identified", 2: "contacted", 3: "member", 4: "active", 5: "declined", 6: "dormant", 7: "visited"}
    found = reached(within(now, []).lines)
    assert (found.known, found.spoken_to, found.won, found.share) == (7, 6, 2, 33.3)
    assert reached(within({1: "identified"}, []).lines).share == 0.0
