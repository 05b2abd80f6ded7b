"""What an event may become: allowed moves as a table."""

PLANNED, ANNOUNCED, POSTPONED, CANCELLED = "planned", "announced", "postponed", "cancelled"

# postponed: without a new date yet; with one it is announced again.
MOVES: dict[str, frozenset[str]] = {
    PLANNED: frozenset({ANNOUNCED, CANCELLED}),
    ANNOUNCED: frozenset({POSTPONED, CANCELLED}),
    POSTPONED: frozenset({ANNOUNCED, CANCELLED}),
    CANCELLED: frozenset({ANNOUNCED}),
}


def may_become(stage: str, new: str) -> bool:
    return new in MOVES[stage]
