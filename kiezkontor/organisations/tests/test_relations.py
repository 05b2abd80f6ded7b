"""The office notes how entries stand to each other; no other district reads it."""

import re

import pytest

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.actions.merging import merge
from kiezkontor.organisations.models import Relation
from kiezkontor.organisations.tests import builders

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/eintraege/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.editor(district, "Eda Editorin"))
    return client


@pytest.fixture
def shop(district):
    return builders.membership(builders.organisation("Bäckerei Ähre"), district).organisation


@pytest.fixture
def owner(district):
    return builders.membership(builders.organisation("Haus <b>Grund</b>", kind="owner"), district).organisation


def page_of(office, organisation):
    return re.sub(r"\s+", " ", office.get(f"{LIST}{organisation.pk}/").content.decode())


def test_a_relation_is_read_from_both_ends(office, shop, owner):
    choose = office.get(f"{LIST}{shop.pk}/beziehungen/neu/", {"q": "Grund"}).content.decode()
    add = f"{LIST}{shop.pk}/beziehungen/neu/{owner.pk}/"
    assert add in choose
    assert "Wie steht „Bäckerei Ähre“ zu „Haus &lt;b&gt;Grund&lt;/b&gt;“?" in office.get(add).content.decode()
    answer = office.post(add, {"kind": "back:landlord_of", "from_on": "2024-01-01", "note": "Laden links"})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{shop.pk}/")
    relation = Relation.objects.get()
    assert (relation.one, relation.other, relation.kind) == (owner, shop, "landlord_of")
    assert f'mietet von <a href="{LIST}{owner.pk}/">Haus &lt;b&gt;Grund&lt;/b&gt;</a>' in page_of(office, shop)
    assert f'vermietet an <a href="{LIST}{shop.pk}/">Bäckerei Ähre</a>' in page_of(office, owner)
    assert "Laden links" in page_of(office, owner)
    assert AuditEntry.objects.get(verb="relation.noted").detail["kind"] == "landlord_of"


@pytest.mark.parametrize("end", ["shop", "owner"])
def test_a_relation_is_changed_from_either_end_and_removed(office, district, shop, owner, end):
    relation = builders.relation(owner, shop, district)
    here = shop if end == "shop" else owner
    page = f"{LIST}{here.pk}/beziehungen/{relation.pk}/"
    said = "back:landlord_of" if end == "shop" else "landlord_of"
    assert re.search(rf'value="{said}"[^>]*checked', office.get(page).content.decode())
    office.post(page, {"kind": said, "from_on": "2024-01-01", "until_on": "2025-12-31"})
    relation.refresh_from_db()
    assert (relation.one, relation.other, str(relation.until_on)) == (owner, shop, "2026-01-01")
    assert 'value="2025-12-31"' in office.get(page).text
    assert "bis 31.12.2025" in office.get(f"{LIST}{here.pk}/").text
    assert office.post(f"{page}entfernen/").status_code == 302
    assert not Relation.objects.exists()


def test_what_cannot_be_is_refused(office, district, shop, owner):
    builders.relation(shop, owner, district, kind="cooperates_with")
    add = f"{LIST}{owner.pk}/beziehungen/neu/{shop.pk}/"
    again = office.post(add, {"kind": "cooperates_with"})
    assert (again.status_code, "schon vermerkt" in again.content.decode()) == (422, True)
    backwards = office.post(add, {"kind": "supplies", "from_on": "2026-01-02", "until_on": "2026-01-01"})
    assert (backwards.status_code, "bevor es beginnt" in backwards.content.decode()) == (422, True)
    assert office.post(add, {"kind": "rules"}).status_code == 422
    assert office.get(f"{LIST}{shop.pk}/beziehungen/neu/{shop.pk}/").status_code == 404
    assert Relation.objects.count() == 1


def test_other_districts_read_nothing_of_it(client, district, shop, owner):
    relation = builders.relation(owner, shop, district, note="geheim")
    neighbour = districts.district("Nachbarkiez")
    for each in (shop, owner):
        builders.membership(each, neighbour)
    client.force_login(districts.coordinator(neighbour))
    theirs = LIST.replace("musterkiez", "nachbarkiez")
    page = client.get(f"{theirs}{shop.pk}/").content.decode()
    assert "geheim" not in page
    assert "mietet von" not in page
    assert client.get(f"{theirs}{shop.pk}/beziehungen/{relation.pk}/").status_code == 404
    assert client.post(f"{theirs}{shop.pk}/beziehungen/{relation.pk}/entfernen/").status_code == 404
    assert Relation.objects.exists()


def test_an_entry_that_is_merged_stands_in_no_relation_to_itself(district, shop, owner):
    twin = builders.membership(builders.organisation("Aehre"), district).organisation
    builders.relation(shop, twin, district, kind="successor_of")
    builders.relation(owner, shop, district)
    builders.relation(owner, twin, district)
    by = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    merge(shop.pk, twin.pk, district=district, by=by)
    assert [(row.one, row.other) for row in Relation.objects.all()] == [(owner, shop)]
