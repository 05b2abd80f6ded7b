"""What `kontor demo` prints while it starts."""

import re
import time

import polib
import pytest

from kiezkontor.config.catalogues import catalogue_file

pytestmark = pytest.mark.browser


def test_the_demo_says_in_one_language_where_it_is_and_where_its_mailbox_is(site):
    printed = ""
    for _try in range(100):  # the pages answer a moment before it says so
        printed = (site.data.parent / "demo.log").read_text()
        if "@kiezkontor.example" in printed:
            break
        time.sleep(0.1)
    assert f"Kiezkontor läuft unter {site.url}/ (Strg+C beendet es)." in printed
    assert f"{site.url}/postfach/" in printed
    assert "[4/4] Quartiere und Personen" in printed
    sentences = [entry.msgid for entry in polib.pofile(str(catalogue_file("config")))]
    assert [english for english in sentences if longest_part(english) in printed] == []


def longest_part(sentence):
    return max(re.split(r"%\(\w+\)s", sentence), key=len)
