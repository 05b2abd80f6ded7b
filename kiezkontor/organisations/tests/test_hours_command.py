"""Scripts that ask `kontor hours` line by line."""

import io
import json

import pytest
from django.core.management import call_command

from kiezkontor.methods.opening_hours import SENTENCES
from kiezkontor.organisations.management.commands.hours import GERMAN

MONDAY = {"region": "DE-BE", "lat": 52.5, "lon": 13.4, "von": "2026-06-01T00:00", "bis": "2026-06-02T00:00"}


@pytest.fixture
def ask(monkeypatch):
    def ask(*lines):
        data = b"".join(
            (line if isinstance(line, bytes) else json.dumps(line).encode()).rstrip(b"\n") + b"\n" for line in lines
        )
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        written = io.StringIO()
        call_command("hours", stdout=written)
        return [json.loads(line) for line in written.getvalue().splitlines()]

    return ask


def test_every_line_is_answered_in_its_order(ask):
    assert ask(
        MONDAY | {"opening_hours": "Mo-Fr 09:00-18:00; PH off"},
        MONDAY | {"opening_hours": "Mo 12:00-18:00+"},
        MONDAY | {"opening_hours": "off"},
    ) == [
        {"offen": [["2026-06-01T09:00", "2026-06-01T18:00"]], "fehler": None},
        {
            "offen": [
                ["2026-06-01T12:00", "2026-06-01T18:00"],
                ["2026-06-01T18:00", "2026-06-02T00:00", "unbekannt"],
            ],
            "fehler": None,
        },
        {"offen": [], "fehler": None},
    ]


@pytest.mark.parametrize(
    ("line", "part_of_sentence"),
    [
        (b"quatsch", "kein gültiges JSON"),
        (b"", "kein gültiges JSON"),
        (b"[" * 100_000, "kein gültiges JSON"),
        (b"\xff\xfe", "kein UTF-8"),
        (b"[]", "kein JSON-Objekt"),
        (b"{}", "„von“ fehlt"),
        (MONDAY, "„opening_hours“ fehlt"),
        (MONDAY | {"opening_hours": None}, "„opening_hours“ fehlt"),
        (MONDAY | {"opening_hours": ""}, "keine Öffnungszeiten"),
        (MONDAY | {"opening_hours": "Mo 9"}, "„9“ hat kein Ende"),
        (MONDAY | {"opening_hours": "Mo-Fr \ud800"}, "Zeichen, die es nicht gibt"),
        (MONDAY | {"opening_hours": "24/7", "region": "DE-XX"}, "kein deutsches Bundesland"),
        (MONDAY | {"opening_hours": "24/7", "lat": "x"}, "„lat“ ist keine Zahl"),
        (MONDAY | {"opening_hours": "24/7", "lon": float("nan")}, "„lon“ ist keine Zahl"),
        (MONDAY | {"opening_hours": "24/7", "von": "gestern"}, "„von“ ist kein Zeitpunkt"),
        (MONDAY | {"opening_hours": "24/7", "von": "9999-12-31T00:00"}, "„von“ liegt außerhalb"),
        (MONDAY | {"opening_hours": "24/7", "bis": "2026-05-01T00:00"}, "„bis“ liegt vor „von“"),
        (MONDAY | {"opening_hours": "24/7", "bis": "2126-05-01T00:00"}, "höchstens zehn Jahre"),
    ],
)
def test_a_bad_line_gets_a_sentence_and_the_next_one_its_answer(ask, line, part_of_sentence):
    bad, good = ask(line, MONDAY | {"opening_hours": "24/7"})
    assert bad["offen"] == []
    assert part_of_sentence in bad["fehler"]
    assert good == {"offen": [["2026-06-01T00:00", "2026-06-02T00:00"]], "fehler": None}


def test_moments_with_an_offset_are_read_as_local_time(ask):
    line = MONDAY | {"opening_hours": "24/7", "von": "2026-06-01T10:00+00:00", "bis": "2026-06-01T11:00Z"}
    assert ask(line)[0]["offen"] == [["2026-06-01T12:00", "2026-06-01T13:00"]]


def test_every_problem_has_a_german_sentence_with_the_same_gaps():
    assert GERMAN.keys() == SENTENCES.keys()
    for code, sentence in GERMAN.items():
        assert ("%(text)s" in sentence, "%(limit)s" in sentence) == (
            "%(text)s" in SENTENCES[code],
            "%(limit)s" in SENTENCES[code],
        )
