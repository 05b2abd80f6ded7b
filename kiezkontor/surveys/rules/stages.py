"""The stages of a survey round and how it goes from one to another."""

PLANNED, IN_FIELD, REVIEW, FROZEN, PUBLISHED = "planned", "in_field", "review", "frozen", "published"
STEPS: dict[str, tuple[str, ...]] = {
    PLANNED: (IN_FIELD,),
    IN_FIELD: (REVIEW,),
    REVIEW: (FROZEN, IN_FIELD),
    FROZEN: (PUBLISHED,),
    PUBLISHED: (FROZEN,),
}


def may_go(before: str, after: str) -> bool:
    return after in STEPS[before]
