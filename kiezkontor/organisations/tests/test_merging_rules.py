"""What two entries become: tables of examples, no database."""

from datetime import UTC, date, datetime

import pytest

from kiezkontor.organisations.actions.editing import EDITABLE
from kiezkontor.organisations.rules.merging import (
    GROUPS,
    Joined,
    Origin,
    Period,
    better_side,
    cut,
    differing,
    joined_periods,
)

JAN, MARCH, JUNE, LATE = date(2024, 1, 1), date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)
SOURCE, NEWER_SOURCE = (Origin(changed_at=datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2025))
SAID, SAID_LATER = Origin(said_on=JAN), Origin(said_on=JUNE)
CONFIRMED = Origin(confirmed_on=JAN)


def test_every_field_that_is_edited_is_chosen_once():
    assert sorted(name for group in GROUPS for name in group) == sorted(EDITABLE)


def test_only_what_differs_is_asked():
    ours = dict.fromkeys(EDITABLE, "")
    theirs = ours | {"phone": "+49301", "email_is_public": True}
    assert differing(ours, theirs) == [("phone",), ("email", "email_is_public")]


@pytest.mark.parametrize(
    ("kept", "absorbed", "of_kept", "of_absorbed", "side"),
    [
        ([""], ["+49301"], SAID, SOURCE, "absorbed"),
        (["+49301"], [""], SOURCE, SAID, "kept"),
        (["a"], ["b"], SOURCE, SAID, "absorbed"),
        (["a"], ["b"], SAID, NEWER_SOURCE, "kept"),
        (["a"], ["b"], SAID, SAID_LATER, "absorbed"),
        (["a"], ["b"], CONFIRMED, NEWER_SOURCE, "kept"),
        (["a"], ["b"], SOURCE, CONFIRMED, "absorbed"),
        (["a"], ["b"], SOURCE, NEWER_SOURCE, "absorbed"),
        (["a"], ["b"], SOURCE, SOURCE, "kept"),
        (["unknown", ""], ["no", ""], SOURCE, SOURCE, "absorbed"),
    ],
)
def test_what_people_said_last_is_proposed(kept, absorbed, of_kept, of_absorbed, side):
    assert better_side(kept, absorbed, of_kept, of_absorbed) == side


@pytest.mark.parametrize(
    ("kept", "absorbed", "joined"),
    [
        ([], [Period(2, 7, JAN)], []),
        ([Period(1, 7, JAN, MARCH)], [Period(2, 7, MARCH)], []),
        ([Period(1, 7, JAN)], [Period(2, 8, JAN)], []),
        ([Period(1, 7, MARCH)], [Period(2, 7, JAN)], [Joined(Period(1, 7, JAN), (2,))]),
        ([Period(1, 7, JAN, JUNE)], [Period(2, 7, MARCH, LATE)], [Joined(Period(1, 7, JAN, LATE), (2,))]),
        (
            [Period(1, 7, JAN, MARCH), Period(3, 7, JUNE)],
            [Period(2, 7, date(2024, 2, 1), LATE)],
            [Joined(Period(1, 7, JAN), (2, 3))],
        ),
    ],
)
def test_periods_that_overlap_become_one(kept, absorbed, joined):
    assert joined_periods(kept, absorbed) == joined


@pytest.mark.parametrize(
    ("until_on", "ended_on", "left"),
    [
        (None, None, Period(1, 7, MARCH)),
        (JUNE, None, Period(1, 7, MARCH, JUNE)),
        (None, JUNE, Period(1, 7, MARCH, JUNE)),
        (JUNE, LATE, Period(1, 7, MARCH, JUNE)),
        (LATE, JUNE, Period(1, 7, MARCH, JUNE)),
        (None, MARCH, None),
        (None, JAN, None),
    ],
)
def test_nothing_of_a_period_lasts_longer_than_what_it_was_part_of(until_on, ended_on, left):
    assert cut(Period(1, 7, MARCH, until_on), ended_on) == left
