"""Where an event may be moved to."""

from datetime import datetime


def would_be_missed(*, ends_at: datetime, new_end: datetime, now: datetime) -> bool:
    """Whether an event still to come would be over with this end: people would be told to come to what is over.

    One that is over already may be set right to whatever day it was on.
    """
    return new_end <= now < ends_at
