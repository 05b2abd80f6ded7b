"""What meetings are made of, as words that are stored."""

from enum import StrEnum

from kiezkontor.calendar.rules.kinds import Kind
from kiezkontor.calendar.rules.quarters import MEETINGS as MEMBER_MEETINGS

# Events of these formats may have an agenda and minutes.
MEETINGS = frozenset({Kind.ROUND, Kind.BREAKFAST, Kind.SALON, Kind.WORKSHOP, Kind.COURSE, Kind.ROUND_TABLE, Kind.BODY})

# What is agreed at one of these comes up again at the next member meeting, of whichever format it is.
MEMBERS_PLAN_AT = MEMBER_MEETINGS | {Kind.WORKSHOP}


class Source(StrEnum):
    """Where an item of an agenda comes from, in the order in which an office is offered them."""

    TASKS = "tasks"
    EARLIER = "earlier"
    PROBLEM = "problem"
    IDEA = "idea"
    STANDING = "standing"
    OWN = "own"
