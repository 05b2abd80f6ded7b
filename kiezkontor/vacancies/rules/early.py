"""How early the office is reminded of a sign, and how long signs are kept."""

from datetime import date, timedelta

# Three months are the shortest notice of a commercial lease that is worth a look for somebody else.
SHOWN_BEFORE = timedelta(days=91)
# Where nobody knows from when: as long.
USUALLY = timedelta(days=91)
# What was only a sign is forgotten a year after it was dealt with or its day has passed.
KEPT = timedelta(days=365)


def shown_from(on: date) -> date:
    """The day from which a sign stands on the desk. on: the day it takes effect."""
    return on - SHOWN_BEFORE


def vacant_from(on: date | None, *, today: date) -> date:
    """From when a vacancy is expected because of a sign; never a day that has passed."""
    return max(on or today + USUALLY, today)
