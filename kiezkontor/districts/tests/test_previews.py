import json
import re
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.models import FundingSource, Programme, Project
from kiezkontor.districts.tests import builders

pytestmark = pytest.mark.django_db
OFFICE = "/musterkiez/buero/quartier"
PROJECTS = "/musterkiez/buero/projekte"
RING = [[13.41, 52.465], [13.42, 52.465], [13.42, 52.47], [13.41, 52.47], [13.41, 52.465]]


@pytest.fixture
def kiez():
    return builders.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(builders.coordinator(kiez))
    return client


@pytest.fixture
def look(office):
    """What a preview shows; it saves nothing, and its form leads to saving."""

    def post(address, values, status=200):
        answer = office.post(f"{address}vorschau/", values)
        assert answer.status_code == status
        assert AuditEntry.objects.count() == 0
        page = answer.content.decode()
        assert f'<form method="post" action="{address}"' in page
        return page

    return post


def rows(*entries):
    data = {"form-TOTAL_FORMS": len(entries), "form-INITIAL_FORMS": 0}
    for number, entry in enumerate(entries):
        data |= {f"form-{number}-{name}": value for name, value in entry.items()}
    return data


def test_names_and_texts_are_seen_before_they_are_saved(look, kiez):
    values = {"name": "Neuer Kiez", "kind": "town", "municipality": "Neustadt", "federal_state": "SN"}
    page = look(f"{OFFICE}/namen/", values | {"about_de": "Ein *neuer* Kiez."})
    assert "<h3>Neuer Kiez</h3>" in page
    assert "Ein <em>neuer</em> Kiez." in page
    kiez.refresh_from_db()
    assert kiez.name == "Musterkiez"
    look(f"{OFFICE}/namen/", values | {"name": ""}, status=422)


def test_hours_are_seen_before_they_are_saved(look):
    page = look(f"{OFFICE}/buero/", {"office_hours": "Montag bis Donnerstag 9-12 Uhr", "office_phone": "02366 9360621"})
    assert "09:00–12:00" in page
    assert "<p>02366 9360621</p>" in page
    look(f"{OFFICE}/buero/", {"office_hours": "immer mal wieder"}, status=422)


def test_parts_are_drawn_before_they_are_saved(look, kiez):
    area = json.dumps({"type": "Polygon", "coordinates": [RING]})
    page = look(f"{OFFICE}/teilbereiche/", rows({"name": "Das Forum", "boundary": area}))
    assert "<title>Das Forum</title>" in page
    assert not kiez.sub_locations.exists()
    look(f"{OFFICE}/teilbereiche/", rows({"name": "Das Forum", "boundary": "{}"}), status=422)


def test_a_new_project_is_seen_before_it_is_made(look, kiez):
    values = {"slug": "neu", "short_name": "Neues Projekt", "districts": [kiez.pk], "from_precision": "day"}
    values |= {"stage": "idea", "from_on": "2017-01-01", "until_on": "2018-12-31", "body_de": "Worum *es* geht."}
    page = look(f"{PROJECTS}/neu/", values)
    assert "(01/2017-12/2018)" in page
    assert "Worum <em>es</em> geht." in page
    assert not Project.objects.exists()
    look(f"{PROJECTS}/neu/", values | {"until_on": "2016-01-01"}, status=422)


def test_the_funding_line_is_seen_before_it_is_saved(look, kiez):
    project = builders.project(kiez, slug="plattform")
    programme = Programme.objects.create(name="Soziale Stadt")
    land = FundingSource.objects.create(project=project, kind="state", name="Land", logo="funding/land.png")
    page = look(
        f"{PROJECTS}/plattform/foerderung/",
        rows(
            {"pk": land.pk, "position": 2, "kind": "state", "name": "Land Berlin", "logo_alt": "Bär"},
            {"position": 1, "kind": "federation", "name": "Bund", "programme": programme.pk},
        ),
    )
    assert "Gefördert aus Mitteln des Bundes und des Landes Berlin (Soziale Stadt)." in page
    line = page.split('class="funding__logos"')[1].split("</ul>")[0]
    assert 'alt="Bär"' in line
    assert line.index(">Bund<") < line.index("Bär")
    assert list(project.funding_sources.values_list("name", flat=True)) == ["Land"]


