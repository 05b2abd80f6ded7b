"""Courses: who took part enough, for what there is demand, what is asked afterwards and when."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

# Of fewer people nothing is told, because one could guess who it was.
FEWEST = 3
# Answers of the needs interview that are no topic.
NO_TOPIC = frozenset({"none"})
# The effect shows after three months (domain handbook C16). What could not be asked within a month is not asked at all.
FEEDBACK_AFTER, EFFECT_AFTER, LATE = timedelta(hours=9), timedelta(days=90), timedelta(days=30)


class Question(StrEnum):
    SATISFACTION = "satisfaction"
    LEARNED = "learned"
    EFFECT = "effect"


ANSWERS: Mapping[Question, tuple[str, ...]] = {
    Question.SATISFACTION: ("very_good", "good", "fair", "poor"),
    Question.LEARNED: ("yes", "partly", "no"),
    Question.EFFECT: ("often", "sometimes", "not_yet", "no"),
}
AFTERWARDS = (Question.SATISFACTION, Question.LEARNED)
LATER = (Question.EFFECT,)


def is_due(ended_at: datetime, *, after: timedelta, now: datetime) -> bool:
    """Whether it is time to ask: so long after the end, and not much later."""
    return ended_at + after <= now < ended_at + after + LATE


def may_be_told(counts: Mapping[str, int]) -> bool:
    """Whether what was answered to one question is shown. counts: by answer."""
    return sum(counts.values()) >= FEWEST


def took_part(days: Sequence[bool], *, needed: int) -> bool:
    """Whether somebody gets a certificate. days: whether they were there, day by day; needed: so many, 0 for all."""
    return bool(days) and sum(days) >= (min(needed, len(days)) or len(days))


def demand(wanted: Mapping[str, int], planned: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Topics that enough want to know more about, with how many do and how many courses there are to come.

    The most wanted first, else in the order given; topics of few are left out.
    """
    told = [(topic, count) for topic, count in wanted.items() if count >= FEWEST and topic not in NO_TOPIC]
    return [(topic, count, planned.get(topic, 0)) for topic, count in sorted(told, key=lambda each: -each[1])]
