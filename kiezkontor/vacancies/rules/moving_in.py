"""With what an office helps whoever moves in, and until when."""

from collections.abc import Mapping
from datetime import date, timedelta

# Days before (below 0) or after the first day of the use, in the order in which they fall due.
STEPS: Mapping[str, int] = {
    "permission": -30,
    "trade_office": -14,
    "meters": -14,
    "sign": -14,
    "insurance": -7,
    "waste": 0,
    "opening": 0,
    "directory": 7,
    "welcome": 14,
}


def due_on(step: str, *, begins_on: date, today: date) -> date:
    """Never a day that is over: who moves in late gets the same help."""
    return max(begins_on + timedelta(days=STEPS[step]), today)