def logo(kind="PNG"):
    content = BytesIO()
    Image.new("RGB", (90, 60), "#13505b").save(content, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", content.getvalue())


def carried(page, name="form-0-logo"):
    """What the form itself sends with the next press of a button of a logo that was chosen before."""
    found = re.search(rf'name="{name}-chosen" value="([^"]+)"', page)
    return {f"{name}-chosen": unescape(found[1])} if found else {}


def test_a_chosen_logo_is_in_the_preview_and_need_not_be_chosen_again(look, office, kiez):
    project = builders.project(kiez, slug="plattform")
    payer = rows({"position": 1, "kind": "state", "name": "Land", "logo_alt": "Bär"})
    page = look(f"{PROJECTS}/plattform/foerderung/", payer | {"form-0-logo": logo()})
    line = page.split('class="funding__logos"')[1].split("</ul>")[0]
    assert 'src="data:image/webp;base64,' in line
    assert 'alt="Bär"' in line
    again = look(f"{PROJECTS}/plattform/foerderung/", payer | carried(page))
    assert office.post(f"{PROJECTS}/plattform/foerderung/", payer | carried(again)).status_code == 302
    with project.funding_sources.get().logo.open() as stored, Image.open(stored) as read:
        assert (read.format, read.size) == ("WEBP", (90, 60))


def test_a_chosen_logo_outlives_a_mistake_elsewhere_and_can_be_left_out(office, kiez):
    project = builders.project(kiez, slug="plattform")
    address = f"{PROJECTS}/plattform/foerderung/"
    wrong = rows({"kind": "state", "name": "Land", "logo_alt": "Bär", "logo": logo("JPEG")}, {"name": "Ohne Art"})
    refused = office.post(address, wrong)
    assert refused.status_code == 422
    kept = carried(refused.text)
    assert kept
    payer = rows({"kind": "state", "name": "Land"})
    assert office.post(address, payer | kept | {"form-0-logo-dropped": "on"}).status_code == 302
    assert not project.funding_sources.get().logo


@pytest.mark.parametrize("made_up", ["", "x", "land.webp:AAAA", "land.webp:AAAA:c2lnbmVk"])
def test_only_a_logo_that_this_site_wrote_is_carried_on(office, kiez, made_up):
    project = builders.project(kiez, slug="plattform")
    values = rows({"kind": "state", "name": "Land", "logo-chosen": made_up})
    assert office.post(f"{PROJECTS}/plattform/foerderung/", values).status_code == 302
    assert not project.funding_sources.get().logo


def test_a_brand_keeps_its_chosen_logo_while_colours_are_tried(office, kiez):
    colours = {"colour": "#13505b", "colour_accent": "#f2b705", "logo_alt": "Ein Haus"}
    tried = office.post(f"{OFFICE}/marke/pruefen/", colours | {"logo": logo()}).text
    assert office.post(f"{OFFICE}/marke/", colours | carried(tried, "logo")).status_code == 302
    kiez.refresh_from_db()
    assert kiez.logo


def test_the_team_is_seen_before_it_is_saved(look, kiez):
    project = builders.project(kiez, slug="plattform")
    member = {"name": "Zoe Zuerst", "role_de": "Leitung", "from_on": "2018-01-01", "until_on": "2018-09-30"}
    page = look(f"{PROJECTS}/plattform/team/", rows({"name": "Adam Alsdann", "position": 2}, member | {"position": 1}))
    shown = page.split('id="preview"')[1]
    assert shown.index("Zoe Zuerst") < shown.index("Adam Alsdann")
    assert "30. September 2018" in shown
    assert not project.team.exists()


@pytest.mark.parametrize("page", ["namen/", "grenze/", "teilbereiche/", "marke/", "buero/", "texte/imprint/de/"])
def test_who_comes_to_the_address_of_a_preview_is_led_to_its_form(office, page):
    last = "pruefen/" if page == "marke/" else "vorschau/"
    for language in ("", "en/"):
        form = f"/musterkiez/{language}buero/quartier/{page}"
        assert office.get(f"{form}{last}").headers["Location"] == form
