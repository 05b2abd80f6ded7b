"""What needs interviews came to, as tables with bars."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from kiezkontor.organisations.models import Organisation, UseClass
from kiezkontor.outreach.questions_in_words import ANSWERS
from kiezkontor.outreach.questions_in_words import QUESTIONS as WORDS
from kiezkontor.outreach.rules.questions import QUESTIONS, Question, answered, counted

type Answered = tuple[Organisation, dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """share: of those who answered the question, from 0 to 100, rounded. by_use: in the order of UseClass."""

    label: str | Promise
    count: int
    share: int
    by_use: list[int]


@dataclass(frozen=True)
class Result:
    """One question. rows: of what may be chosen. texts: in their own words, with whose they are."""

    label: str | Promise
    answered: int
    rows: list[Row]
    texts: list[tuple[Organisation, str]]


def results_of(asked: Sequence[Answered], *, closed: Collection[str]) -> list[Result]:
    """closed: names of questions to leave out."""
    return [result_of(question, asked) for question in QUESTIONS if question.name not in closed]


def result_of(question: Question, asked: Sequence[Answered]) -> Result:
    every = [answers for _organisation, answers in asked]
    number = answered(every, question)
    if not question.answers:
        texts = [(who, answers[question.name]) for who, answers in asked if answers.get(question.name)]
        return Result(WORDS[question.name], number, [], texts)
    uses = [[answers for who, answers in asked if use_of(who) == use] for use in UseClass.values]
    by_use = [counted(answers, question) for answers in uses]
    rows = [
        Row(
            ANSWERS[question.name][answer],
            count,
            round(100 * count / number) if number else 0,
            [counts[answer] for counts in by_use],
        )
        for answer, count in counted(every, question).items()
    ]
    return Result(WORDS[question.name], number, rows, [])


def use_of(organisation: Organisation) -> str:
    return organisation.category.use_class if organisation.category else ""


def in_words(answers: Mapping[str, Any]) -> list[tuple[str | Promise, str]]:
    """Question and answer of one interview, as far as it was answered, in the order of the questions."""
    told = []
    for question in QUESTIONS:
        given = answers.get(question.name)
        if not given:
            continue
        chosen = given if isinstance(given, list) else [given]
        words = ANSWERS.get(question.name, {})
        told.append((WORDS[question.name], ", ".join(str(words.get(answer, answer)) for answer in chosen)))
    return told
