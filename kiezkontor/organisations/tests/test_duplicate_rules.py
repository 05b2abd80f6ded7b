"""Which entries are probably one: tables of examples, no database."""

import time

import pytest

from kiezkontor.organisations.rules.duplicates import Known, compare, likeness, pairs_of, site_of

HERE, THERE = frozenset({"karlstrasse 1"}), frozenset({"markt 9"})
PHONE, OTHER = "+4930111111", "+4930222222"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Bäckerei Ähre", "Baeckerei Aehre GmbH", "same_name"),
        ("Bäckerei Ähre", "BACKEREI AHRE", "same_name"),
        ("Bäckerei Ähre", "Ähre", "same_name"),
        ("Kaffee Haus Nord", "Kaffeehaus Nord", "same_name"),
        ("Buchladen Eselsohr", "Eselsohr Buchhandlung e.K.", "similar_name"),
        ("Restaurant", "restaurant", "same_name"),
        ("Die Glaserei-Dorfleitner", "Glaserei Dorfleitner", "same_name"),
        ("Bar Sonnenberg", "Café Sonnenberg", "similar_name"),
        ("Ähre am Eck", "Bäckerei Ähre", "similar_name"),
        ("Café Sonnenschein", "Café Sonenschein", "similar_name"),
        ("Friseur Ali", "Friseur Ayla", None),
        ("Bäckerei", "Bäckerei Ähre", None),
        ("Restaurant Rom", "Restaurant Rio", None),
        ("Apotheke am Markt", "Blumen am Markt", None),
        ("Dr. Müller", "Dr. Möller", None),
        ("", "", None),
        ("Ähre", "", None),
    ],
)
def test_names_are_alike_but_for_spelling_trade_and_legal_form(one, other, expected):
    assert likeness(one, other) == expected
    assert likeness(other, one) == expected


AEHRE = {"name": "Bäckerei Ähre", "addresses": HERE}


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (AEHRE, {"name": "Baeckerei Aehre GmbH", "addresses": HERE}, ("same_name", "same_address")),
        (AEHRE, {"name": "Ähre am Eck", "addresses": HERE}, ("similar_name", "same_address")),
        (
            {**AEHRE, "phone": PHONE},
            {"name": "Backstube", "addresses": HERE, "phone": PHONE},
            ("same_phone", "same_address"),
        ),
        ({**AEHRE, "phone": PHONE}, {"name": "Ähre", "addresses": HERE, "phone": OTHER}, ("same_name", "same_address")),
        ({**AEHRE, "phone": PHONE}, {"name": "Ähre", "addresses": THERE, "phone": PHONE}, ("same_name", "same_phone")),
        (AEHRE, {"name": "Bäckerei Ähre"}, ("same_name",)),
        (
            {"name": "Ähre am Eck", "website": "https://www.aehre.example/"},
            {**AEHRE, "website": "http://aehre.example/kontakt"},
            ("similar_name", "same_website"),
        ),
        # One name at two addresses is a branch, two unlike names in one house are neighbours.
        (AEHRE, {"name": "Bäckerei Ähre", "addresses": THERE}, None),
        (AEHRE, {"name": "Blumen Rose", "addresses": HERE}, None),
        ({**AEHRE, "phone": PHONE}, {"name": "Blumen Rose", "addresses": THERE, "phone": PHONE}, None),
        (
            {**AEHRE, "website": "https://haus.example"},
            {"name": "Rose", "addresses": HERE, "website": "https://haus.example"},
            None,
        ),
        (AEHRE, {"name": "Ähre am Eck"}, None),
        # Branches of a chain share everything but the house.
        (
            {"name": "Kette", "addresses": HERE, "phone": PHONE, "is_chain": True},
            {"name": "Kette", "addresses": THERE, "phone": PHONE, "is_chain": True},
            None,
        ),
        (
            {"name": "Kette Nord", "addresses": HERE, "phone": PHONE, "brand": "Kette"},
            {"name": "Kette Süd", "addresses": THERE, "phone": PHONE, "brand": "Kette"},
            None,
        ),
        (
            {"name": "Kette", "addresses": HERE, "is_chain": True},
            {"name": "Kette", "addresses": HERE, "is_chain": True},
            ("same_name", "same_address"),
        ),
        ({"phone": PHONE, "addresses": HERE}, {"phone": PHONE, "addresses": HERE}, ("same_phone", "same_address")),
        ({"addresses": HERE}, {"addresses": HERE}, None),
    ],
)
def test_two_of_name_house_and_telephone_make_a_probable_duplicate(one, other, reasons):
    pair = compare(Known(1, **one), Known(2, **other))
    assert (pair.reasons if pair else None) == reasons
    assert compare(Known(2, **other), Known(1, **one)) == pair


@pytest.mark.parametrize(
    ("written", "site"),
    [
        ("https://www.aehre.example/kontakt", "aehre.example"),
        ("https://facebook.com/Aehre/", "facebook.com/aehre"),
        ("https://de-de.facebook.com/", ""),
        ("https://[kaputt", ""),
        ("", ""),
    ],
)
def test_a_page_at_a_host_of_many_is_told_by_its_whole_address(written, site):
    assert site_of(written) == site


def test_who_was_told_apart_is_not_proposed_again():
    twins = [Known(1, "Ähre", PHONE, addresses=HERE), Known(2, "Ähre", PHONE, addresses=HERE)]
    assert [(pair.first, pair.second) for pair in pairs_of(twins)] == [(1, 2)]
    assert pairs_of(twins, apart={(1, 2)}) == []


def test_the_surest_come_first():
    entries = [
        Known(1, "Ähre", PHONE, addresses=HERE),
        Known(2, "Ähre", addresses=HERE),
        Known(3, "Ähre", PHONE, addresses=HERE),
    ]
    assert [(pair.first, pair.second) for pair in pairs_of(entries)] == [(1, 3), (1, 2), (2, 3)]


def test_five_thousand_entries_with_common_names_are_compared_in_a_moment():
    trades = ("Bäckerei", "Friseur", "Restaurant", "Café", "Kiosk", "Apotheke")
    entries = [
        Known(
            number,
            f"{trades[number % 6]} {'Rose' if number % 40 == 0 else f'Eigen{number * 7919 % 100_003}'}",
            f"+4930{number:07d}",
            addresses=frozenset({f"strasse {number // 6}"}),
        )
        for number in range(1, 5_001)
    ]
    began = time.perf_counter()
    found = pairs_of([*entries, Known(9_999, entries[0].name, addresses=entries[0].addresses)])
    assert [(pair.first, pair.second) for pair in found] == [(1, 9_999)]
    assert time.perf_counter() - began < 5
