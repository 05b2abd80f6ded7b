"""How a viewing goes on, and what may come of it."""

from collections.abc import Mapping
from datetime import date

PROPOSED, AGREED, HELD, CANCELLED, NO_SHOW = "proposed", "agreed", "held", "cancelled", "no_show"
INTERESTED, NOT_INTERESTED, NEGOTIATING = "interested", "not_interested", "negotiating"

# Those that are still to be.
AHEAD = frozenset({PROPOSED, AGREED})
# Those of which somebody knows whether they took place.
OVER = frozenset({HELD, NO_SHOW})
# What an answer to the invitation makes of a viewing that is still to be; a maybe leaves it as it was proposed.
AFTER_REPLY: Mapping[str, str] = {"yes": AGREED, "maybe": PROPOSED, "no": CANCELLED}

USUAL_MINUTES = 30
# No viewing was noted or is planned further away; such a day is a slip of the keys.
FARTHEST_DAYS = 5 * 365
# What an owner agrees to, and of which wording; change the version with the words.
NAMING_OWNER = "vacancy.viewing_owner"
CONSENT_VERSION = "2026-11"


def after_reply(state: str, reply: str) -> str:
    """The state of a viewing once its seeker has answered; what took place stays as it was noted."""
    return state if state in OVER else AFTER_REPLY[reply]


def lacks_reason(state: str, result: str, reason: str) -> bool:
    """Whether it is not said why somebody who saw the unit does not want it."""
    return state == HELD and result == NOT_INTERESTED and not reason


def is_far_away(day: date, *, on: date) -> bool:
    """Whether a day is so far from today that it must be a slip of the keys."""
    return abs((day - on).days) > FARTHEST_DAYS
