from kiezkontor.methods.sorting import sort_key


def test_names_sort_as_in_a_german_phone_book():
    names = ["Zoo", "Ötzi", "„Anna“", "ottos Laden", "Ärzte am Platz", "Apotheke 10", "Apotheke 9", "İstanbul", "Igel"]
    assert sorted(names, key=sort_key) == [
        "„Anna“",
        "Apotheke 9",
        "Apotheke 10",
        "Ärzte am Platz",
        "Igel",
        "İstanbul",
        "ottos Laden",
        "Ötzi",
        "Zoo",
    ]


def test_a_name_of_signs_alone_has_an_empty_key():
    assert sort_key("!?") == ""
