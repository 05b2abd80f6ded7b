"""What free texts of an exposé must not name, as tables."""

import pytest

from kiezkontor.vacancies.rules.silence import amounts_in, amounts_of, folded, parts_of, tells


@pytest.mark.parametrize(
    ("street", "text", "told"),
    [
        ("Karlstraße", "Heller Laden nahe der Karlstraße", True),
        ("Karlstraße", "Heller Laden, Karlstr. 12, frei", True),
        ("Karlstraße", "Heller Laden, Karlstr.12, frei", True),
        ("Karlstraße", "KARLSTRASSE", True),
        ("Karlstraße", "in der Karl-Straße", True),
        ("Karlstraße", "in der Karl\u00adstra\u00adße", True),
        ("Karlstraße", "der Karlstraßenladen", True),
        ("Karlstr.", "Laden in der Karlstraße", True),
        ("Karlstraße", "Laden für Karl", False),
        ("Karlstraße", "Laden an der Straße", False),
        ("Karlstraße", "Laden in der Erbprinzenstraße", False),
        ("Karl-Marx-Straße", "Laden in der Karl Marx Str.", True),
        ("Karl-Marx-Straße", "Laden in der Marxstraße", False),
        ("Schillerpromenade", "an der Schiller-Promenade", False),
        ("Schillerpromenade", "an der SCHILLERPROMENADE", True),
        ("Am Markt", "direkt am Markt", True),
        ("Am Markt", "nahe beim Marktplatz", False),
        ("Mühlgässle", "im Muehlgaessle", True),
        ("Rue Liège", "in der rue Liege", True),
        ("", "Laden an der Straße", False),
    ],
)
def test_a_text_tells_the_street(street, text, told):
    assert tells(text, [street]) == told


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Erika Eigentum", ["erika", "eigentum"]),
        ("Dr. Öztürk, Ayşe", ["oeztuerk", "ayse"]),
        ("Eva-Maria Müller-Lüdenscheid", ["maria", "mueller", "luedenscheid"]),
        ("Erbengemeinschaft Schwarz", ["schwarz"]),
        ("Karl Ott", ["karl"]),
        ("Immobilien Sonnenschein GmbH & Co. KG", ["sonnenschein"]),
        ("Stadt Karlsruhe", []),
        ("Wohnbau Karlsruhe-Durlach 24 GmbH", ["durlach"]),
        ("", []),
    ],
)
def test_parts_of_a_name_tell_it_unless_many_have_them(name, parts):
    assert parts_of(name, town="Karlsruhe") == parts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Frau Eigentum freut sich", True),
        ("Eigentums Laden", True),
        ("Eigentum’s Laden", True),
        ("Fragen Sie Erika", True),
        ("EIGENTUM", True),
        ("Eigentumswohnungen darüber", False),
        ("Fragen Sie Erik", False),
        ("Heller Laden", False),
        ("", False),
    ],
)
def test_a_text_tells_a_name_by_a_part_of_it(text, told):
    assert tells(text, parts_of("Erika Eigentum")) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Anruf unter 07214711 genügt", True),
        ("Anruf unter +49 (721) 47-11 genügt", True),
        ("Anruf unter 0049 721 4711", True),
        ("Schreiben Sie an Erika@Eigentum.example", True),
        ("Mehr auf www.eigentum.example", True),
        ("Anruf unter 0721 4712", False),
    ],
)
def test_a_text_tells_how_to_reach_somebody(text, told):
    assert tells(text, ["0721 / 47-11", "erika@eigentum.example", "eigentum.example"]) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Für 743 kalt", True),
        ("Für 743,00 Euro kalt", True),
        ("Zusammen 830 warm", True),
        ("Die Kaution: 2.229", True),
        ("Kalt 10,93, warm 12,21", True),
        # Also what is only near to it.
        ("Für 750 Euro kalt", True),
        ("unter 800 €", True),
        ("€ 700 bis 800", True),
        ("750 EUR", True),
        ("About 750 euros", True),
        ("zwölf Euro kalt", True),
        ("750,- kalt", True),
        ("11 pro m²", True),
        ("11 kalt / qm", True),
        ("10,90 je Quadratmeter", True),
        ("11 per square metre", True),
        # Other numbers than money.
        ("Baujahr 1905, 68 m²", False),
        ("Früher ein 1-Euro-Laden", False),
        ("Ein Laden in der Mitte Europas", False),
        ("Seit 1990, – immer trocken", False),
        ("Verbrauch 90,5 kWh je m²", False),
        ("Die Decke trägt 500 kg/m²", False),
        ("3 Stufen, 1 Fenster, 12 m breit", False),
        ("", False),
    ],
)
def test_a_text_tells_a_rent_that_is_not_released(text, told):
    assert tells(text, [], euros=amounts_of(743.0, 87.0, 2229.0, 68.0)) == told
    assert not tells(text, [])


def test_a_sum_of_money_is_told_also_where_the_rent_is_not_known():
    assert tells("Rund 750 €", [], euros=amounts_of(None, None, None, None))


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        ((743.0, 87.0, 2229.0, 68.0), [743.0, 87.0, 2229.0, 830.0, 10.93, 12.21]),
        ((700.0, None, None, 70.0), [700.0, None, None, 700.0]),
        ((700.0, None, None, None), [700.0, None, None, 700.0]),
        ((None, 87.0, None, 68.0), [None, 87.0, None, None]),
        ((None, None, None, 70.0, 99_000.0), [None, None, None, None, 99_000.0, 1414.29]),
    ],
)
def test_a_rent_is_told_by_its_parts_their_sum_and_both_by_the_square_metre(said, amounts):
    assert amounts_of(*said) == amounts


def test_small_amounts_are_taken_for_other_numbers():
    assert not tells("3 Stufen, 1 Fenster", [], euros=[3.0, 1.0])


def test_amounts_are_read_however_they_are_written():
    assert amounts_in(folded("1200, 1.200, 1\u202f200,50 und 1200.5")) == {1200.0, 1200.5}
