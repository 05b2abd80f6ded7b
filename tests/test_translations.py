from collections import defaultdict
from pathlib import Path

import polib

from kiezkontor.config.catalogues import areas, catalogue_file, key_of


def test_one_english_sentence_has_one_german_one_in_all_areas():
    """Catalogues are read together: the same words with two meanings need pgettext."""
    german = defaultdict(set)
    for file in filter(Path.exists, map(catalogue_file, areas())):
        for entry in polib.pofile(str(file)):
            german[key_of(entry)].add((entry.msgstr, *entry.msgstr_plural.values()))
    assert {key: said for key, said in german.items() if len(said) > 1} == {}
