from datetime import UTC, datetime, timedelta

import pytest

from kiezkontor.voices.models import Voice
from kiezkontor.voices.rules import status
from kiezkontor.voices.rules.heat import heat_of, level
from kiezkontor.voices.rules.limits import hours_left
from kiezkontor.voices.rules.wording import title_of

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_every_status_has_moves_to_statuses_there_are():
    assert set(status.MOVES) == set(Voice.Status.values)
    assert {after for moves in status.MOVES.values() for after in moves} <= set(Voice.Status.values)


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ("received", "under_review", True),
        ("received", "in_work", False),
        ("received", "done", False),
        ("accepted", "in_work", True),
        ("forwarded", "accepted", True),
        ("in_work", "done", True),
        ("in_work", "received", False),
        ("done", "in_work", True),
        ("done", "declined", False),
        ("declined", "under_review", True),
        ("duplicate", "accepted", False),
    ],
)
def test_what_follows_on_what(before, after, may):
    assert status.may_move(before, after) is may


def test_what_ended_can_be_taken_up_again_and_nothing_stays_where_it_is():
    assert all(status.MOVES[each] for each in status.ENDED)
    assert all(before not in moves for before, moves in status.MOVES.items())


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Die Bank ist kaputt.", "Die Bank ist kaputt"),
        ("Die Bank ist kaputt. Seit Wochen!", "Die Bank ist kaputt"),
        ("Warum ist es hier so dunkel? Ich habe Angst.", "Warum ist es hier so dunkel?"),
        ("Erste Zeile\nZweite Zeile", "Erste Zeile"),
        ("  Um 9.30 Uhr zu laut  ", "Um 9.30 Uhr zu laut"),
        ("wort " * 30, "wort " * 15 + "wort …"),
        ("x" * 200, "x" * 80 + " …"),
        ("...", "..."),
    ],
)
def test_the_first_sentence_is_the_title(words, title):
    assert title_of(words) == title


@pytest.mark.parametrize(
    ("before", "is_adopted", "follows"),
    [
        ("received", True, "accepted"),
        ("accepted", True, "in_work"),
        ("in_work", True, None),
        ("under_review", False, "declined"),
        ("done", False, None),
    ],
)
def test_what_a_decision_of_a_meeting_suggests(before, is_adopted, follows):
    assert status.after_decision(before, is_adopted=is_adopted) == follows


@pytest.mark.parametrize(("after_hours", "left"), [(0, 72), (1, 71), (71.5, 0), (72, 0), (73, -1), (100, -28)])
def test_an_office_has_three_days_to_look(after_hours, left):
    assert hours_left(NOON, now=NOON + timedelta(hours=after_hours)) == left


def test_the_most_named_stand_first():
    named = [("Karlstraße", "Müll"), ("Karlstraße", "Müll"), ("Karlstraße", "Licht"), ("Amalienstraße", "Licht")]
    heat = heat_of(named)
    assert (heat.rows, heat.columns) == (["Karlstraße", "Amalienstraße"], ["Licht", "Müll"])
    assert (heat.counts["Karlstraße", "Müll"], heat.counts["Amalienstraße", "Müll"], heat.most) == (2, 0, 2)
    assert heat_of([]).most == 0


@pytest.mark.parametrize(
    ("number", "most", "expected"),
    [(0, 8, 0), (1, 8, 1), (4, 8, 2), (5, 8, 3), (8, 8, 4), (0, 0, 0), (1, 1, 1), (2, 2, 2)],
)
def test_how_strongly_a_cell_is_coloured(number, most, expected):
    assert level(number, most) == expected
