import pytest

from kiezkontor.outreach.rules.questions import QUESTIONS
from kiezkontor.outreach.rules.typed import MOST_ANSWERS, NotAnAnswer, answers_typed, as_typed

BY_NAME = {question.name: question for question in QUESTIONS}
ONE, SEVERAL = BY_NAME["turnover"], BY_NAME["skill_gaps"]


@pytest.mark.parametrize(
    ("text", "question", "meant"),
    [
        ("", ONE, []),
        ("2", ONE, ["steady"]),
        (" 2 ", ONE, ["steady"]),
        ("1 3", SEVERAL, ["online", "window"]),
        ("13", SEVERAL, ["online", "window"]),
        ("3,1", SEVERAL, ["online", "window"]),
        ("3 3", SEVERAL, ["window"]),
        ("8", SEVERAL, ["none"]),
    ],
)
def test_numbers_are_read_as_people_type_them(text, question, meant):
    assert answers_typed(text, question) == meant


@pytest.mark.parametrize(
    ("text", "question", "reason"),
    [
        ("ja", ONE, "no_number"),
        ("²", ONE, "no_number"),
        ("5", ONE, "no_such_answer"),
        ("0", ONE, "no_such_answer"),
        ("12", ONE, "one_only"),
        ("9", SEVERAL, "no_such_answer"),
        ("1 8", SEVERAL, "alone"),
    ],
)
def test_what_cannot_be_on_the_sheet_is_not_guessed(text, question, reason):
    with pytest.raises(NotAnAnswer) as refused:
        answers_typed(text, question)
    assert refused.value.reason == reason


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_answer_has_one_digit_and_is_typed_back(question):
    assert len(question.answers) <= MOST_ANSWERS
    for answer in question.answers:
        assert answers_typed(as_typed(answer, question), question) == [answer]
