"""Names and search words of categories, use classes, chains."""

import pytest

from kiezkontor.organisations.rules import categories
from kiezkontor.organisations.rules.chains import chain_of
from kiezkontor.organisations.rules.use_classes import default_use_class


@pytest.mark.parametrize(("language", "name"), [("de", "Bäckerei"), ("en", "Bakery"), ("fr", "Bäckerei")])
def test_a_category_is_named_in_the_language_of_the_page(language, name):
    assert categories.category("shop=bakery").named(language) == name


@pytest.mark.parametrize(
    ("key", "use"),
    [
        ("amenity=restaurant", "gastronomy"),
        ("amenity=nightclub", "gastronomy"),
        ("shop=bakery", "retail"),
        ("shop=yes", "retail"),
        ("amenity=pharmacy", "retail"),
        ("amenity=fuel", "retail"),
        ("shop=hairdresser", "local_economy"),
        ("shop=ticket", "local_economy"),
        ("craft=shoemaker", "local_economy"),
        ("tourism=hotel", "local_economy"),
        ("amenity=bank", "local_economy"),
        ("office=company", "local_economy"),
        ("office=ngo", "public_use"),
        ("amenity=library", "public_use"),
        ("tourism=museum", "public_use"),
        ("tourism=gallery", "local_economy"),
    ],
)
def test_every_category_has_a_use_class(key, use):
    assert default_use_class(key) == use
    assert categories.category(key).use_class == use


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Bäckerei", "shop=bakery"),
        ("shop=bakery", "shop=bakery"),
        (" Shop = Bakery ", "shop=bakery"),
        ("restaurant", "amenity=restaurant"),
        ("cafe", "amenity=cafe"),
        ("Café", "amenity=cafe"),
        ("Friseur", "shop=hairdresser"),
        ("Apotheke", "amenity=pharmacy"),
        ("shop=raumfahrt", None),
        ("Zauberei", None),
        ("", None),
    ],
)
def test_people_name_a_category_as_they_like(written, key):
    assert categories.category_key(written) == key


def test_a_category_of_the_installation_is_known_too():
    assert categories.category_key("shop=raumfahrt", ["shop=raumfahrt"]) == "shop=raumfahrt"


def test_every_category_has_names_in_both_languages():
    for entry in categories.taxonomy().values():
        assert entry.name_de
        assert entry.name_en


def test_names_hold_no_character_that_nobody_sees():
    assert [entry.key for entry in categories.taxonomy().values() if "\u00ad" in entry.name_de + entry.name_en] == []


def test_what_has_one_name_in_one_language_has_one_in_the_other():
    entries = categories.taxonomy().values()
    assert len({(entry.name_de, entry.name_en) for entry in entries}) == len({entry.name_de for entry in entries})
    assert len({entry.name_de for entry in entries}) == len({entry.name_en for entry in entries})


def test_two_ways_to_tag_a_petrol_station_are_one_category_to_people():
    assert categories.namesakes("shop=fuel") == {"amenity=fuel", "shop=fuel"}
    assert categories.namesakes("shop=bakery") == {"shop=bakery"}
    assert categories.namesakes("shop=raumfahrt") == {"shop=raumfahrt"}


@pytest.mark.parametrize(
    ("tags", "category", "brand", "reason"),
    [
        ({"brand:wikidata": "Q266572", "brand": "dm"}, "shop=chemist", "dm", "brand_wikidata"),
        ({"name": "ROSSMANN"}, "shop=chemist", "Rossmann", "name"),
        ({"name": "Rossmann"}, "office=lawyer", "", "none"),
        ({"brand": "BMW;Mini", "name": "Autohaus am Wall"}, "shop=car", "", "none"),
        ({"name": "Bäckerei am Eck"}, "shop=bakery", "", "none"),
        ({}, "shop=bakery", "", "none"),
    ],
)
def test_a_chain_is_told_by_brand_or_name(tags, category, brand, reason):
    verdict = chain_of(tags, category)
    assert (verdict.brand, verdict.reason, verdict.is_chain) == (brand, reason, reason != "none")
