"""Public forms say alike what must be filled in."""

import re

import pytest

from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests.builders import district

ALL = "Bitte füllen Sie alles aus."
NOT_THE_OPTIONAL = "Bitte füllen Sie alles aus, was nicht als freiwillig gekennzeichnet ist."


@pytest.mark.parametrize(
    ("page", "said", "optional"),
    [
        ("barriere-melden/", NOT_THE_OPTIONAL, ["Adresse der Seite", "Ihr Name", "Ihre E-Mail-Adresse"]),
        ("inhalt-melden/", f"{ALL} Nur wenn Sie anonym bleiben, lassen Sie Name und E-Mail-Adresse weg.", []),
        ("verzeichnis/{slug}/nachricht/", ALL, []),
        ("verzeichnis/{slug}/fehler-melden/", NOT_THE_OPTIONAL, ["Ihre E-Mail-Adresse"]),
        ("verzeichnis/{slug}/mein-betrieb/", NOT_THE_OPTIONAL, ["Was sollen wir wissen?"]),
    ],
)
def test_a_public_form_says_once_what_it_needs_and_marks_the_rest(client, db, page, said, optional):
    kiez = district("Musterkiez", office_email="buero@example.org")
    entry = listed(kiez, "Bäckerei Ähre", email="brot@example.org")
    form = client.get(f"/musterkiez/{page.format(slug=entry.slug)}").text.partition("<main")[2].partition("</main>")[0]
    sentences = [text.strip() for text in re.findall(r"<p>([^<]*)</p>", form)]
    assert sentences.count(said) == 1
    marked = re.findall(r">\s*([^<>]+?)\s*<span class=\"kern-label__optional\">\(freiwillig\)</span>", form)
    assert marked == optional
    assert form.count("(freiwillig)") == len(optional)
