from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kiezkontor.accounts.tests.builders import person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import FundingSource, Operator, Programme
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
PROJECTS = "/musterkiez/buero/projekte"
PARTS = ("traeger", "programme")


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def neighbour():
    return builders.district("Nachbarkiez")


def office_of(district):
    client = Client()
    client.force_login(builders.coordinator(district))
    return client


def logo():
    content = BytesIO()
    Image.new("RGB", (300, 100), "#13505b").save(content, "PNG")
    return SimpleUploadedFile("logo.png", content.getvalue())


def entered(part, office, name="Musterhaus"):
    """The address of a new body or programme, as seen from a district."""
    assert office.post(f"{PROJECTS}/{part}/neu/", {"name": name}).status_code == 302
    row = {"traeger": Operator, "programme": Programme}[part].objects.get(name=name)
    return row, f"buero/projekte/{part}/{row.pk}/"


def use(row, *districts):
    if isinstance(row, Operator):
        return builders.project(*districts, operator=row)
    project = builders.project(*districts)
    FundingSource.objects.create(project=project, kind="state", name="Land", programme=row)
    return project


@pytest.mark.parametrize("part", PARTS)
def test_until_a_project_has_it_the_office_that_entered_it_looks_after_it(part, kiez, neighbour):
    _row, address = entered(part, office_of(kiez))
    assert office_of(neighbour).get(f"/nachbarkiez/{address}").status_code == 403
    assert office_of(neighbour).post(f"/nachbarkiez/{address}", {"name": "Fremd"}).status_code == 403
    assert office_of(kiez).post(f"/musterkiez/{address}", {"name": "Musterhaus e. V."}).status_code == 302
    page = office_of(kiez).get(f"{PROJECTS}/").content.decode()
    assert "Musterhaus e. V." in page
    assert "Musterhaus" not in office_of(neighbour).get("/nachbarkiez/buero/projekte/").content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_what_nobody_entered_and_nobody_uses_is_the_installations(part, client, kiez):
    model = {"traeger": Operator, "programme": Programme}[part]
    row = model.objects.create(name="Ohne Herkunft")
    address = f"{PROJECTS}/{part}/{row.pk}/"
    assert office_of(kiez).get(address).status_code == 403
    client.force_login(person("Otto Operator", is_operator=True))
    assert client.post(address, {"name": "Mit Herkunft"}).status_code == 302


@pytest.mark.parametrize("part", PARTS)
def test_with_a_project_it_is_changed_where_the_project_is(part, kiez, neighbour):
    row, address = entered(part, office_of(kiez))
    use(row, neighbour)
    assert office_of(kiez).post(f"/musterkiez/{address}", {"name": "Alt"}).status_code == 403
    assert office_of(neighbour).post(f"/nachbarkiez/{address}", {"name": "Neu"}).status_code == 302


@pytest.mark.parametrize("part", PARTS)
def test_what_works_in_several_districts_is_changed_by_who_coordinates_all(part, client, kiez, neighbour):
    row, address = entered(part, office_of(kiez))
    use(row, kiez)
    use(row, kiez, neighbour)
    assert office_of(kiez).post(f"/musterkiez/{address}", {"name": "Anders"}).status_code == 403
    page = office_of(kiez).get(f"{PROJECTS}/").content.decode()
    assert "Musterhaus" in page
    assert "ändern kann" in page
    both = builders.coordinator(kiez)
    builders.role(both, neighbour)
    client.force_login(both)
    assert client.post(f"/musterkiez/{address}", {"name": "Anders"}).status_code == 302


def test_an_initiative_belongs_to_all_who_use_its_programmes(kiez, neighbour):
    initiative, address = entered("programme", office_of(kiez), "Initiative")
    programme = Programme.objects.create(name="Programm", parent=initiative)
    use(programme, kiez)
    assert office_of(kiez).get(f"/musterkiez/{address}").status_code == 200
    use(programme, neighbour)
    assert office_of(kiez).get(f"/musterkiez/{address}").status_code == 403


