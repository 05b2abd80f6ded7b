from datetime import UTC, date, datetime

import pytest

from kiezkontor.organisations.rules.freshness import months_before
from kiezkontor.vacancies.models import VacancyCase
from kiezkontor.vacancies.rules.asking import Register, question_of
from kiezkontor.vacancies.rules.stages import LOOKS, MOVES

BEFORE, ANSWERED, AFTER = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3))
TODAY = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("occupancy", "told_at", "stage", "expected_from", "asked"),
    [
        ("vacant", AFTER, "in_talks", None, None),
        ("occupied", BEFORE, "in_talks", None, None),
        ("occupied", AFTER, "in_talks", None, "used"),
        ("occupied", AFTER, "let", None, "used"),
        ("interim_use", AFTER, "no_contact", None, "interim"),
        ("interim_use", AFTER, "interim_use", None, None),
        ("used_as_housing", AFTER, "in_talks", None, "housing"),
        ("under_works", AFTER, "in_talks", None, None),
        ("unknown", AFTER, "in_talks", None, None),
        ("vacant", AFTER, "interim_use", None, "empty"),
        ("vacant", BEFORE, "let", None, None),
        ("", None, "in_talks", None, None),
        ("occupied", AFTER, "in_talks", date(2026, 3, 1), None),
        ("occupied", BEFORE, "in_talks", date(2026, 1, 9), "late"),
        ("occupied", BEFORE, "in_talks", date(2026, 1, 10), None),
        ("occupied", BEFORE, "let", date(2026, 1, 9), None),
        ("vacant", BEFORE, "in_talks", date(2026, 3, 1), "come"),
        ("used_as_housing", AFTER, "in_talks", date(2026, 3, 1), "housing"),
    ],
)
def test_the_office_is_asked_where_the_register_was_told_something_else_since(
    occupancy, told_at, stage, expected_from, asked
):
    register = Register(occupancy, told_at)
    question = question_of(register, stage=stage, answered_at=ANSWERED, expected_from=expected_from, on=TODAY)
    assert question == asked


def test_a_unit_that_is_gone_is_asked_about_whatever_was_answered():
    gone = Register(is_gone=True)
    assert question_of(gone, stage="let", answered_at=AFTER, expected_from=None, on=TODAY) == "gone"


def test_every_stage_has_a_way_on_a_sign_and_a_colour_of_its_own():
    stages = set(VacancyCase.Stage.values)
    assert set(MOVES) == set(LOOKS) == stages
    assert all(set(after) <= stages - {before} for before, after in MOVES.items())
    assert len({look.icon for look in LOOKS.values()}) == len({look.colour for look in LOOKS.values()}) == len(stages)


@pytest.mark.parametrize(
    ("on", "months", "day"),
    [
        (date(2026, 7, 15), 6, date(2026, 1, 15)),
        (date(2026, 3, 15), 12, date(2025, 3, 15)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 31), 24, date(2024, 1, 31)),
    ],
)
def test_months_are_counted_back_to_the_same_day(on, months, day):
    assert months_before(on, months) == day
