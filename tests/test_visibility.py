"""Who meets which class of data, on pages, lists, searches, exports, feeds and files of the own and a foreign district.

`accounts/rules/visibility.py` holds the table. Here one datum of each enforced class is planted in two districts under
a word that stands nowhere else; then everybody reads all there is, and finds the words of their column and no others.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from kiezkontor.accounts.rules.visibility import COLUMNS, ENFORCED, matrix, reads_all
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import AUDITOR, COORDINATOR, EDITOR, FIELD_WORKER, Viewer
from kiezkontor.audit.actions import record
from kiezkontor.desk.tests import builders as desk
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.districts.actions.consents import give_consent
from kiezkontor.districts.models import Consent, Invitation, PublicReport, Role
from kiezkontor.members.models import Post
from kiezkontor.members.tests.builders import first_contact
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.released import asked_for_list
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach.tests.builders import contact_entry
from kiezkontor.premises.models import Observation, Unit
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path
from tests.members_pages import become_member
from tests.personas import PERSONAS, persona
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
    *("outreach:pipeline", "districts:log", "organisations:members"),
)
# Of the sole trader, whom the world of the access table does not know.
OF_AN_ENTRY = ("directory:profile", "directory:vcard", "directory:contact", "directory:door_sheet", "api-v1:entry")
OF_AN_ORGANISATION = ("organisations:office_entry", "organisations:office_edit", "outreach:organisation")
# How the planted words begin, by which they are searched for, and how they end in the two districts.
START, HERE, THERE = "Sichtprobe", "hier", "dort"
# Squares of the map, what only takes orders, and texts that tell of nobody.
NOT_READ = {"directory:basemap", "directory:count_view", "districts:report_received", "districts:brand_css"}
NOT_READ |= {f"districts:{text}" for text in ("imprint", "privacy", "accessibility", "terms", "easy_language")}
# Behind a personal link alone, and of people who look after an entry themselves.
NOT_READ |= {page for page in PUBLIC if page.startswith(("organisations:", "outreach:"))}


def column_of(name: str) -> str:
    """The column of the table somebody of tests/personas.py stands in."""
    if name in {"visitor", "operator"}:
        return {"visitor": "visitor", "operator": "admin"}[name]
    role = PERSONAS[name]
    return COLUMN_OF_ROLE.get(role, role) if role else "visitor"


def word(data_class: str, district: Any) -> str:
    """A word that stands nowhere but in this datum of this district."""
    return START + re.sub(r"[^a-z]", "", data_class.lower()) + (HERE if district.slug == "musterkiez" else THERE)


def entry_slug(pk: int) -> str:
    return Organisation.objects.get(pk=pk).slug


class Planted(World):
    """The world of the access table with one datum of each enforced class in both districts."""

    def __init__(self) -> None:
        self.alone: dict[int, int] = {}
        super().__init__()
        refresh_entries(list(Organisation.objects.values_list("pk", flat=True)))

    def fill(self, district: Any) -> dict[str, dict[str, Any]]:
        known = super().fill(district)
        shop = self.shops[district.pk]
        say = {name: word(name, district) for name in ENFORCED}
        Organisation.objects.filter(pk=shop.pk).update(name=say["Published profiles"])
        self.plant_inventory(district, known["premises:"]["pk"], say)
        self.plant_people(district, shop, say)
        self.plant_office(district, shop, say)
        Post.objects.filter(organisation=shop).update(words=say["Here: notice board"])
        first_contact(district).messages.update(words=say["Here: first contacts"])
        entry = {"slug": entry_slug(shop.pk), "token": "spent"}
        return known | {"directory:": entry, "api-v1:": entry, "districts:project": known["districts:project_"]}

    def plant_inventory(self, district: Any, unit: int, say: dict[str, str]) -> None:
        found = Unit.objects.get(pk=unit)
        found.position = say["Inventory: use"]
        found.save()
        seen = premises.observation(found, note=say["Inventory: notes"])
        Observation.objects.filter(pk=seen.pk).update(district=district)

    def plant_people(self, district: Any, shop: Any, say: dict[str, str]) -> None:
        alone = organisations.organisation(f"Einzelne Person {district.slug}", is_sole_trader=True)
        self.alone[district.pk] = alone.pk
        Organisation.objects.filter(pk=alone.pk).update(email=f"{say['Here: withheld contact']}@example.org")
        premises.used(premises.unit(district), alone)
        hidden = ContentFile(organisations.picture(), name=f"{say['Here: hidden photos']}.jpg")
        organisations.photo(alone, image=hidden, is_public=False)
        organisations.contact(shop, district, name="Kim Kontakt", email=f"{say['Here: contact people']}@example.org")
        member = organisations.contact(shop, district, email=f"{say['Member contacts']}@example.org", person=person())
        for asked in asked_for_list(district).values():
            give_consent(
                asked,
                member,
                said_by="Kim",
                channel=Consent.Channel.ONLINE,
                district=district,
                by=Viewer(system="test"),
            )

    def plant_office(self, district: Any, shop: Any, say: dict[str, str]) -> None:
        now = timezone.now()
        contact_entry(shop, district, concerns=say["Here: contact log"])
        contact_entry(shop, district, concerns=say["Here: confidential log"], is_confidential=True)
        desk.task(district, say["Here: office tasks"])
        PublicReport.objects.create(
            district=district,
            kind="barrier",
            message=say["Here: public reports"],
            received_at=now,
            due_on=timezone.localdate(),
        )
        Invitation.objects.create(
            district=district,
            email=f"{say['Here: team, invited'].lower()}@example.org",
            role=EDITOR,
            token_hash=say["Here: team, invited"],
            invited_at=now,
            expires_at=now,
        )
        somebody = person(say["Audit log"])
        record("district.changed", district, by=Viewer(person=somebody), district=district)
        record("security.passkey_added", somebody, by=Viewer(person=somebody), name=say["Here: own sign-in"])


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """One for all tests, which only read; what each adds of its own is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Planted()
        transaction.set_rollback(True)


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


