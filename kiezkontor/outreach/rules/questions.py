"""What is asked in a needs interview, as data: the same questions in a talk, on paper and online.

A question that is worded otherwise, or whose answers are others, makes a new version; answers keep the version they
were given to, and are compared by the names of questions and answers, which therefore never change their meaning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True)
class Question:
    """answers: names of what may be chosen, none for a text in one's own words. several: more than one may fit."""

    name: str
    answers: tuple[str, ...] = ()
    several: bool = False


# Source: domain handbook C2, needs survey; skill gaps and digital check after the courses that follow from them.
QUESTIONS: tuple[Question, ...] = (
    Question("turnover", ("rising", "steady", "falling", "not_said")),
    Question("strengths"),
    Question("weaknesses"),
    Question("wishes"),
    Question("joint_actions", ("yes", "perhaps", "no")),
    Question(
        "skill_gaps",
        ("online", "social_media", "window", "accounting", "succession", "law", "staff", "none"),
        several=True,
    ),
    Question(
        "digital",
        ("website", "map_listing", "social_media", "online_shop", "card_payment", "newsletter", "none"),
        several=True,
    ),
    Question("succession", ("within_two_years", "within_five_years", "later", "arranged", "not_an_issue", "not_said")),
    Question("space", ("fits", "bigger", "smaller", "second", "leaving")),
    Question("engagement", ("money", "goods", "time", "knowledge", "rooms", "none"), several=True),
)
# Where a business is weak, and when it is given up: read by the coordination alone, and by whoever entered it.
SENSITIVE = frozenset({"skill_gaps", "succession"})
# What says of itself that nothing else fits.
ALONE = frozenset({"none"})


def contradictions(answers: Mapping[str, object]) -> list[str]:
    """The names of questions whose answers say at once that something fits and that nothing does."""
    found = []
    for question in QUESTIONS:
        given = answers.get(question.name)
        if question.several and isinstance(given, list) and len(given) > 1 and ALONE & set(given):
            found.append(question.name)
    return found


def counted(answers: Sequence[Mapping[str, object]], question: Question) -> dict[str, int]:
    """How often each answer was given, in the order of the question; somebody may have given several."""
    counts = dict.fromkeys(question.answers, 0)
    for each in answers:
        given = each.get(question.name)
        for answer in given if isinstance(given, list) else [given]:
            if answer in counts:
                counts[answer] += 1
    return counts


def answered(answers: Sequence[Mapping[str, object]], question: Question) -> int:
    """By how many the question was answered at all."""
    return sum(bool(each.get(question.name)) for each in answers)
