"""Answers as they are typed from paper: the numbers of the boxes that are ticked."""

from kiezkontor.outreach.rules.questions import ALONE, Question

MOST_ANSWERS = 9
"""Every answer has one digit, so that "13" are two."""


class NotAnAnswer(ValueError):
    """reason: "no_number", "no_such_answer", "one_only", "alone"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def answers_typed(text: str, question: Question) -> list[str]:
    """The answers whose numbers were typed, in the order of the question; "1 3", "1,3" and "31" are the same.

    Raises NotAnAnswer for anything else than digits, a number the question does not have, more than one answer where
    one fits, and "none of these" beside others.
    """
    digits = [sign for sign in text if not sign.isspace() and sign not in ",;.+/-"]
    if any(sign not in "0123456789" for sign in digits):
        raise NotAnAnswer("no_number")
    numbers = sorted({int(digit) for digit in digits})
    if numbers and not 1 <= numbers[0] <= numbers[-1] <= len(question.answers):
        raise NotAnAnswer("no_such_answer")
    chosen = [question.answers[number - 1] for number in numbers]
    if len(chosen) > 1 and not question.several:
        raise NotAnAnswer("one_only")
    if len(chosen) > 1 and ALONE & set(chosen):
        raise NotAnAnswer("alone")
    return chosen


def as_typed(given: object, question: Question) -> str:
    """What one would type for an answer that is stored; "" where there is none."""
    chosen = given if isinstance(given, list) else [given]
    return " ".join(str(nth) for nth, answer in enumerate(question.answers, start=1) if answer in chosen)
