import re

import pytest

from kiezkontor.directory.rules.vacancy_words import asks_for_vacancies
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.tests.builders import district


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        ("Leerstand", True),
        ("leerstände", True),
        ("leere Läden", True),
        ("leerstehendes Ladenlokal", True),
        ("vacant", True),
        ("empty shops", True),
        ("Laden mieten", True),
        ("freie Gewerbefläche", True),
        ("shop to let", True),
        ("", False),
        ("Fahrrad mieten", False),
        ("Laden", False),
        ("freie Werkstatt", False),
        ("Leergut", False),
    ],
)
def test_words_that_ask_for_vacant_units(query, asks):
    assert asks_for_vacancies(query) is asks


@pytest.mark.parametrize("page", ["verzeichnis", "karte"])
def test_who_searches_for_vacancies_is_led_to_them(client, page, db):
    kiez = district(slug="musterkiez")
    listed(kiez, "Bäckerei Ähre")
    sentence = "Suchen Sie einen leeren Laden oder Raum?"
    assert sentence in client.get(f"/musterkiez/{page}/", {"q": "leere Läden"}).text
    assert sentence not in client.get(f"/musterkiez/{page}/", {"q": "Bäckerei"}).text


def test_vacancies_are_in_the_menu_of_every_page(client, db):
    district(slug="musterkiez")
    for page in ("", "verzeichnis/", "kontakt/"):
        menu = client.get(f"/musterkiez/{page}").text.partition('id="site-menu"')[2].partition("</nav>")[0]
        assert re.search(r'href="/musterkiez/leerstand/">Leerstand</a>', menu)
