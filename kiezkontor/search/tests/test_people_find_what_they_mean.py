"""One test for both engines: what SQLite finds PostgreSQL finds too."""

import pytest
from django.core.management import call_command
from django.db import transaction

from kiezkontor.search import hooks, index
from kiezkontor.search.meant import Meant
from kiezkontor.search.models import Document, Word
from kiezkontor.search.tests.builders import (
    ELSEWHERE,
    HERE,
    KIND,
    NAMES,
    STREET,
    fill_the_street,
    found,
    object_id,
    text,
)
from kiezkontor.search.texts import SearchText

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def street():
    fill_the_street()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Schuh", {"Schuh Meier", "Schuhreparatur Schmidt"}),
        ("schuhe", {"Schuh Meier", "Schuhreparatur Schmidt"}),
        ("fahrrad reparieren", {"Rad & Tat"}),
        ("Fahrradwerkstatt", {"Rad & Tat"}),
        ("mueller bäckerei", {"Bäckerei Müller"}),
        ("backerei", {"Bäckerei Müller"}),
        ("Bäck", {"Bäckerei Müller"}),
        ("brot sonntag", {"Bäckerei Müller"}),
        ("Hauptstraße 3", {"Bäckerei Müller"}),
        ("hauptstr 7", {"Rad & Tat"}),
        ("karl marx str 12", {"Schuhreparatur Schmidt"}),
        ("karl marx str 12 a", {"Schuhreparatur Schmidt"}),
        ("oztürk", {"Praxis Dr. Öztürk"}),
        ("wo gibt es hier einen Zahnarzt", {"Praxis Dr. Öztürk"}),
        ("hairdresser", {"Kuaför Işıl"}),
        ("cicek", {"Kuaför Işıl"}),
        ("osteria", {"L'Osteria"}),
        ("hm", {"H&M"}),
        ("Blumenkohl", set()),
    ],
)
def test_people_find_what_they_mean(query, names):
    assert set(found(query)) == names


@pytest.mark.parametrize(
    ("query", "first"),
    [("Müller", "Bäckerei Müller"), ("Schuh", "Schuh Meier"), ("Schuhreparatur", "Schuhreparatur Schmidt")],
)
def test_the_name_that_says_it_comes_first(query, first):
    assert found(query)[0] == first


@pytest.mark.parametrize(
    ("query", "name", "understood"),
    [
        ("Schuhreperatur", "Schuhreparatur Schmidt", "Schuhreparatur"),
        ("Bäkerei", "Bäckerei Müller", "Bäckerei"),
        ("Fahradwerkstatt", "Rad & Tat", "Fahrradwerkstatt"),
        ("Zahnartz", "Praxis Dr. Öztürk", "Zahnarzt"),
        ("Resturant", "L'Osteria", "Restaurant"),
        ("Frisör", "Kuaför Işıl", "Friseur"),
        ("Fisiotherapie", "Physio am Markt", "Physiotherapie"),
        ("äckerei", "Bäckerei Müller", "backerei"),
        ("Bäkerei Müler", "Bäckerei Müller", "Bäckerei Müller"),
    ],
)
def test_small_typing_errors_are_understood(query, name, understood):
    result = index.matches(KIND, HERE, query)
    assert result.ranked[0] == object_id(name)
    assert result.corrected_to is not None
    assert result.corrected_to.lower().replace("ä", "a") == understood.lower().replace("ä", "a")
    assert index.correct(KIND, HERE, query) == result.corrected_to


def test_a_compound_nobody_has_written_is_corrected_by_its_halves():
    index.put([text("", a="Fahrrad Krause", b="Verleih")])
    assert index.correct(KIND, HERE, "Fahradverleih") == "Fahrradverleih"


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("Deko Haus", "Demo"),
        ("Haus am Park", "Hass"),
        ("Bei Fred", "Freude"),
        ("Karaffe", "Giraffe"),
        ("Meister", "Minister"),
        ("Urnhalbe", "Turnhalle"),
        ("Kleinwagen", "Kleingarten"),
        ("Flug und Haken", "Flughafen"),
        ("Gold und Platz", "Golfplatz"),
    ],
)
def test_another_word_is_no_typing_error(words, query):
    index.put([text("", a=words)])
    assert index.correct(KIND, HERE, query) is None
    assert found(query) == []


def test_what_is_spelt_right_is_not_corrected():
    assert index.correct(KIND, HERE, "Bäckerei Müller") is None
    assert index.correct(KIND, HERE, "Brö") is None