def test_programmes_stand_with_their_logos_behind_the_payers_on_every_page(client, kiez):
    office = office_of(kiez)
    initiative, address = entered("programme", office, "Initiative")
    values = {"name": "Initiative", "logo": logo(), "logo_alt": "Logo der Initiative"}
    assert office.post(f"/musterkiez/{address}", values).status_code == 302
    programme, address = entered("programme", office, "Programm")
    values = {"name": "Programm", "parent": initiative.pk, "logo": logo(), "logo_alt": "Logo des Programms"}
    assert office.post(f"/musterkiez/{address}", values).status_code == 302
    project = use(programme, kiez)
    rows = {
        "form-TOTAL_FORMS": 2,
        "form-INITIAL_FORMS": 0,
        "form-0-kind": "state",
        "form-0-name": "Land Berlin",
        "form-0-programme": programme.pk,
        "form-0-logo": logo(),
        "form-0-logo_alt": "Logo des Landes",
        "form-1-kind": "federation",
        "form-1-name": "Bund",
    }
    assert office.post(f"{PROJECTS}/{project.slug}/foerderung/", rows).status_code == 302
    for page in ("", "projekte/", f"projekte/{project.slug}/", "kontakt/"):
        line = client.get(f"/musterkiez/{page}").content.decode().split('class="funding__logos"')[1].split("</ul>")[0]
        places = [line.index(text) for text in ("Logo des Landes", ">Bund<", "Logo der Initiative", "Logo des Progr")]
        assert places == sorted(places)


def test_a_logo_needs_words_and_can_be_taken_away(kiez):
    office = office_of(kiez)
    programme, path = entered("programme", office)
    address = f"/musterkiez/{path}"
    assert office.post(address, {"name": "Musterhaus", "logo": logo()}).status_code == 422
    assert office.post(address, {"name": "Musterhaus", "logo": logo(), "logo_alt": "Haus"}).status_code == 302
    assert 'alt="Haus"' in office.get(address).content.decode()
    assert office.post(address, {"name": "Musterhaus", "logo_alt": ""}).status_code == 422
    broken = SimpleUploadedFile("logo.png", b"kein Bild")
    assert office.post(address, {"name": "Musterhaus", "logo": broken, "logo_alt": "x"}).status_code == 422
    assert office.post(address, {"name": "Musterhaus", "without_logo": "on"}).status_code == 302
    programme.refresh_from_db()
    assert not programme.logo
    assert AuditEntry.objects.filter(verb="programme.changed").count() == 2


def test_a_payers_logo_is_kept_until_it_is_taken_away(kiez):
    office = office_of(kiez)
    project = builders.project(kiez)
    address = f"{PROJECTS}/{project.slug}/foerderung/"
    row = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0, "form-0-kind": "state", "form-0-name": "Land Berlin"}
    office.post(address, row | {"form-0-logo": logo(), "form-0-logo_alt": "Bär"})
    source = project.funding_sources.get()
    again = row | {"form-0-pk": source.pk, "form-INITIAL_FORMS": 1}
    assert office.post(address, again).status_code == 422
    assert 'alt="Bär"' in office.get(address).content.decode()
    name = source.logo.name
    assert office.post(address, again | {"form-0-logo_alt": "Bär"}).status_code == 302
    assert project.funding_sources.get().logo.name == name
    assert office.post(address, again | {"form-0-without_logo": "on"}).status_code == 302
    assert not project.funding_sources.get().logo


def test_programmes_do_not_lie_within_themselves(kiez):
    office = office_of(kiez)
    outer, address = entered("programme", office, "Außen")
    inner = Programme.objects.create(name="Innen", parent=outer, entered_in=kiez)
    answer = office.post(f"/musterkiez/{address}", {"name": "Außen", "parent": inner.pk})
    assert answer.status_code == 422
    assert "nicht Teil von sich selbst" in answer.content.decode()
    parent = inner
    for number in range(2):
        parent = Programme.objects.create(name=f"Stufe {number}", parent=parent)
    answer = office.post(f"{PROJECTS}/programme/neu/", {"name": "Zu tief", "parent": parent.pk})
    assert answer.status_code == 422
    assert "höchstens in vier Ebenen" in answer.content.decode()
