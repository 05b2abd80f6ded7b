"""How long a unit has been vacant, as lists group it."""

from datetime import date


def before_months(months: int, *, on: date) -> date:
    """The day so many months ago; the last of that month where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    day = on.day
    while True:
        try:
            return date(year, month + 1, day)
        except ValueError:
            day -= 1
