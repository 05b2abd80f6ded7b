import re
from collections import defaultdict
from pathlib import Path

import polib

from kiezkontor.config.catalogues import areas, catalogue_file, key_of


def entries():
    for file in filter(Path.exists, map(catalogue_file, areas())):
        yield from polib.pofile(str(file))


def test_one_english_sentence_has_one_german_one_in_all_areas():
    """Catalogues are read together: the same words with two meanings need pgettext."""
    german = defaultdict(set)
    for entry in entries():
        german[key_of(entry)].add((entry.msgstr, *entry.msgstr_plural.values()))
    assert {key: said for key, said in german.items() if len(said) > 1} == {}


def test_a_district_is_a_quartier_in_every_sentence():
    """As docs/glossary.md has it: a reader takes two words for two things."""
    other = re.compile(r"\b(?:Kiez|Kiezes|Gebiet|Gebiete|Gebieten|Gebiets)\b")
    said = [
        text
        for entry in entries()
        if "istrict" in entry.msgid
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    ]
    assert [text for text in said if other.search(text)] == []
