"""By which way an invitation reaches somebody, and how guests are read."""

from datetime import date

import pytest

from kiezkontor.calendar.rules.inviting import Guest, Known, Way, Why, days_left, guests_in, way_to

MAIL = "laden@example.org"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(mailbox=MAIL, has_mailbox=True, has_street=True), (Way.MAIL, None)),
        (Known(has_street=True), (Way.LETTER, None)),
        (Known(), (Way.NONE, Why.UNKNOWN)),
        (Known(has_mailbox=True, has_street=True), (Way.NONE, Why.NO_MAIL)),
        (Known(mailbox=MAIL, has_mailbox=True, is_shared=True, has_street=True), (Way.NONE, Why.SHARED)),
        (Known(mailbox=MAIL, has_mailbox=True, is_invited=True), (Way.NONE, Why.INVITED)),
        (Known(mailbox=MAIL, has_mailbox=True, has_street=True, is_quiet=True), (Way.NONE, Why.QUIET)),
        (Known(has_street=True, is_quiet=True), (Way.NONE, Why.QUIET)),
        (Known(mailbox=MAIL, is_quiet=True, is_invited=True), (Way.NONE, Why.QUIET)),
    ],
)
def test_the_way_to_somebody(known, expected):
    assert way_to(known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n , \n", []),
        ("Gesa Gast, gesa@example.org", [Guest("Gesa Gast", "gesa@example.org")]),
        ("Gesa Gast <gesa@example.org>", [Guest("Gesa Gast", "gesa@example.org")]),
        ('"Gast, Gesa" <gesa@example.org>', [Guest("Gast, Gesa", "gesa@example.org")]),
        ("Gesa Gast; gesa@example.org", [Guest("Gesa Gast", "gesa@example.org")]),
        ("Gesa Gast gesa@example.org", [Guest("Gesa Gast", "gesa@example.org")]),
        ("gesa@example.org", [Guest("gesa@example.org", "gesa@example.org")]),
        ("Gesa Gast", [Guest("Gesa Gast")]),
        ("Gesa\nKai", [Guest("Gesa"), Guest("Kai")]),
        ("Gesa, g@example.org\nG. Gast, G@example.org", [Guest("Gesa", "g@example.org")]),
        ("Gesa Gast\ngesa gast", [Guest("Gesa Gast")]),
        ("x" * 200, [Guest("x" * 120)]),
        ("Gesa Gast, Karlstraße 7, 12049 Berlin", [Guest("Gesa Gast", "", ("Karlstraße 7", "12049 Berlin"))]),
        ("Gesa Gast; Amt; Markt 1; D-45699 Herten;", [Guest("Gesa Gast", "", ("Amt", "Markt 1", "D-45699 Herten"))]),
        (
            "Gesa Gast, Weg 1, 12049 Berlin\nGESA GAST, Weg 2, 12049 Berlin\nGesa Gast, weg 1, 12049 Berlin",
            [Guest("Gesa Gast", "", ("Weg 1", "12049 Berlin")), Guest("GESA GAST", "", ("Weg 2", "12049 Berlin"))],
        ),
        ("Gesa Gast, 12049 Berlin", [Guest("Gesa Gast, 12049 Berlin")]),
        ("Gast, Gesa, Bezirksamt", [Guest("Gast, Gesa, Bezirksamt")]),
        ("G, a, b, c, d, e, 12049 Berlin", [Guest("G, a, b, c, d, e, 12049 Berlin")]),
        (f"G, {'x' * 60}, 12049 Berlin", [Guest(f"G, {'x' * 60}, 12049 Berlin")]),
        ("G, Weg 1, 12049 Berlin, g@example.org", [Guest("G, Weg 1, 12049 Berlin", "g@example.org")]),
    ],
)
def test_guests_line_by_line(text, expected):
    assert guests_in(text) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2027, 3, 1), None), (date(2027, 3, 2), 13), (date(2027, 3, 14), 1), (date(2027, 3, 16), 0)],
)
def test_few_days_are_left(today, expected):
    assert days_left(today, date(2027, 3, 15)) == expected
