from datetime import date

import pytest

from kiezkontor.calendar.rules.months import Month, within

TODAY = date(2026, 11, 27)
OLD, LATE = date(2025, 3, 31), date(2028, 2, 1)


@pytest.mark.parametrize(
    ("month", "days", "is_led_to"),
    [
        # without events: this month and half a year ahead
        (Month(2026, 11), None, True),
        (Month(2027, 5), None, True),
        (Month(2027, 6), None, False),
        (Month(2026, 10), None, False),
        # as far as events go, and no further
        (Month(2025, 3), (OLD, TODAY), True),
        (Month(2025, 2), (OLD, TODAY), False),
        (Month(2028, 2), (TODAY, LATE), True),
        (Month(2028, 3), (TODAY, LATE), False),
        # all of them lie behind, or far ahead
        (Month(2027, 5), (OLD, OLD), True),
        (Month(2026, 11), (LATE, LATE), True),
        (None, (OLD, LATE), False),
    ],
)
def test_links_lead_to_months_that_may_hold_something(month, days, is_led_to):
    assert (within(month, days, today=TODAY) is not None) == is_led_to
