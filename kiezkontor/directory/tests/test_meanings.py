"""What people mean by their words, and when a place is usually open."""

import pytest

from kiezkontor.config import setup
from kiezkontor.directory.rules import phrases
from kiezkontor.directory.rules.meanings import meant_by, phrases_for
from kiezkontor.directory.rules.opening_marks import opening_marks
from kiezkontor.directory.rules.search_texts import as_people_type_it, words_to_suggest
from kiezkontor.search.analysis import query_words


def meant(query):
    return meant_by(query_words(query))


@pytest.mark.parametrize(
    ("asked", "mark"),
    [
        ("Schuhe besohlen", "shop=shoe_repair"),
        ("Frisör", "shop=hairdresser"),
        ("cobbler", "shop=shoe_repair"),
        ("off-licence", "shop=alcohol"),
        ("off licence", "shop=alcohol"),
        ("DIY", "shop=doityourself"),
        ("grocer", "shop=supermarket"),
        ("picture framer", "shop=frame"),
        ("барбер", "hairdresser=barber"),
        ("فساتين زفاف", "clothes=wedding"),
        ("Photograph", "craft=photographer"),
        ("Schrippen", "shop=bakery"),
        ("Hose kürzen", "shop=tailor"),
        ("Fahrrad reparieren", "service:bicycle:repair=yes"),
        ("eczane", "amenity=pharmacy"),
        ("аптека", "amenity=pharmacy"),
        ("صيدلية", "amenity=pharmacy"),
        ("sonntags", "opening=sunday"),
        ("24 Stunden", "opening=always"),
    ],
)
def test_people_ask_in_their_own_words(asked, mark):
    assert all(mark in of_word.first for of_word in meant(asked))


@pytest.mark.parametrize(
    ("asked", "place", "mark"),
    [
        ("Zeitung", "first", "shop=newsagent"),
        ("Zigaretten", "also", "shop=newsagent"),
        ("Brötchen", "near", "shop=pastry"),
        ("Seglerschuhe", "also", "shop=shoes"),
        ("Babyhose", "also", "shop=clothes"),
        ("Puppenladen", "also", "shop=toys"),
        ("Stuhlreparatur", "first", "craft=joiner"),
        ("Sofareinigung", "first", "craft=cleaning"),
        ("Hose", "near", "shop=tailor"),
    ],
)
def test_what_is_looked_for_first_stands_apart(asked, place, mark):
    (of_word,) = meant(asked)
    assert [name for name in ("first", "also", "near") if mark in getattr(of_word, name)] == [place]


def test_what_another_category_is_called_means_that_one():
    (pharmacy,) = meant("Apotheke")
    assert "amenity=pharmacy" in pharmacy.first
    assert "shop=chemist" not in (*pharmacy.first, *pharmacy.also, *pharmacy.near)


def test_a_phrase_in_part_counts_beside_further_words():
    hose, schenken = meant("Hose schenken")
    assert "shop=tailor" in hose.also
    assert "shop=tailor" not in schenken.first


def test_a_word_that_says_nothing_alone_keeps_nothing_from_being_found():
    instrument, machen = meant("Gitarre machen")
    assert "shop=musical_instrument" in instrument.first
    assert "shop=musical_instrument" in machen.also


@pytest.mark.parametrize("asked", ["Handy Reparatur", "Handyreparatur", "Reparatur Handy"])
def test_a_compound_may_be_written_in_two_words(asked):
    assert all("shop=mobile_phone" in of_word.first for of_word in meant(asked))


@pytest.mark.parametrize(("asked", "is_near"), [("Bäckerei", False), ("Bäcker", False), ("back", True)])
def test_a_relative_stands_for_no_part_of_a_phrase_of_another_language(asked, is_near):
    (of_word,) = meant(asked)
    assert ("shop=massage" in of_word.near) is is_near


@pytest.mark.parametrize("asked", ["", "asdfgh", "Quaxlbrunzer"])
def test_words_that_stand_for_nothing(asked):
    assert [tuple(of_word) for of_word in meant(asked)] == [((), (), ())] * len(query_words(asked))


def test_a_german_word_is_not_read_in_another_language():
    (of_word,) = phrases_for(query_words("Bank"))
    assert {phrase.language for phrase in of_word.first.values()} <= {"de", "en"}


@pytest.mark.parametrize(
    ("hours", "marks"),
    [
        ("", set()),
        ("nach Lust und Laune", set()),
        ("Su 08:00-11:00", {"sunday"}),
        ("Mo-Fr 06:00-20:00", {"monday", "tuesday", "wednesday", "thursday", "friday", "early"}),
        ("Sa 18:00-02:00", {"saturday", "late"}),
        ("Sa 12:00-20:30", {"saturday", "late"}),
        ('Mo "nach Absprache"', set()),
    ],
)
def test_when_it_is_usually_open(hours, marks):
    assert set(opening_marks(hours)) == {f"opening={mark}" for mark in marks}


def test_always_open_is_every_day_early_and_late():
    assert {"opening=always", "opening=monday", "opening=sunday", "opening=early", "opening=late"} <= set(
        opening_marks("24/7")
    )


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("+49882174300", "0882174300, 74300"),
        ("+4972198765", "072198765, 98765"),
        ("+491712345678", "01712345678, 2345678"),
        ("https://www.pub33.de/karte?x=1", "pub33.de"),
        ("+43512345", "+43512345"),
        ("", ""),
    ],
)
def test_contacts_are_found_as_people_type_them(stored, typed):
    assert as_people_type_it(stored) == typed


def test_single_words_in_german_and_english_are_suggested():
    words = words_to_suggest(("amenity=pharmacy",)).split()
    assert {"apotheke", "pharmacy"} <= set(words)
    assert "eczane" not in words


def test_the_compiled_table_of_words_leads_where_the_table_does(tmp_path, monkeypatch):
    monkeypatch.setattr(phrases, "COMPILED", tmp_path / "words.index")
    assert setup.words()
    assert not setup.words()
    assert phrases.read_compiled() == phrases.read_all()
    assert {(each.mark, each.text) for each in phrases.told_by("schuster")} >= {("shop=shoe_repair", "schuster")}


@pytest.mark.parametrize("content", ["", "of another table\nschuster\t1", "\xff"])
def test_a_compiled_table_of_another_version_is_not_used(tmp_path, monkeypatch, content):
    monkeypatch.setattr(phrases, "COMPILED", tmp_path / "words.index")
    phrases.COMPILED.write_bytes(content.encode("latin-1"))
    assert phrases.read_compiled() is None
    assert setup.words()
    assert phrases.read_compiled()
