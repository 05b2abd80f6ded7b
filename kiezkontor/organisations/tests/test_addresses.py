"""One form for streets, numbers, telephones and web addresses."""

import pytest

from kiezkontor.organisations.rules import addresses


@pytest.mark.parametrize(
    ("written", "street", "number"),
    [
        ("Karlstr. 12 a", "Karlstraße", "12A"),
        ("Karlstraße 12A", "Karlstraße", "12A"),
        ("Karl-Marx-Str 7/9", "Karl-Marx-Straße", "7/9"),
        ("Str. der Jugend 3 – 5", "Straße der Jugend", "3-5"),
        ("Straße des 17. Juni 135", "Straße des 17. Juni", "135"),
        ("Straße des 17. Juni", "Straße des 17. Juni", ""),
        ("8, Marktplatz", "Marktplatz", "8"),
        ("Richard-Wagner-Pl. 1", "Richard-Wagner-Platz", "1"),
        ("Friedrichstraße 167;168", "Friedrichstraße", "167, 168"),
        ("C 4, 12", "C 4", "12"),
        ("Hauptstrasse", "Hauptstraße", ""),
        ("Strelitzer Straße", "Strelitzer Straße", ""),
        ("", "", ""),
    ],
)
def test_a_line_is_divided_into_street_and_number(written, street, number):
    assert addresses.split_address(written) == (street, number)


@pytest.mark.parametrize(("one", "other"), [("12 a", "12A"), ("7;9", "7, 9"), ("3 – 5", "3-5")])
def test_spellings_of_a_number_are_the_same_house(one, other):
    assert addresses.number_key(one) == addresses.number_key(other)


def test_house_numbers_stand_in_the_order_of_the_street():
    assert sorted(["10", "2a", "2", "ohne"], key=addresses.number_order) == ["2", "2a", "10", "ohne"]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Turmstr. 59, 10551 Berlin", ("Turmstraße", "59", "10551", "Berlin")),
        ("13351 Berlin", ("", "", "13351", "Berlin")),
        ("Knesebeckstraße , 10623 Berlin", ("Knesebeckstraße", "", "10623", "Berlin")),
        ("8, Kantstraße, Mitte, Berlin, 10115, Deutschland", ("Kantstraße", "8", "10115", "")),
        ("Rodizio Real, Calle 4, Villavicencio, Kolumbien", ("", "", "", "")),
    ],
)
def test_a_whole_address_is_divided_as_far_as_it_is_understood(written, parts):
    found = addresses.postal_address(written)
    assert (found.street, found.number, found.postcode, found.city) == parts


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0721/12345", ("+4972112345",)),
        ("(0721) 98 76 54", ("+49721987654",)),
        ("+49 721 1234567; +49 721 1234568", ("+497211234567", "+497211234568")),
        ("030 318 06 750, 0157 53604089", ("+493031806750", "+4915753604089")),
        ("030 9713807 / 030 123456", ("+49309713807", "+4930123456")),
        ("+43 1 5861234", ("+4315861234",)),
        ("nach Vereinbarung", ()),
        ("", ()),
    ],
)
def test_telephone_numbers_are_stored_in_one_form(written, numbers):
    assert addresses.phone_numbers(written) == numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("030 / 123 45 67", "+49301234567"),
        ("+49 (0)30 1234567", "+49301234567"),
        ("(030) 1234567 (Laden)", "+49301234567"),
        ("Tel.: 0721/12345 oder 0170 1234567", "+4972112345"),
        ("0043 1 5861234", "+4315861234"),
        ("steht im Telefonbuch", ""),
        ("", ""),
    ],
)
def test_what_visitors_type_as_their_number_can_be_dialled(written, number):
    assert addresses.number_to_dial(written) == number


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("www.Beispiel.de/", "https://www.beispiel.de"),
        ("http://beispiel.de/a?b=1", "http://beispiel.de/a?b=1"),
        ("https;//beispiel.de", ""),
        ("javascript:alert(1)", ""),
        ("https://user:pw@beispiel.de", ""),
        ("beispiel", ""),
        ("https://beispiel.de/" + "x" * 500, ""),
    ],
)
def test_websites_are_stored_whole_or_not_at_all(written, stored):
    assert addresses.website(written) == stored


def test_contacts_are_read_with_and_without_prefix():
    found = addresses.contacts_from_tags(
        {"contact:phone": "0721 1", "phone": "0721 123456", "contact:email": "Info@Beispiel.DE", "url": "beispiel.de"}
    )
    assert found.phones[0] == "+49721123456"
    assert (found.email, found.website) == ("Info@beispiel.de", "https://beispiel.de")
