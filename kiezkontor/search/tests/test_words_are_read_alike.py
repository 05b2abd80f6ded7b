"""The analyser as tables of examples: no database."""

import pytest

from kiezkontor.search import analysis, compounds, queries, vocabulary
from kiezkontor.search.reasons import Reason, why_found


@pytest.mark.parametrize(
    "spellings",
    [
        ("Müller", "Mueller", "Muller", "MÜLLER", "müller"),
        ("Straße", "Strasse", "STRASSE", "STRAẞE"),
        ("Çiçek", "cicek", "ÇİÇEK"),
        ("Işık", "isik", "ışık"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Café", "cafe", "Cafe\u0301"),
        ("Karlstr.", "Karlstraße", "karlstrasse"),
    ],
)
def test_spellings_of_one_word_are_one_word(spellings):
    assert len({analysis.words_of(spelling)[0].key for spelling in spellings}) == 1


@pytest.mark.parametrize("word", ["Bauer", "Quelle", "Steuer", "neue"])
def test_two_sounds_are_not_taken_for_an_umlaut(word):
    assert analysis.fold(word) == word.lower()


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Schuh", "Schuhe"),
        ("Schuh", "Schuhreparatur"),
        ("reparieren", "Reparaturen"),
        ("reparieren", "Fahrradwerkstatt"),
        ("renovieren", "Renovierung"),
        ("Fahrräder", "Fahrradladen"),
        ("Zahnärzte", "Zahnarztpraxis"),
        ("Arzt", "Zahnarztpraxis"),
        ("Ärztin", "Arzt"),
        ("Bäcker", "Bäckerei"),
        ("Bäckerei", "Bäckermeister"),
        ("Bäckerei", "Stadtbäcker"),
        ("Friseurin", "Friseursalon"),
        ("Änderungsschneiderei", "Änderungs-Schneiderei"),
        ("bakeries", "bakery"),
        ("Marx", "Karl-Marx-Straße"),
        ("karlmarxstr", "Karl-Marx-Straße"),
        ("h&m", "H&M"),
        ("hm", "H&M"),
        ("Osteria", "L'Osteria"),
        ("mcdonalds", "McDonald’s"),
        ("Willi", "Willi's"),
        ("12", "12a"),
        ("12a", "12 a"),
        ("14", "12-18"),
        ("мага", "Магазин"),
    ],
)
def test_what_is_asked_finds_what_is_written(asked, written):
    assert None not in why_found(asked, written=written)


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("12a", "12"),
        ("13", "12-18"),
        ("Rei", "Bäckerei"),
        ("Bäckerei", "Baeckmann"),
        ("Bäckerei", "in the back room"),
        ("Schaft", "Gesellschaft"),
        ("Uhr", "Schuhreparatur"),
        ("Statt", "Werkstatt"),
    ],
)
def test_what_is_not_meant_is_not_found(asked, written):
    assert None in why_found(asked, written=written)


def test_people_see_which_word_was_found_for_theirs():
    reasons = why_found(
        "fahrrad reparieren in der hauptstr",
        name="Rad & Tat",
        terms="Fahrradladen, Fahrradreparatur",
        address="Hauptstraße 5",
    )
    assert reasons == [
        Reason("fahrrad", "terms", "Fahrradladen"),
        Reason("reparieren", "terms", "Fahrradreparatur"),
        Reason("hauptstr", "address", "Hauptstraße"),
    ]


def test_small_words_count_only_when_nothing_else_is_asked():
    assert [word.key for word in analysis.query_words("wo ist bitte ein Bäcker")] == ["backer"]
    assert [word.key for word in analysis.query_words("Die und Der")] == ["die", "und", "der"]


@pytest.mark.parametrize("text", ["", "   ", "!?…", "\x00\x00", "🥐🥐", "'\"()*:^-+", "\ud800"])
def test_a_text_without_words_has_none(text):
    assert analysis.words_of(text) == []
    assert analysis.analyse(text).tokens == ()


@pytest.mark.parametrize("text", ["ﷺ", "½ Brot", "٣٤a", "हिन्दी", "x" * 10_000, "中文书店", "①②", "½" * 50, "İ" * 60])
def test_every_token_is_ascii_and_whole(text):
    analysed = analysis.analyse(text)
    tokens = [*analysed.tokens, *analysed.parts]
    assert all(token.isascii() and token.isalnum() for token in tokens)
    assert all(len(key) <= analysis.LONGEST_WORD for key, _ in analysed.words)
    assert all(len(vocabulary.sound(key)) <= vocabulary.LONGEST_SOUND for key, _ in analysed.words)


def test_a_question_keeps_to_ten_words_of_two_hundred_letters():
    words = analysis.query_words(" ".join(f"wort{number}" for number in range(500)))
    assert len(words) == analysis.MOST_QUERY_WORDS


def test_a_question_is_written_with_quoted_tokens_only():
    question = queries.question(analysis.query_words('Rad" OR (Tat* NEAR:'))
    text = queries.written(question, shelf="abc1x", both=" AND ", either=" OR ", term='"%s"', begins='"%s" *')
    outside = "".join(text.split('"')[::2])
    assert set(outside) <= set("() ANDOR*")


@pytest.mark.parametrize(
    ("one", "other"),
    [("frisor", "friseur"), ("fisiotherapie", "physiotherapie"), ("bakerei", "backerei"), ("schmitt", "schmidt")],
)
def test_words_that_sound_alike_share_a_sound(one, other):
    assert vocabulary.sound(one) == vocabulary.sound(other)


def test_without_the_splitter_words_are_found_by_their_beginning(monkeypatch):
    caches = [compounds.splits, compounds.leaves, compounds.parts, analysis.index_word]
    monkeypatch.setattr(compounds, "splitter", lambda: None)
    for cache in caches:
        cache.cache_clear()
    try:
        assert compounds.parts("schuhreparatur") == ()
        assert why_found("Schuh", written="Schuhreparatur") != [None]
    finally:
        monkeypatch.undo()
        for cache in caches:
            cache.cache_clear()
