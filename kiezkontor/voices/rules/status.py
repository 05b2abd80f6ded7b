"""How an idea or a hint goes on: which moves are allowed, and which need a reason for whoever gave it."""

from collections.abc import Mapping

RECEIVED, UNDER_REVIEW, ACCEPTED, FORWARDED = "received", "under_review", "accepted", "forwarded"
IN_WORK, DONE, DECLINED, DUPLICATE = "in_work", "done", "declined", "duplicate"

# From → to, in the order in which an office is offered them. What ended may be taken up again.
MOVES: Mapping[str, tuple[str, ...]] = {
    RECEIVED: (UNDER_REVIEW, ACCEPTED, FORWARDED, DECLINED, DUPLICATE),
    UNDER_REVIEW: (ACCEPTED, FORWARDED, DECLINED, DUPLICATE),
    ACCEPTED: (IN_WORK, FORWARDED, DONE, DECLINED, DUPLICATE),
    FORWARDED: (IN_WORK, ACCEPTED, DONE, DECLINED),
    IN_WORK: (DONE, FORWARDED, DECLINED),
    DONE: (IN_WORK,),
    DECLINED: (UNDER_REVIEW,),
    DUPLICATE: (UNDER_REVIEW,),
}
ENDED = frozenset({DONE, DECLINED, DUPLICATE})
WAITING = frozenset({RECEIVED, UNDER_REVIEW})
# What follows from a decision, the first that is allowed: for it, or against it.
AFTER_YES, AFTER_NO = (ACCEPTED, IN_WORK), (DECLINED,)
# To whom it went, why not, and what came of it: without these words the step tells its author nothing.
WITH_REASON = frozenset({FORWARDED, DONE, DECLINED})


def may_move(before: str, after: str) -> bool:
    return after in MOVES[before]


def needs_reason(after: str) -> bool:
    return after in WITH_REASON


def may_have_news(status: str) -> bool:
    """Whether somebody still waits to hear how it goes on while its status stays."""
    return status not in ENDED and status != RECEIVED


def after_decision(before: str, *, is_adopted: bool) -> str | None:
    """What the decision of a meeting about it suggests; None where nothing follows."""
    return next((to for to in (AFTER_YES if is_adopted else AFTER_NO) if may_move(before, to)), None)


def has_ended(status: str) -> bool:
    return status in ENDED
