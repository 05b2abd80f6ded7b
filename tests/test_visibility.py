"""Who meets which class of data, in the own and a foreign district, by which channel (tests/channels.py).

`accounts/rules/visibility.py` holds the table. One datum of each enforced class is planted in two districts under a
word that stands nowhere else (tests/planted.py); then everybody reads all there is, and finds the words of their column
and no others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoDbBlocker

from kiezkontor.accounts.rules.visibility import COLUMNS, ENFORCED, MET_BY, matrix, reads_all
from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, EDITOR, FIELD_WORKER
from kiezkontor.districts.models import Role
from kiezkontor.organisations.models import Photo
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path, installation_path
from tests.channels import FILE, body_of, channel_of, files_in, in_one_piece, text_of
from tests.expose_pages import BEHIND_THE_LINK_OF_AN_OWNER
from tests.meeting_pages import BEHIND_A_LINK
from tests.members_pages import become_member
from tests.personas import PERSONAS, persona
from tests.planted import START, Planted, address, entry_slug, planted_once, word
from tests.seeker_pages import BEHIND_THE_LINK_OF_A_SEEKER
from tests.test_access import PUBLIC, STEWARDS, TABLE, World, read

pytestmark = pytest.mark.django_db

FUNCTIONS = {"case_worker", "finance", "organiser"}
COLUMN_OF_ROLE = {
    **dict.fromkeys(FUNCTIONS, "function"),
    COORDINATOR: "coordinator",
    EDITOR: "editor",
    FIELD_WORKER: "walk",
    AUDITOR: "audit",
    Role.Name.SOCIAL_CARRIER.value: "carrier",
    Role.Name.BODY_MEMBER.value: "body",
}
# What is found by a word as well as by looking.
SEARCHED = (
    *("directory:list", "directory:suggestions", "api-v1:entries", "organisations:office", "premises:units"),
    *("outreach:pipeline", "districts:log", "organisations:members", "calendar:events"),
)
# Of the sole trader, whom the world of the access table does not know.
OF_AN_ENTRY = ("directory:profile", "directory:vcard", "directory:contact", "directory:door_sheet", "api-v1:entry")
OF_AN_ORGANISATION = ("organisations:office_entry", "organisations:office_edit", "outreach:organisation")
# Squares of the map, what only takes orders, and texts that tell of nobody.
NOT_READ = {"directory:basemap", "directory:count_view", "districts:report_received", "districts:brand_css"}
NOT_READ |= {f"districts:{text}" for text in ("imprint", "privacy", "accessibility", "terms", "easy_language")}
# Behind a personal link alone, and of people who look after an entry themselves.
NOT_READ |= {page for page in PUBLIC if page.startswith(("organisations:", "outreach:"))}
NOT_READ |= {"voices:state", "voices:confirm", "vacancies:report_state"}
NOT_READ |= BEHIND_THE_LINK_OF_A_SEEKER | BEHIND_THE_LINK_OF_AN_OWNER
NOT_READ |= {"calendar:own_answer", "calendar:take", "calendar:own_ics", *BEHIND_A_LINK}

# What is read on demand alone, and files that are taken with a form.
ON_DEMAND = {"outreach:confidential", "organisations:letters_file", "outreach:sheets_file"}
# Whose address an office may be asked about.
WITH_ADDRESS = ("Here: contact people", "Here: team, invited", "Here: mail of office")

# Figures made of other rows, without a word of their own; who opens them is looked at by itself.
FIGURES = {"Here: vacancy results", "Here: network results"}

# Class and channel → where it was met.
type Found = dict[tuple[str, str], list[str]]


def column_of(name: str) -> str:
    """The column of the table somebody of tests/personas.py stands in."""
    if name in {"visitor", "operator"}:
        return {"visitor": "visitor", "operator": "admin"}[name]
    role = PERSONAS[name]
    return COLUMN_OF_ROLE.get(role, role) if role else "visitor"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with planted_once(django_db_blocker) as planted:
        yield planted


def client_of(name: str, world: World) -> Client:
    client = Client()
    someone = persona(name, district=world.own, foreign=world.foreign)
    if someone is not None:
        if PERSONAS[name] in STEWARDS:
            become_member(someone, world.shops[world.own.pk])
        client.force_login(someone)
    return client


def opens(page: str, name: str) -> bool:
    """Whether there is anything to read; that all other pages stay closed to them is what test_access.py holds."""
    return page in PUBLIC or name == "operator" or PERSONAS.get(name) in TABLE[page]


@dataclass(frozen=True)
class Asked:
    """A page, or what is asked of it with a form."""

    url: str
    form: dict[str, str] | None = None


def asked_of(page: str, url: str, district: Any) -> list[Asked]:
    """What there is to be had at the address of a page."""
    if page == "home:information":
        about = [{"email": address(name, district)} for name in WITH_ADDRESS]
        return [Asked(url, form | way) for form in about for way in ({}, {"pdf": "1"}, {"json": "1"})]
    return [Asked(url, {} if page in ON_DEMAND else None)]


def read_in_own(world: Planted, name: str) -> list[Asked]:
    """All there is to read in the own district: each page by its address, and searches for what was planted."""
    alone, own = world.alone[world.own.pk], world.own
    pages = [(page, world.address(page, own)) for page in sorted((PUBLIC | set(TABLE)) - NOT_READ)]
    pages += [(page, district_path(own.slug, page, slug=entry_slug(alone))) for page in OF_AN_ENTRY]
    pages += [(page, district_path(own.slug, page, pk=alone)) for page in OF_AN_ORGANISATION]
    pages += [(page, f"{district_path(own.slug, page)}?q={START}") for page in SEARCHED]
    asked = [each for page, url in pages if opens(page, name) for each in asked_of(page, url, own)]
    own_pages = [Asked(installation_path(page)) for page in ("home:own_data", "home:own_deeds")]
    return asked if name == "visitor" else [*asked, *own_pages]


def read_in_foreign(world: Planted) -> list[Asked]:
    """What is not public there, by its address, and the searches."""
    pages = [(page, world.address(page, world.foreign)) for page in sorted(TABLE)]
    pages += [(page, f"{district_path(world.foreign.slug, page)}?q={START}") for page in SEARCHED]
    return [each for page, url in pages for each in asked_of(page, url, world.foreign)]


def met(client: Client, asked: list[Asked], district: Any) -> Found:
    """The classes whose word was found and the channel it came by, each with where."""
    found: Found = {}
    words = {name: word(name, district).lower() for name in ENFORCED}
    files: set[str] = set()
    for each in asked:
        answer: Any = read(client, each.url) if each.form is None else client.post(each.url, each.form)
        if answer.status_code != 200:
            continue
        text = text_of(body_of(answer))
        files |= set(files_in(text))
        note(found, words, channel_of(answer, each.url), each.url, text)
    for url in sorted(files):
        if client.get(url).status_code == 200:
            note(found, words, FILE, url, url)
    return found


def note(found: Found, words: dict[str, str], channel: str, where: str, text: str) -> None:
    said = in_one_piece(text)
    for name, each in words.items():
        if each in said:
            found.setdefault((name, channel), []).append(where)


def row_of(column: str) -> set[str]:
    """What somebody finds who holds a role: what the cells let them read, and what was released to them."""
    cells = matrix().cells
    told = ENFORCED.keys() - FIGURES
    return {name for name in told if reads_all(cells[name][column]) or cells[name][column] == "c"}


def ways_to(classes: set[str]) -> set[tuple[str, str]]:
    """By which ways these classes are read; what lies in mails is read in tests/test_mail_tells.py."""
    return {(name, way) for name in classes for way in MET_BY[name].split() if way != "mail"}


# One for each column; those of the same column hold roles no gate tells apart, as the access table shows.
ONE_A_COLUMN = list({column_of(name): name for name in [*PERSONAS, "visitor"]}.values())
# Those whose role opens a page that others cannot open.
INSIDE = ("coordinator", "editor", "field worker", "board", "trader", "social carrier", "auditor")


@pytest.mark.parametrize("name", ONE_A_COLUMN)
def test_everybody_meets_what_the_table_says_and_nothing_else(world, name):
    client, wanted = client_of(name, world), row_of(column_of(name))
    found = met(client, read_in_own(world, name), world.own)
    assert {key: places[:3] for key, places in found.items() if key not in ways_to(wanted)} == {}
    assert wanted - {data_class for data_class, _channel in found} == set()
    # Whoever may read all of it is the one who meets it by every way there is.
    assert name != "operator" or ways_to(wanted) - set(found) == set()


@pytest.mark.parametrize("name", INSIDE)
def test_no_role_opens_anything_of_another_district(world, name):
    found = met(client_of(name, world), read_in_foreign(world), world.foreign)
    assert {key: places[:3] for key, places in found.items() if key[0] not in row_of("visitor")} == {}


def test_every_role_stands_in_a_column():
    assert {column_of(name) for name in PERSONAS} == set(COLUMNS)
    assert len(ONE_A_COLUMN) == len(COLUMNS)


def test_files_of_the_store_are_those_meant_for_everybody(client, world):
    photo = organisations.photo(world.shops[world.own.pk])
    assert client.get(f"/media/{photo.image.name}").status_code == 200
    default_storage.save("imports/sichtprobe.csv", ContentFile(b"inside"))
    default_storage.save("imports/sichtprobe.png", ContentFile(b"inside"))
    for path in ("imports/sichtprobe.csv", "imports/sichtprobe.png", "photos/../imports/sichtprobe.png"):
        for name in ("visitor", "coordinator", "operator"):
            assert client_of(name, world).get(f"/media/{path}").status_code == 404


def test_the_file_of_a_hidden_photo_opens_for_those_who_read_the_row(world):
    row = matrix().cells["Here: hidden photos"]
    own, foreign = (
        Photo.objects.get(organisation=world.alone[each.pk]).image.url for each in (world.own, world.foreign)
    )
    clients = {column_of(name): client_of(name, world) for name in ONE_A_COLUMN}
    opened = {column for column, client in clients.items() if client.get(own).status_code == 200}
    assert opened == {column for column, cell in row.items() if reads_all(cell)}
    assert {column for column, client in clients.items() if client.get(foreign).status_code == 200} == {"admin"}


def test_the_results_open_for_those_the_row_names_and_what_they_count_for_those_who_read_all(world):
    row = matrix().cells["Here: vacancy results"]
    clients = {column_of(name): client_of(name, world) for name in ONE_A_COLUMN}

    def opened(page: str) -> set[str]:
        url = world.address(page, world.own)
        return {column for column, client in clients.items() if client.get(url).status_code == 200}

    assert opened("vacancies:results") == {column for column, cell in row.items() if cell != "–"}
    assert opened("vacancies:results_cases") == {column for column, cell in row.items() if reads_all(cell)}
    of_network = matrix().cells["Here: network results"]
    assert opened("meetings:year") == {column for column, cell in of_network.items() if cell != "–"}
