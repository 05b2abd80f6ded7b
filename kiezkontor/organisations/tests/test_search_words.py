"""The table of everyday words by which people look for places."""

import time

import pytest

from kiezkontor.organisations.rules import search_words
from kiezkontor.organisations.rules.categories import taxonomy
from kiezkontor.organisations.rules.search_words import DATA, HEADER, LANGUAGES, read_table
from kiezkontor.premises.rules.counting import CATEGORY_KEYS, business_categories

# In use on the map, but without a German name in the tagging schema.
USED_BESIDES = frozenset(
    """
    amenity=coworking_space craft=builder craft=dental_technician craft=jeweller craft=leather craft=optician
    craft=printer healthcare=nutrition_counselling office=courier office=event_management office=healthcare
    office=logistics office=money_transfer office=politician office=publisher office=tutoring shop=comics
    shop=electronics_repair shop=estate_agent shop=haberdashery shop=ice_cream shop=money_transfer shop=parcel_pickup
    shop=photo_studio shop=wool
    """.split()
)
FINER_TAGS = frozenset(
    """
    air_conditioning atm beauty books breakfast bulk_purchase car_wash changing_table clothes community_centre
    community_centre:for compressed_air cuisine delivery diet:gluten_free diet:halal diet:kosher diet:lactose_free
    diet:vegan diet:vegetarian dog drive_through fair_trade fuel:cng fuel:lpg government hairdresser
    healthcare:speciality internet_access karaoke kids_area lawyer lgbtq live_music lottery massage microbrewery
    museum opening organic outdoor_seating post_office religion second_hand self_service service:bicycle:cleaning
    service:bicycle:diy service:bicycle:pump service:bicycle:rental service:bicycle:repair service:bicycle:retail
    service:bicycle:second_hand smoking social_facility social_facility:for sport studio takeaway toilets:wheelchair
    trade wheelchair
    """.split()
)

DAYS = {f"opening={day}" for day in "monday tuesday wednesday thursday friday saturday sunday".split()}


@pytest.fixture(scope="module")
def rows():
    text = (DATA / "search-words.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [tuple(line.split("\t")) for line in text.removesuffix("\n").split("\n")]


def test_every_row_has_a_category_a_language_and_words(rows):
    assert rows[0] == HEADER
    assert {len(row) for row in rows} == {3}


def test_people_who_add_a_row_find_its_place(rows):
    places = [row[:2] for row in rows[1:]]
    assert places == sorted(set(places))


def test_every_category_is_one_we_count_or_a_finer_tag():
    for key in read_table():
        name, _, value = key.partition("=")
        if name in CATEGORY_KEYS:
            assert business_categories({name: value}) == (key,), key
            assert key in taxonomy() or key in USED_BESIDES, key
        else:
            assert name in FINER_TAGS, key
            assert value, key


def test_more_than_two_hundred_categories_have_german_english_and_turkish_words():
    complete = [key for key, row in read_table().items() if {"de", "en", "tr"} <= row.keys()]
    assert sum(key.partition("=")[0] in CATEGORY_KEYS for key in complete) > 200


def test_every_language_is_known(rows):
    assert {language.removesuffix("+") for _, language, _ in rows[1:]} == set(LANGUAGES)


def test_words_are_trimmed_lower_case_and_longer_than_a_letter(rows):
    for category, language, text in rows[1:]:
        for word in text.split("; "):
            assert word == " ".join(word.split()).strip(";,."), (category, language, word)
            assert word == word.lower(), (category, language, word)
            assert len(word) >= 2, (category, language, word)


def test_no_word_stands_twice_in_a_category_and_language(rows):
    table = read_table()
    for category, language, text in rows[1:]:
        words = [*text.split("; "), *(() if language.endswith("+") else table[category].get(language + "+", ()))]
        assert len(words) == len(set(words)), (category, language)


def test_reading_the_table_keeps_nobody_waiting():
    start = time.perf_counter()
    read_table.__wrapped__()
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    ("category", "tags", "marks"),
    [
        (
            "amenity=restaurant",
            {"amenity": "restaurant", "cuisine": "greek;seafood", "diet:vegan": "only", "outdoor_seating": "no"},
            ("amenity=restaurant", "cuisine=greek", "cuisine=seafood", "diet:vegan=yes"),
        ),
        ("amenity=cafe", {"outdoor_seating": "terrace"}, ("amenity=cafe", "outdoor_seating=yes")),
        ("shop=bakery", {"shop": "bakery", "amenity": "cafe"}, ("shop=bakery", "amenity=cafe")),
        ("shop=raumfahrt", {"shop": "raumfahrt", "rocket": "yes"}, ("shop=raumfahrt",)),
    ],
)
def test_a_place_is_marked_with_what_the_table_speaks_of(category, tags, marks):
    assert search_words.marks_of(category, tags) == marks


def test_neighbours_are_categories_the_table_knows():
    for category, others in search_words.neighbours().items():
        assert {category, *others} <= read_table().keys(), category
        assert category not in others


@pytest.mark.parametrize("language", ["de", "en"])
def test_only_opening_hours_say_on_which_day_a_place_is_open(language):
    table = read_table()
    days = {word for mark in DAYS for word in table[mark][language] if " " not in word}
    assert days
    promises = {
        phrase
        for category in table.keys() - DAYS
        for phrase in table[category].get(language, ())
        if days & set(phrase.split())
    }
    assert promises == set()