def test_objects_with_one_of_the_words_are_shown_when_none_has_all():
    result = index.matches(KIND, HERE, "Zahnarzt Restaurant")
    assert result.any_word
    assert set(result.ranked) == {object_id("Praxis Dr. Öztürk"), object_id("L'Osteria")}


def test_a_question_without_words_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert index.matches(KIND, HERE, " ?! ").asked_nothing
        assert index.suggest(KIND, HERE, "B") == []


def test_a_search_takes_one_query_and_a_misspelt_one_three(django_assert_num_queries):
    with django_assert_num_queries(1):
        index.matches(KIND, HERE, "Schuh")
    with django_assert_num_queries(3):
        index.matches(KIND, HERE, "Schuhreperatur")
    with django_assert_num_queries(4):
        index.matches(KIND, HERE, "Schuhreperatur Zahnarzt")


def test_what_words_stand_for_takes_one_query_and_nothing_further_where_enough_is_found(django_assert_num_queries):
    def meaning(words):
        return [Meant(first=("one",), also=("two",), near=("three",)) for _word in words]

    marked = [SearchText("thing", number, 1, "", marks=(mark,)) for number, mark in enumerate(("one", "two", "three"))]
    index.put(marked)
    with django_assert_num_queries(1):
        assert index.matches("thing", 1, "Word", meaning=meaning).ranked == (0, 1, 2)
    index.put(SearchText("thing", number, 1, "", marks=("one",)) for number in range(10, 20))
    with django_assert_num_queries(1):
        assert len(index.matches("thing", 1, "Word", meaning=meaning).ranked) == 11


def test_what_is_only_also_meant_does_not_flood_the_list():
    index.put([SearchText("thing", 1, 1, "", marks=("one",))])
    index.put(SearchText("thing", number, 1, "", marks=("two",)) for number in range(10, 40))
    found = index.matches("thing", 1, "Word", meaning=lambda words: [Meant(first=("one",), also=("two",))])
    assert (found.ranked[0], found.count) == (1, 1 + index.MOST_FURTHER)


def test_a_short_word_or_one_cut_by_its_umlaut_is_no_beginning_where_it_stands_for_something():
    index.put([SearchText("thing", 1, 1, "Barbara Shop", marks=("one",)), SearchText("thing", 2, 1, "Barke Shop")])

    def ask(query, *first):
        return index.matches("thing", 1, query, meaning=lambda words: [Meant(first=first) for _word in words]).ranked

    assert set(ask("Bar")) == {1, 2}
    assert ask("Bar", "one") == (1,)
    assert ask("shoe", "none") == ()
    assert ask("Barb", "none") == (1,)


def test_where_words_stand_for_one_thing_what_is_done_with_it_alone_helps_nobody():
    def meaning(words):
        marks = {"rad": ("repair", "bicycle"), "reparieren": ("repair", "bicycle", "car"), "arzt": ("doctor",)}
        return [Meant(first=marks[word.key]) for word in words]

    index.put([SearchText("thing", 1, 1, "", marks=("car",)), SearchText("thing", 2, 1, "", marks=("doctor",))])
    assert index.matches("thing", 1, "Rad reparieren", meaning=meaning).ranked == ()
    assert set(index.matches("thing", 1, "Arzt reparieren", meaning=meaning).ranked) == {1, 2}


def test_nothing_is_near_what_is_not_there():
    index.put([SearchText("thing", 1, 1, "Ding", marks=("three",))])
    assert index.matches("thing", 1, "Word", meaning=lambda words: [Meant(first=("one",), near=("three",))]).count == 0


def test_the_ids_found_serve_as_a_filter():
    result = index.matches(KIND, HERE, "Markt")
    chosen = Document.objects.filter(kind=KIND, object_id__in=result.object_ids)
    assert {one.object_id for one in chosen} == set(result.ranked)
    assert [one.object_id for one in result.in_order(chosen, object_id=lambda one: one.object_id)] == list(
        result.ranked
    )


def test_more_hits_than_are_ranked_are_still_all_found(monkeypatch):
    monkeypatch.setattr(index, "MOST_RANKED", 2)
    result = index.matches(KIND, HERE, "Markt")
    assert (result.capped, result.count) == (True, 2)
    assert Document.objects.filter(kind=KIND, object_id__in=result.object_ids).count() == 4


def test_whoever_needs_no_order_ranks_few_and_finds_all():
    result = index.matches(KIND, HERE, "Markt", most=3)
    assert (result.capped, result.count) == (True, 3)
    assert Document.objects.filter(kind=KIND, object_id__in=result.object_ids).count() == 4


