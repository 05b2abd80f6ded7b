"""What those who took part in a course answered, as sums."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.meetings.models import Course, CourseTotal
from kiezkontor.meetings.rules.courses import ANSWERS, Question, may_be_told

QUESTIONS: dict[Question, str | Promise] = {
    Question.SATISFACTION: _("How was the course?"),
    Question.LEARNED: _("Did you learn what you came for?"),
    Question.EFFECT: _("Do you use what you learned in your work?"),
}
WORDS: dict[Question, dict[str, str | Promise]] = {
    Question.SATISFACTION: {
        "very_good": _("very good"),
        "good": _("good"),
        "fair": pgettext_lazy("about a course", "fair"),
        "poor": pgettext_lazy("about a course", "poor"),
    },
    Question.LEARNED: {"yes": _("yes"), "partly": _("in part"), "no": _("no")},
    Question.EFFECT: {
        "often": _("yes, often"),
        "sometimes": _("sometimes"),
        "not_yet": pgettext_lazy("about a course", "not yet"),
        "no": _("no"),
    },
}


@dataclass(frozen=True)
class Result:
    """rows: answer and count; none where too few answered."""

    label: str | Promise
    rows: list[tuple[str | Promise, int]]


def results_of(course: Course) -> list[Result]:
    """Of questions that somebody answered."""
    sums: dict[str, dict[str, int]] = {}
    for total in CourseTotal.objects.filter(course=course.pk):
        sums.setdefault(total.question, {})[total.answer] = total.count
    return [result_of(question, sums[question.value]) for question in Question if question.value in sums]


def result_of(question: Question, counts: dict[str, int]) -> Result:
    if not may_be_told(counts):
        return Result(QUESTIONS[question], [])
    return Result(QUESTIONS[question], [(WORDS[question][each], counts.get(each, 0)) for each in ANSWERS[question]])