def read_in_own(world: Planted, name: str) -> list[str]:
    """All there is to read in the own district: each page by its address, and searches for what was planted."""
    alone = world.alone[world.own.pk]
    asked = [(page, world.address(page, world.own)) for page in sorted((PUBLIC | set(TABLE)) - NOT_READ)]
    asked += [(page, district_path(world.own.slug, page, slug=entry_slug(alone))) for page in OF_AN_ENTRY]
    asked += [(page, district_path(world.own.slug, page, pk=alone)) for page in OF_AN_ORGANISATION]
    asked += [(page, f"{district_path(world.own.slug, page)}?q={START}") for page in SEARCHED]
    return [url for page, url in asked if opens(page, name)]


def read_in_foreign(world: Planted) -> list[str]:
    """What is not public there, by its address, and the searches."""
    asked = [world.address(page, world.foreign) for page in sorted(TABLE)]
    return asked + [f"{district_path(world.foreign.slug, page)}?q={START}" for page in SEARCHED]


def said(client: Client, url: str) -> str:
    # What is confidential is read on demand, with a form.
    answer: Any = client.post(url) if url.endswith("/vertrauliches/") else read(client, url)
    if answer.status_code != 200:
        return ""
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(errors="replace").lower()


def met(client: Client, urls: list[str], district: Any) -> dict[str, list[str]]:
    """The classes whose word was found, each with where."""
    found: dict[str, list[str]] = {}
    for url in urls:
        text = said(client, url)
        for name in ENFORCED:
            if word(name, district).lower() in text:
                found.setdefault(name, []).append(url)
    return found


def row_of(column: str) -> set[str]:
    """What somebody finds who holds a role: what the cells let them read, and what was released to them."""
    cells = matrix().cells
    return {name for name in ENFORCED if reads_all(cells[name][column]) or cells[name][column] == "c"}


# One for each column; those of the same column hold roles no gate tells apart, as the access table shows.
ONE_A_COLUMN = list({column_of(name): name for name in [*PERSONAS, "visitor"]}.values())
# Those whose role opens a page that others cannot open.
INSIDE = ("coordinator", "editor", "field worker", "board", "trader", "social carrier", "auditor")


@pytest.mark.parametrize("name", ONE_A_COLUMN)
def test_everybody_meets_what_the_table_says_and_nothing_else(world, name):
    client, wanted = client_of(name, world), row_of(column_of(name))
    found = met(client, read_in_own(world, name), world.own)
    assert {key: places[:3] for key, places in found.items() if key not in wanted} == {}
    assert wanted - set(found) == set()


@pytest.mark.parametrize("name", INSIDE)
def test_no_role_opens_anything_of_another_district(world, name):
    found = met(client_of(name, world), read_in_foreign(world), world.foreign)
    assert {key: places[:3] for key, places in found.items() if key not in row_of("visitor")} == {}


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
