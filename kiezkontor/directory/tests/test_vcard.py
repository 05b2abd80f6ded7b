from kiezkontor.directory.rules.vcard import vcard

DETAILS = {
    "categories": "Bäckerei",
    "street": "Karlstraße 1",
    "postcode": "76133",
    "city": "Karlsruhe",
    "phone": "+49721123",
    "email": "",
    "website": "",
    "profile_url": "https://kontor.example/k/",
    "at": (49.0, 8.4),
}


def test_a_card_holds_what_an_address_book_needs():
    card = vcard(name="Bäckerei Ähre", **DETAILS)
    lines = card.split("\r\n")
    assert lines[0] == "BEGIN:VCARD"
    assert "FN:Bäckerei Ähre" in lines
    assert "ADR;TYPE=WORK:;;Karlstraße 1;Karlsruhe;;76133;Deutschland" in lines
    assert not any(line.startswith("EMAIL") for line in lines)
    assert lines[-2:] == ["END:VCARD", ""]


def test_no_name_can_add_lines_to_the_card():
    card = vcard(name="Böse\r\nTEL:+49110; , \\", **DETAILS)
    assert "FN:Böse TEL:+49110\\; \\, \\\\" in card.split("\r\n")
    assert card.count("\r\nTEL") == 1


def test_long_lines_are_folded_after_75_octets_and_unfold_to_the_same_text():
    name = "Gemüse- und Obsthändlerinnengenossenschaft „Süße Früchte“ " * 4
    card = vcard(name=name.strip(), **DETAILS)
    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75
    assert f"FN:{name.strip()}" in card.replace("\r\n ", "").split("\r\n")
