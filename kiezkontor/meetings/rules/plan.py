"""How a measure of the location plan goes on, from a draft to done."""

from collections.abc import Mapping
from datetime import date

DRAFT, DISCUSSED, ADOPTED, IN_WORK, DONE, DROPPED = "draft", "discussed", "adopted", "in_work", "done", "dropped"

# From → to, in the order they are offered. A step back is allowed as long as nothing is finished by it.
MOVES: Mapping[str, tuple[str, ...]] = {
    DRAFT: (DISCUSSED, ADOPTED, DROPPED),
    DISCUSSED: (DRAFT, ADOPTED, DROPPED),
    ADOPTED: (DISCUSSED, IN_WORK, DONE, DROPPED),
    IN_WORK: (ADOPTED, DONE, DROPPED),
    DONE: (IN_WORK,),
    DROPPED: (DRAFT,),
}
# The network has bound itself to these.
BINDING = frozenset({ADOPTED, IN_WORK, DONE})
ENDED = frozenset({DONE, DROPPED})


def may_move(before: str, after: str) -> bool:
    return before == after or after in MOVES[before]


def is_overdue(status: str, due_on: date | None, *, today: date) -> bool:
    """Whether its day is over while somebody is still bound to it; a draft binds nobody."""
    return due_on is not None and due_on < today and status in BINDING - ENDED
