import pytest

from kiezkontor.outreach.questions_in_words import ANSWERS
from kiezkontor.outreach.questions_in_words import QUESTIONS as WORDS
from kiezkontor.outreach.rules.questions import QUESTIONS, Question, answered, contradictions, counted

GAPS = next(question for question in QUESTIONS if question.name == "skill_gaps")


def test_every_question_and_every_answer_has_its_words():
    assert list(WORDS) == [question.name for question in QUESTIONS]
    assert {name: tuple(answers) for name, answers in ANSWERS.items()} == {
        question.name: question.answers for question in QUESTIONS if question.answers
    }


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"skill_gaps": ["none"]}, []),
        ({"skill_gaps": ["online", "law"]}, []),
        ({"skill_gaps": ["online", "none"], "digital": ["none", "website"]}, ["skill_gaps", "digital"]),
        ({}, []),
    ],
)
def test_nothing_of_this_stands_alone(given, found):
    assert contradictions(given) == found


def test_several_answers_of_one_are_counted_each_and_the_unknown_are_not():
    answers = [{"skill_gaps": ["online", "law"]}, {"skill_gaps": ["law", "of_an_old_version"]}, {}]
    counts = counted(answers, GAPS)
    assert (counts["online"], counts["law"], counts["none"]) == (1, 2, 0)
    assert answered(answers, GAPS) == 2


def test_a_single_answer_is_counted_once():
    question = Question("space", ("fits", "bigger"))
    assert counted([{"space": "fits"}, {"space": "fits"}, {"space": ""}], question) == {"fits": 2, "bigger": 0}
