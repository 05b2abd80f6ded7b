"""How a request for space goes on, when it lapses, and how much may come in."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from kiezkontor.vacancies.rules.exposes import INTERIM, PERMANENT, SALE

NEW, CHECKED, ADVISING, PROPOSED, VIEWING = "new", "checked", "advising", "proposed", "viewing"
NEGOTIATING, PLACED, ON_HOLD, WITHDRAWN, EXPIRED = "negotiating", "placed", "on_hold", "withdrawn", "expired"

# From → to, in the order in which an office is offered them. What ended may be taken up again.
MOVES: Mapping[str, tuple[str, ...]] = {
    NEW: (CHECKED, ADVISING, PROPOSED, ON_HOLD, WITHDRAWN),
    CHECKED: (ADVISING, PROPOSED, VIEWING, ON_HOLD, WITHDRAWN),
    ADVISING: (PROPOSED, VIEWING, ON_HOLD, WITHDRAWN),
    PROPOSED: (VIEWING, NEGOTIATING, ADVISING, ON_HOLD, WITHDRAWN),
    VIEWING: (NEGOTIATING, PROPOSED, ON_HOLD, WITHDRAWN),
    NEGOTIATING: (PLACED, VIEWING, PROPOSED, ON_HOLD, WITHDRAWN),
    PLACED: (ADVISING,),
    ON_HOLD: (ADVISING, PROPOSED, WITHDRAWN),
    WITHDRAWN: (CHECKED,),
    EXPIRED: (CHECKED,),
}
GIVEN_UP = frozenset({WITHDRAWN, EXPIRED})
ENDED = GIVEN_UP | {PLACED}
# Whoever views or negotiates is heard of all the time; of the others only a sign of life tells that they still look.
LAPSING = frozenset({NEW, CHECKED, ADVISING, PROPOSED, ON_HOLD})
# Who is proposed to owners: those whom the office knows and who are not busy with one place already.
LOOKING = frozenset({NEW, CHECKED, ADVISING, PROPOSED})

# What it is about, and for how long: who says one of these looks for a room for a time, or for good.
FOR_A_TIME, INVESTOR, SHORT, LONG = frozenset({"interim", "event"}), "investor", "short", "long"

HOUR = timedelta(hours=1)
# As with ideas and hints: three days.
LOOKED_AT_WITHIN = timedelta(hours=72)
# More than this within an hour, of visitors of one district, is a machine; no address is kept to tell who it is.
REQUESTS_AN_HOUR, MAILS_TO_ONE_AN_HOUR = 20, 3
# Half a year without a sign of life, as the handbook has it; asked two weeks before.
LAPSES_AFTER, ASKED_BEFORE = timedelta(days=182), timedelta(days=14)
# What was begun and never sent is gone after a month; the link to it as well.
DRAFT_KEPT = timedelta(days=30)
LINK_DAYS, CONFIRM_DAYS = 365, 30
# Six to twelve months after the end, as the handbook has it.
KEPT = timedelta(days=365)
# What personal links open: one's own request; and whether mail about it may go to an address.
OWN, CONFIRM = "vacancy.request", "vacancy.request_mail"
# What is agreed to, and of which wording; change the version with the words.
PASSING_ON = "vacancy.pass_on"
CONSENT_VERSION = "2026-11-2"


def may_move(before: str, after: str) -> bool:
    return after in MOVES[before]


def has_ended(status: str) -> bool:
    return status in ENDED


def look_until(sent_at: datetime) -> datetime:
    return sent_at + LOOKED_AT_WITHIN


def lapses_at(heard_at: datetime) -> datetime:
    """When a request lapses, of which somebody heard then for the last time."""
    return heard_at + LAPSES_AFTER


def lapses_soon(heard_at: datetime, *, now: datetime) -> bool:
    """Whether it is time to ask somebody whether they still look."""
    return lapses_at(heard_at) - ASKED_BEFORE <= now


def days_needed(term: str, from_day: date | None, until_day: date | None) -> int:
    """How many days somebody needs a place for: as long as they say, or as the term is commonly meant, at least 1."""
    usual = {SHORT: 1, "medium": 365, LONG: 3 * 365}.get(term, 1)
    if from_day is None or until_day is None:
        return usual
    return max(1, min(usual, (until_day - from_day).days + 1))


def ways_taken(kind: str, term: str, *, has_end: bool) -> frozenset[str]:
    """Whether somebody buys a room or takes it for a time, for good, or both, where that is open or they say both.

    has_end: a last day is named. One to three years may be agreed either way.
    """
    if kind == INVESTOR:
        return frozenset({SALE})
    for_a_time = kind in FOR_A_TIME or term == SHORT or (not term and has_end)
    for_good = term == LONG
    if for_a_time == for_good:
        return frozenset({PERMANENT, INTERIM})
    return frozenset({INTERIM} if for_a_time else {PERMANENT})
