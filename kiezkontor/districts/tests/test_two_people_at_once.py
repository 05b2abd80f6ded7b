"""Two people of one office open the same page; what the first saved is not lost when the second saves."""

import re

import pytest

from kiezkontor.districts.models import District, Project, SubLocation, TeamMember
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
OFFICE = "/musterkiez/buero"
ROWS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
PROFILE = {
    "name": "Musterkiez",
    "municipality": "Musterstadt",
    "federal_state": "BE",
    "kind": "neighbourhood",
    "languages": "de",
    "is_published": "on",
}
COLOURS = {"colour": "#13505b", "colour_accent": "#f2b705"}


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(builders.coordinator(kiez))
    return client


def seen_on(page):
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("page", "first", "second"),
    [
        ("quartier/namen", PROFILE | {"claim_de": "Von A"}, PROFILE | {"claim_de": "Von B"}),
        ("quartier/buero", {"office_name": "Von A"}, {"office_name": "Von B"}),
        ("quartier/marke", COLOURS, COLOURS | {"colour": "#7a1f3d"}),
        ("quartier/texte/imprint/de", {"body": "Von A"}, {"body": "Von B"}),
        ("projekte/plattform/team", ROWS | {"form-0-name": "Anna"}, ROWS | {"form-0-name": "Berta"}),
    ],
)
def test_who_saves_second_is_told_and_may_save_again(office, kiez, page, first, second):
    builders.project(kiez, slug="plattform")
    address = f"{OFFICE}/{page}/"
    opened = seen_on(office.get(address))
    assert office.post(address, first | {"seen": opened}).status_code == 302
    refused = office.post(address, second | {"seen": opened})
    assert refused.status_code == 422
    assert "Jemand anderes hat diese Seite inzwischen geändert" in refused.content.decode()
    assert office.post(address, second | {"seen": seen_on(refused)}).status_code == 302


def test_a_refused_save_changes_nothing(office, kiez):
    opened = seen_on(office.get(f"{OFFICE}/quartier/namen/"))
    District.objects.filter(pk=kiez.pk).update(claim_de="Vom anderen")
    refused = office.post(f"{OFFICE}/quartier/namen/", PROFILE | {"name": "Neu", "claim_de": "", "seen": opened})
    kiez.refresh_from_db()
    assert refused.status_code == 422
    assert (kiez.name, kiez.claim_de) == ("Musterkiez", "Vom anderen")


def test_a_row_somebody_added_meanwhile_is_not_swept_away(office, kiez):
    project = builders.project(kiez, slug="plattform")
    opened = seen_on(office.get(f"{OFFICE}/projekte/plattform/team/"))
    TeamMember.objects.create(project=project, name="Vom anderen", position=1)
    office.post(f"{OFFICE}/projekte/plattform/team/", ROWS | {"form-0-name": "Neu", "seen": opened})
    assert [member.name for member in project.team.all()] == ["Vom anderen"]


def test_a_preview_does_not_forget_what_the_page_showed_when_it_was_opened(office, kiez):
    address = f"{OFFICE}/quartier/texte/imprint/de/"
    opened = seen_on(office.get(address))
    office.post(address, {"body": "Vom anderen"})
    preview = office.post(f"{address}vorschau/", {"body": "Neu", "seen": opened})
    assert seen_on(preview) == opened
    assert office.post(address, {"body": "Neu", "seen": seen_on(preview)}).status_code == 422


def test_parts_of_a_district_are_kept_too(office, kiez):
    opened = seen_on(office.get(f"{OFFICE}/quartier/teilbereiche/"))
    SubLocation.objects.create(district=kiez, name="Vom anderen", boundary=builders.A_SQUARE)
    assert office.post(f"{OFFICE}/quartier/teilbereiche/", ROWS | {"seen": opened}).status_code == 422
    assert SubLocation.objects.filter(district=kiez).count() == 1


def test_a_project_is_taken_out_of_a_district_by_its_own_office_alone(office, kiez):
    other = builders.district("Nachbarkiez")
    project = builders.project(kiez, other, slug="beide")
    facts = {"short_name": "Beide", "from_on": "2020-01-01", "from_precision": "day", "stage": "running"}
    refused = office.post(f"{OFFICE}/projekte/beide/bearbeiten/", facts | {"districts": [kiez.pk]})
    assert refused.status_code == 422
    assert Project.objects.get(pk=project.pk).districts.count() == 2
