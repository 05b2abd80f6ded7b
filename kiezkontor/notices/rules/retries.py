"""When a mail the server did not take is tried again."""

from datetime import datetime, timedelta

MINUTES = (1, 5, 15, 60)
LATER = timedelta(hours=4)
# Mail servers among themselves give up after four to five days (RFC 5321, 4.5.4.1).
GIVEN_UP_AFTER = timedelta(days=5)
# Longer than a mail server may take to answer: whoever tries by then finds the one before dead.
CLAIM = timedelta(minutes=10)


def next_try(failed: int, *, written_at: datetime, now: datetime) -> datetime | None:
    """The moment of the next try after so many failed ones; None where it is given up."""
    pause = timedelta(minutes=MINUTES[failed - 1]) if failed <= len(MINUTES) else LATER
    return None if now + pause > written_at + GIVEN_UP_AFTER else now + pause
