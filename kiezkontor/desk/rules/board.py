"""Where on the board something to do stands."""

from datetime import date, timedelta
from typing import Literal

type Place = Literal["overdue", "today", "week", "later", "undated"]

PLACES: tuple[Place, ...] = ("overdue", "today", "week", "later", "undated")
DAYS_OF_A_WEEK = 7


def place_of(due_on: date | None, *, on: date) -> Place:
    """The place of what is due on a day, seen from the day `on`; a week ends with its Sunday."""
    if due_on is None:
        return "undated"
    if due_on < on:
        return "overdue"
    if due_on == on:
        return "today"
    return "week" if due_on < on + timedelta(days=DAYS_OF_A_WEEK - on.weekday()) else "later"
