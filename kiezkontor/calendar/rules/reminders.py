"""When reminders of an event go out."""

from datetime import datetime, timedelta

LONGEST_HOURS = 30 * 24


def goes_at(starts_at: datetime, hours_before: int) -> datetime:
    return starts_at - timedelta(hours=hours_before)


def is_due(starts_at: datetime, hours_before: int, *, now: datetime) -> bool:
    """From its moment until the event begins; one that was set too late goes out at once."""
    return goes_at(starts_at, hours_before) <= now < starts_at
