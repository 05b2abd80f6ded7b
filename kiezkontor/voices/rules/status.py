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
# To whom it went, why not, and what came of it: without these words the step tells its author nothing.
WITH_REASON = frozenset({FORWARDED, DONE, DECLINED})


def may_move(before: str, after: str) -> bool:
    return after in MOVES[before]


def needs_reason(after: str) -> bool:
    return after in WITH_REASON


def has_ended(status: str) -> bool:
    return status in ENDED
