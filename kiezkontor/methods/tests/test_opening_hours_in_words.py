import pytest

from kiezkontor.methods.opening_hours import as_typed, in_words, long_nights, normalise


@pytest.mark.parametrize(
    ("osm", "german", "english"),
    [
        ("Mo-Th 09:00-18:00; PH off", "Mo-Do 9-18 Uhr; feiertags geschlossen", "Mo-Th 09:00-18:00; holidays closed"),
        ("Mo,We 09:00-12:00,14:30-18:00", "Mo,Mi 9-12, 14:30-18:00 Uhr", "Mo,We 09:00-12:00,14:30-18:00"),
        ("Mo-Su 18:00+", "Mo-So ab 18 Uhr", "Mo-Su 18:00+"),
        ("24/7", "rund um die Uhr", "24/7"),
        ("Mo-Fr 09:00-18:00; Dec 24 09:00-12:00", "Mo-Fr 9-18 Uhr; 24.12. 9-12 Uhr", None),
        ("2026 Nov 27 12:00-14:00; Dec 25-Jan 06 off", "27.11.2026 12-14 Uhr; 25.12.-6.1. geschlossen", None),
        ("Apr-Oct Tu-Su 10:00-18:00", "Apr-Okt Di-So 10-18 Uhr", "Apr-Oct Tu-Su 10:00-18:00"),
        (
            'Mo-Fr 08:30-18:00 || "nach Vereinbarung"',
            'Mo-Fr 08:30-18:00 Uhr; "nach Vereinbarung"',
            'Mo-Fr 08:30-18:00; "nach Vereinbarung"',
        ),
        ("Su off; Th 18:00-02:00, Fr 18:00-04:00", "So geschlossen; Do 18-2 Uhr, Fr 18-4 Uhr", None),
    ],
)
def test_hours_are_said_as_people_write_them(osm, german, english):
    assert in_words(osm, "de") == german
    assert english is None or in_words(osm, "en") == english
    assert normalise(in_words(osm, "de")) == normalise(in_words(osm, "en")) == normalise(osm)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Mo-Fr 9-18 Uhr, 24.12. 9-12 Uhr", "Mo-Fr 09:00-18:00; Dec 24 09:00-12:00"),
        (
            "Mo-Fr 9.30-18.30 Uhr, Sa 10-16 Uhr, 27.11. 12-14 Uhr, feiertags zu",
            "Mo-Fr 09:30-18:30; Sa 10:00-16:00; Nov 27 12:00-14:00; PH off",
        ),
        ("Mo-Fr 9-12 Uhr, Mo 14-18 Uhr", "Mo-Fr 09:00-12:00, Mo 14:00-18:00"),
        ("Mo-Fr 9-12 Uhr, Jun-Aug Fr 14-18 Uhr", "Mo-Fr 09:00-12:00, Jun-Aug Fr 14:00-18:00"),
    ],
)
def test_a_date_that_is_typed_behind_a_comma_has_hours_of_its_own(typed, stored):
    assert as_typed(typed) == stored


@pytest.mark.parametrize("text", ["", "kaputt", "Mo-Fr 9"])
def test_what_cannot_be_read_stays_as_it_is(text):
    assert in_words(text, "de") == text


@pytest.mark.parametrize(
    ("text", "nights"),
    [
        ("Mo-Fr 18-9 Uhr", ["18:00-09:00"]),
        ("Mo-Fr 9-6", ["09:00-06:00"]),
        ("Mo 10-2, Tu 10-2", ["10:00-02:00"]),
        ("Mo-Sa 18-2 Uhr", []),
        ("Fr 14:00-02:00", []),
        ("Mo-Fr 9-18 Uhr", []),
        ("Mo-Su 18:00+", []),
        ("24/7", []),
        ("kaputt", []),
    ],
)
def test_nights_that_are_more_often_a_slip(text, nights):
    assert long_nights(text) == nights
