import re

import pytest

from kiezkontor.directory.rules.page_words import page_asked_for
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
        ("LEERSTAND Karlstraße", True),
        ("leerstaende", True),
        ("leerer Laden", True),
        ("Laeden zu vermieten", True),
        ("Ladenlokal", True),
        ("Ladenlokal mieten", True),
        ("Gewerberaum", True),
        ("Gewerbeflächen", True),
        ("Geschäftsräume", True),
        ("Mietfläche", True),
        ("Raum gesucht", True),
        ("Büro mieten", True),
        ("office for rent", True),
        ("", False),
        ("Fahrrad mieten", False),
        ("Laden", False),
        ("Bioladen", False),
        ("Büro", False),
        ("Geschäft", False),
        ("Gewerbe", False),
        ("Auto mieten", False),
        ("Freiraum", False),
        ("freie Werkstatt", False),
        ("Leergut", False),
    ],
)
def test_words_that_ask_for_vacant_units(query, asks):
    assert asks_for_vacancies(query) is asks


@pytest.mark.parametrize("page", ["verzeichnis/", "karte/", "en/verzeichnis/"])
def test_a_search_that_finds_nothing_else_leads_on_to_the_vacancies(client, page, db):
    listed(district(slug="musterkiez"), "Bäckerei Ähre")
    nothing = client.get(f"/musterkiez/{page}", {"q": "Leerstand"}).text.partition('class="empty-state"')[2]
    first_button = re.search(r'class="button" href="([^"]+)"', nothing)[1]
    assert first_button == f"/musterkiez/{'en/' if 'en/' in page else ''}leerstand/"
    assert "kürzeres" not in nothing


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


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("Impressum", "imprint"),
        ("legal notice", "imprint"),
        ("Datenschutz", "privacy"),
        ("privacy policy", "privacy"),
        ("data protection", "privacy"),
        ("Erklärung zur Barrierefreiheit", "accessibility"),
        ("accessibility", "accessibility"),
        ("kontakt", "contact"),
        ("Oeffnungszeiten", "contact"),
        ("Öffnungszeiten Büro", "contact"),
        ("opening hours", "contact"),
        ("Leichte Sprache", "easy_language"),
        ("Öffnungszeiten Bäckerei", None),
        ("Kontaktlinsen", None),
        ("Barrierefreiheit Café", None),
        ("Sprache", None),
        ("legal advice", None),
        ("Büro", None),
        ("", None),
    ],
)
def test_words_that_ask_for_a_page_of_the_site(query, page):
    assert page_asked_for(query) == (page and f"districts:{page}")


@pytest.mark.parametrize(
    ("path", "query", "way"),
    [
        ("musterkiez/verzeichnis/", "Impressum", '<a href="/musterkiez/impressum/">Impressum</a>'),
        ("musterkiez/karte/", "Öffnungszeiten", '<a href="/musterkiez/kontakt/">Kontakt und Sprechzeiten</a>'),
        ("musterkiez/en/verzeichnis/", "privacy", '<a href="/musterkiez/en/datenschutz/">Privacy</a>'),
    ],
)
def test_who_searches_for_a_page_of_the_site_is_led_there(client, path, query, way, db):
    listed(district(slug="musterkiez"), "Bäckerei Ähre")
    before_results = (
        client.get(f"/{path}", {"q": query}).text.partition('class="results__note"')[2].partition("</p>")[0]
    )
    assert way in before_results
