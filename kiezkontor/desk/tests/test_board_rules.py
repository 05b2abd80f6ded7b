from datetime import date

import pytest

from kiezkontor.desk.rules.board import place_of

WEDNESDAY, SATURDAY, SUNDAY = date(2026, 7, 15), date(2026, 7, 18), date(2026, 7, 19)


@pytest.mark.parametrize(
    ("due_on", "on", "place"),
    [
        (None, WEDNESDAY, "undated"),
        (date(2026, 7, 14), WEDNESDAY, "overdue"),
        (WEDNESDAY, WEDNESDAY, "today"),
        (date(2026, 7, 16), WEDNESDAY, "week"),
        (SUNDAY, WEDNESDAY, "week"),
        (date(2026, 7, 20), WEDNESDAY, "later"),
        (SUNDAY, SATURDAY, "week"),
        (date(2026, 7, 20), SUNDAY, "later"),
    ],
)
def test_a_week_on_the_board_ends_with_its_sunday(due_on, on, place):
    assert place_of(due_on, on=on) == place
