"""What holds for every page of a district and of the installation, in German and in English."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.notices import links
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.purposes import ACCESS, INVITED
from kiezkontor.outreach.rules.purposes import NEEDS
from kiezkontor.shared.mounting import installation_path
from kiezkontor.vacancies import telling
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.voices.rules.purposes import MAIL, STATE
from tests.test_access import PUBLIC, TABLE, World, client_of, read

pytestmark = pytest.mark.django_db

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CONTROLS = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
# Named after a thing, or with a word that both languages share.
SAME_IN_BOTH = {"home:district", "directory:profile", "districts:project", "districts:team"}
OF_THE_INSTALLATION = ["home:front", "installation:imprint", "installation:privacy", "installation:accessibility"]
OF_THE_INSTALLATION += ["account_login", "home:office", "home:access", "installation:new_district"]
OF_THE_INSTALLATION += ["security:overview", "security:confirm", "security:password"]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Page(HTMLParser):
    """What a page says of itself. unlabelled: form fields that nothing names; doubled: ids that stand twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self.language = ""
        self.open: list[str] = []
        self.headings = 0
        self._ids: Counter[str] = Counter()
        self._labelled: set[str] = set()
        self._fields: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self._ids[values["id"]] += 1
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "label" and "for" in values:
            self._labelled.add(values["for"])
        elif tag in CONTROLS and values.get("type") not in NEEDS_NO_LABEL and "label" not in self.open:
            self._fields.append(values)
        elif tag == "h1":
            self.headings += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data

    @property
    def unlabelled(self) -> list[str]:
        return [
            field.get("name", "?")
            for field in self._fields
            if field.get("id") not in self._labelled and not {"aria-label", "aria-labelledby"} & set(field)
        ]

    @property
    def doubled(self) -> list[str]:
        return [name for name, count in self._ids.items() if count > 1]


class FilledWorld(World):
    """The world of the access table with what public pages are about."""

    def __init__(self) -> None:
        super().__init__()
        refresh_entries(list(Organisation.objects.values_list("pk", flat=True)))
        known = self.arguments[self.own.pk]
        entry = {"slug": Entry.objects.get(district=self.own).slug}
        known["districts:report_received"] = {"token": "spent"}
        shop = self.shops[self.own.pk]
        invited = links.make_link(INVITED, shop.pk, days=30, scope_id=self.own.pk, email="hanna@example.org")
        access = links.make_link(ACCESS, shop.pk, days=2, scope_id=self.own.pk, email="hanna@example.org")
        asked = links.make_link(NEEDS, shop.pk, days=30, scope_id=self.own.pk)
        known["organisations:prepared"] = {"token": invited.token}
        known["outreach:answer"] = known["outreach:take_back"] = {"token": asked.token}
        for page, purpose in (("voices:state", STATE), ("voices:confirm", MAIL)):
            about = links.make_link(purpose, known["voices:"]["pk"], days=30, scope_id=self.own.pk)
            known[page] = {"token": about.token}
        known["vacancies:report_state"] = {"token": telling.state_token(vacancies.report(self.own))}
        known["organisations:prepared_access"] = {"token": access.token}
        known |= {"directory:": entry, "api-v1:": entry, "districts:project": known["districts:project_"]}


@pytest.fixture
def world() -> FilledWorld:
    return FilledWorld()


# What only goes into a page that is open.
PARTS = {"directory:suggestions", "meetings:followed"}


def addresses(world: World, language: str) -> dict[str, str]:
    """Name → address of every page, in a language."""
    with translation.override(language):
        found = {page: world.address(page, world.own) for page in sorted((PUBLIC | set(TABLE)) - PARTS)}
        return found | {f"{page} of the installation": installation_path(page) for page in OF_THE_INSTALLATION}


def opened(client: Client, world: World, language: str) -> dict[str, Page]:
    """Every page that shows something, as the operator sees it who may open all of them."""
    found = {}
    for page, address in addresses(world, language).items():
        response = read(client, address)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            found[page] = Page(response.content.decode())
    return found


def test_every_page_says_what_it_is_in_both_languages(world):
    client = client_of("operator", world)
    german, english = opened(client, world, "de"), opened(client, world, "en")
    assert len(german) > 50
    assert set(german) == set(english)
    for language, found in (("de", german), ("en", english)):
        assert {page: each.language for page, each in found.items()} == dict.fromkeys(found, language)
        titles = Counter(" ".join(each.title.split()) for each in found.values())
        shared = {page: each.title for page, each in found.items() if titles[" ".join(each.title.split())] > 1}
        assert shared == {}
        assert [page for page, each in found.items() if each.headings != 1] == []
    same = {page: each.title for page, each in german.items() if each.title == english[page].title}
    assert {page: title for page, title in same.items() if page not in SAME_IN_BOTH} == {}


def test_every_field_is_named_and_every_id_stands_once(world):
    found = opened(client_of("operator", world), world, "de")
    assert {page: each.unlabelled for page, each in found.items() if each.unlabelled} == {}
    assert {page: each.doubled for page, each in found.items() if each.doubled} == {}


def test_reading_changes_nothing(world):
    client = client_of("operator", world)
    written = {}
    for page, address in addresses(world, "de").items():
        with CaptureQueriesContext(connection) as asked:
            read(client, address)
        if found := [query["sql"][:80] for query in asked if query["sql"].lstrip().upper().startswith(WRITES)]:
            written[page] = found
    assert written == {}


def test_every_page_of_the_office_says_to_which_section_it_belongs(world):
    client, wrong, looked_at = client_of("operator", world), [], 0
    for page in sorted(TABLE):
        address = world.address(page, world.own)
        response = read(client, address)
        is_page = response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
        if "/buero/" not in address or not is_page:
            continue
        nav = re.search(r'<nav class="office-nav.*?</nav>', response.content.decode(), re.DOTALL)
        looked_at += nav is not None
        if nav and nav[0].count("aria-current=") != 1:
            wrong.append(page)
    assert wrong == []
    assert looked_at > 50
