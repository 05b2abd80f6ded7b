"""How far an organisation has come from being known to taking part, and which moves there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

type Status = Literal["identified", "contacted", "visited", "interested", "member", "active", "dormant", "declined"]
type Channel = Literal["visit", "phone", "mail", "event", "office_hour"]
type Outcome = Literal["", "interested", "declined"]

STATUSES: tuple[Status, ...] = (
    *("identified", "contacted", "visited", "interested", "member", "active", "dormant", "declined"),
)
# Who declined or fell asleep may come back at any step; nobody becomes unknown again.
MOVES: Mapping[str, tuple[str, ...]] = {
    "identified": ("contacted", "visited", "interested", "member", "declined"),
    "contacted": ("visited", "interested", "member", "dormant", "declined"),
    "visited": ("interested", "member", "dormant", "declined"),
    "interested": ("member", "dormant", "declined"),
    "member": ("active", "dormant", "declined"),
    "active": ("member", "dormant", "declined"),
    "dormant": ("contacted", "visited", "interested", "member", "active", "declined"),
    "declined": ("contacted", "visited", "interested", "member"),
}
IN_THE_NETWORK = frozenset({"member", "active"})
# In these the office goes to people; to an event or an office hour they come themselves.
REACHING_OUT = frozenset({"visit", "phone", "mail"})


def can_move(status: str, to: str) -> bool:
    return to in MOVES[status]


def status_after(status: str, channel: str, outcome: str) -> str:
    """Where a contact leads: what was said counts first, then how far the office came; never a step back.

    Members stay members whatever they say of an action; they leave by the end of their membership.
    """
    if outcome and can_move(status, outcome) and status not in IN_THE_NETWORK:
        return outcome
    if channel == "visit" and status in {"identified", "contacted"}:
        return "visited"
    return "contacted" if status == "identified" else status


def was_allowed(channel: str, on: date, blocked_since: date | None) -> bool:
    """Whether a contact on a day is none that somebody forbade from a day on; who comes to us may talk to us."""
    return blocked_since is None or on < blocked_since or channel not in REACHING_OUT


def follows_membership(status: str, *, is_member: bool) -> str:
    """The status that agrees with being a member or not: joining leads into the network, leaving to rest."""
    if is_member:
        return "member" if status not in {"member", "active", "dormant"} else status
    return "dormant" if status in IN_THE_NETWORK else status


def after_taking_part(status: str, *, is_member: bool) -> str:
    """Where coming to a meeting or an action leads: members are active, who was only known has been met.

    Who declined or left says with their own words that they are back, not by dropping in.
    """
    if is_member:
        return "active" if can_move(status, "active") else status
    return "contacted" if status == "identified" else status


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an organisation has come: since when (None: never moved), and whether it is a member today."""

    since_on: date | None
    is_member: bool = False


def later_holds(kept: Standing, other: Standing) -> bool:
    """Whether of two that become one the other one's standing holds: a member's over others, then the later."""
    if kept.is_member != other.is_member:
        return other.is_member
    return (other.since_on or date.min) > (kept.since_on or date.min)
