"""How long an office may take to look, how much may come in, and how long is kept who gave it."""

from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Moderation within 24 to 72 hours is what the offices of our sources promise.
LOOKED_AT_WITHIN = timedelta(hours=72)
# More than this within an hour, from visitors of one district, is a machine; no address is kept to tell who it is.
VOICES_AN_HOUR, COMMENTS_AN_HOUR, SUPPORTS_AN_HOUR = 20, 20, 60
# A trader who walks the whole street with the telephone.
VOICES_A_DAY, COMMENTS_A_DAY = 30, 30
# Whoever was told why may object for half a year, as Article 20 of the Digital Services Act has it.
PEOPLE_KEPT = timedelta(days=180)
# A link in a mail about a voice opens its state as long as most of them take.
LINK_DAYS, CONFIRM_DAYS = 365, 14
# Farther from a street its name says nothing of the place.
STREET_WITHIN_M = 60


def look_until(received_at: datetime) -> datetime:
    return received_at + LOOKED_AT_WITHIN


def hours_left(received_at: datetime, *, now: datetime) -> int:
    """Whole hours until it should have been looked at; negative once that is over."""
    return int((look_until(received_at) - now).total_seconds() // 3600)