def test_a_district_finds_its_own_only():
    index.put([text("Schuh Meier", scope=ELSEWHERE)])
    assert found("Schuh", scope=ELSEWHERE) == ["Schuh Meier"]
    assert found("Bäckerei", scope=ELSEWHERE) == []
    assert index.suggest(KIND, ELSEWHERE, "Bäck") == []
    assert index.correct(KIND, ELSEWHERE, "Bäkerei") is None
    assert found("Schuh", kind="other") == []


def test_scopes_with_like_numbers_are_apart():
    index.put([text("Schuh Meier", scope=1, a="2x Schuhe"), text("Rad & Tat", scope=12, a="Schuhe")])
    assert found("Schuhe", scope=1) == ["Schuh Meier"]
    assert found("Schuhe", scope=12) == ["Rad & Tat"]


def test_changed_words_are_found_and_former_ones_are_not():
    assert index.put([text("Schuh Meier", a="Hutsalon Meier", b="Hutmacher", c="")]) == 1
    assert found("Hut") == ["Schuh Meier"]
    assert "Schuh Meier" not in found("Schuh")
    assert index.suggest(KIND, HERE, "Schuhge") == []


def test_unchanged_objects_are_left_alone():
    assert index.put(text(name) for name in STREET) == 0


def test_nothing_tells_of_what_is_gone():
    words = Word.objects.count()
    index.put([text("", a="Geheimrat Zwirbelbart", b="", c="")])
    gone = Document.objects.get(a__startswith="geheimrat").object_id
    assert index.remove(KIND, [gone]) == 1
    assert found("Zwirbelbart") == []
    assert index.suggest(KIND, HERE, "Zwir") == []
    assert Word.objects.count() == words


def test_an_object_can_leave_one_district_and_stay_in_another():
    index.put([text("Schuh Meier", scope=ELSEWHERE)])
    assert index.remove(KIND, [object_id("Schuh Meier")], scope=HERE) == 1
    assert found("Schuhgeschäft", scope=ELSEWHERE) == ["Schuh Meier"]
    assert "Schuh Meier" not in found("Schuh")


def test_no_words_remain_when_everything_is_removed():
    index.remove(KIND, range(1, len(NAMES) + 1))
    assert not Document.objects.exists()
    assert not Word.objects.exists()


def test_the_last_word_is_completed_while_typing():
    assert index.suggest(KIND, HERE, "Fahr")[:1] == ["Fahrrad"]
    assert "Bäckerei" in index.suggest(KIND, HERE, "bae")
    assert index.suggest(KIND, HERE, "billiger Schuhr") == ["billiger Schuhreparatur"]
    assert index.suggest(KIND, HERE, "Schuh ") == []
    assert len(index.suggest(KIND, HERE, "Sch", limit=2)) == 2


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '" OR "',
        "a' OR '1'='1",
        "Schuh* NEAR(Meier)",
        "a:b & c | !d <-> (e",
        "NOT AND OR",
        "Schuh\x00Meier",
        "\x00",
        "x" * 10_000,
        "Schuh " * 2_000,
        "🥐",
        "Schuh 🥐",
        "!!!---***",
        "\ud800",
        "%s %(x)s {} %%",
        "_%\\",
        "中文书店",
        "ﷺ",
        "é" * 300,
    ],
)
def test_hostile_questions_are_only_words(query):
    index.matches(KIND, HERE, query)
    index.suggest(KIND, HERE, query)
    index.correct(KIND, HERE, query)
    index.put([text("Schuh Meier", a=query, b=query, c=query)])
    index.matches(KIND, HERE, query)


def test_an_undone_change_leaves_the_index_as_it_was():
    with transaction.atomic():
        index.put([text("Schuh Meier", a="Hutsalon")])
        transaction.set_rollback(True)
    assert found("Hutsalon") == []
    assert "Schuh Meier" in found("Schuh")


def test_reindexing_makes_the_index_from_what_the_areas_hand_in(monkeypatch, capsys):
    monkeypatch.setattr(hooks, "documents", [lambda: [text("Rad & Tat")], lambda: [text("H&M")]])
    Document.objects.filter(object_id=object_id("Rad & Tat")).update(a="unsinn")
    call_command("reindex")
    assert capsys.readouterr().out.strip() == '{"documents": 2}'
    assert found("Rad") == ["Rad & Tat"]
    assert found("Schuh") == []


def test_a_kind_is_written_in_small_letters():
    with pytest.raises(ValueError, match="kind"):
        index.matches("Place; DROP", HERE, "Schuh")
