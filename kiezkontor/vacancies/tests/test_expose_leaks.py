"""Marker words in all that an owner has not released, looked for in every answer people outside of the office get."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import AUDITOR, EDITOR, FIELD_WORKER
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.premises.models import Unit
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.models import Expose, ExposeRelease
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.tests import builders, exposes

pytestmark = pytest.mark.django_db

# Group → what tells it, as pages, files and feeds would write it.
MARKS = {
    "room": ("6823", "dunstabzug", "extraction"),
    "terms": ("4711 monate", "4711", "2031", "ausgeschlossene nutzungen", '"excluded"'),
    "rent": ("7413", "7.413", "8129", "8.129", "nachtspeicherumlage", "654321", "654.321"),
    "address": ("geheimgasse", "49.01234", "8.40567", "76199"),
    "photos": ("fotoverrat", "fotografin"),
    "plan": ("planverrat", "zeichnerin"),
    "owner": ("verschwiegen", "0721999888", "rosa@verschwiegen.example"),
}
WHO = ["visitor", Role.Name.TRADER, Role.Name.BOARD, Role.Name.FUNDER, Role.Name.OWNER, Role.Name.SEEKER]
WHO += [EDITOR, FIELD_WORKER, AUDITOR]


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def expose(district):
    unit = builders.vacant_unit(district, "12", street_name="Geheimgasse", lat=49.01234, lon=8.40567)
    Unit.objects.filter(pk=unit.pk).update(area_sqm="6823", equipment=["extraction"], postcode="76199")
    builders.owner(district, unit, name="Rosa Verschwiegen", email="rosa@verschwiegen.example")
    made = exposes.told(
        district,
        unit,
        free_from="2031-03-01",
        longest_months=4711,
        rent_cold=7413,
        utilities=716,
        price=654321,
        rent_includes="Nachtspeicherumlage",
        contact_name="Rosa Verschwiegen",
        contact_phone="0721999888",
        contact_email="rosa@verschwiegen.example",
        words="Der Laden von Rosa Verschwiegen, Geheimgasse 12, kostet 7413 Euro; Telefon 0721 / 999-888.",
    )
    exposes.pictured(made, alt="Fotoverrat", credit="Fotografin")
    exposes.pictured(made, "plan", alt="Planverrat", credit="Zeichnerin")
    return made


def reader(name, district):
    client = Client()
    if name != "visitor":
        someone = person(f"Person {name}")
        districts.role(someone, district, name)
        client.force_login(someone)
    return client


def answers(client, expose):
    """Everything there is to be had of it, as text, by its address; with the answers that refuse."""
    slug, code = expose.case.district.slug, expose.code.lower()
    names = ["vacancies:offers", "vacancies:offers_geojson", "vacancies:offers_atom", "api-v1:all_offers"]
    urls = [district_path(slug, name) for name in names]
    urls += [f"{urls[0]}?{asked}" for asked in ("rent_max=9000", "area_min=10", "street=Geheimgasse", "kind=interim")]
    urls += [f"{urls[1]}?code={code}", district_path(slug, "directory:vacancies"), district_path(slug, "home:district")]
    urls += [
        f"{district_path(slug, 'directory:list')}?q=Geheimgasse",
        f"{district_path(slug, 'calendar:events')}?q=7413",
    ]
    one = [
        "vacancies:offer",
        "vacancies:offer_pdf",
        "vacancies:offer_poster",
        "vacancies:offer_short",
        "api-v1:one_offer",
    ]
    urls += [district_path(slug, name, code) for name in one]
    urls += [f"/{slug}/en/leerstand/angebote/{code}/", f"/{slug}/en/leerstand/angebote/"]
    for picture in expose.pictures.all():
        urls.append(district_path(slug, "vacancies:offer_picture", code, picture.pk))
        urls.append(district_path(slug, "vacancies:offer_picture_small", code, picture.pk))
    inside = ["expose", "expose_begin", "expose_edit", "expose_release", "expose_withdraw", "office_case"]
    urls += [district_path(slug, f"vacancies:{name}", expose.case_id) for name in inside]
    urls += [district_path(slug, "districts:log"), f"{district_path(slug, 'districts:log')}?q=Verschwiegen"]
    return {url: text_of(client.get(url)) for url in urls}


def text_of(response):
    """What is echoed of the question itself is no leak; a picture counts as a word of its own."""
    if response.status_code != 200:
        return str(response.status_code)
    kind = response.headers["Content-Type"]
    if kind == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages).lower()
    if kind == "image/jpeg":
        return "a picture"
    return response.text.lower()


def told(texts, marks, *, but=()):
    found = []
    for url, text in texts.items():
        asked = url.lower().partition("?")[2]
        found += [(mark, url) for mark in marks if mark in text and mark not in asked and mark not in but]
    return found


@pytest.mark.parametrize("name", WHO)
def test_nobody_reads_what_is_not_released(name, district, expose):
    exposes.release(expose, rules.PAGE)
    texts = answers(reader(name, district), expose)
    # Inventory walks keep the register, where unit and address stand; of an exposé they see nothing more.
    seen_inside = MARKS["address"] + MARKS["room"] if name == FIELD_WORKER else ()
    assert told(texts, [mark for marks in MARKS.values() for mark in marks], but=seen_inside) == []
    assert "a picture" not in texts.values()


@pytest.mark.parametrize("name", ["visitor", EDITOR])
def test_nobody_reads_a_draft(name, district, expose):
    texts = answers(reader(name, district), expose)
    assert told(texts, ["eckladen", *(mark for marks in MARKS.values() for mark in marks)]) == []


@pytest.mark.parametrize("group", MARKS)
def test_each_part_is_withheld_by_itself(group, district, expose):
    """All others are released: what is told of them must not tell this one, and taking it back is seen at once."""
    Expose.objects.filter(pk=expose.pk).update(words="Hell und trocken.")
    exposes.release(expose)
    client = Client()
    assert told(answers(client, expose), MARKS[group])
    ExposeRelease.objects.filter(expose=expose, group=group).update(withdrawn_at=expose.made_at, ended_how="talk")
    assert told(answers(client, expose), MARKS[group]) == []
    addresses = [url for url, text in answers(client, expose).items() if text == "a picture"]
    assert len(addresses) == {"photos": 2, "plan": 2}.get(group, 4)


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("Gleich um die Ecke der Geheimgasse.", "geheimgasse"),
        ("Fragen Sie Verschwiegens.", "verschwiegens"),
        ("Mehr unter www.verschwiegen.example", "verschwiegen.example"),
        ("Kalt knapp 7.400 Euro.", "7.400"),
        ("Nur 1,09 je m².", "1,09"),
    ],
)
def test_free_texts_tell_nothing_near_to_what_is_not_released(words, mark, district, expose):
    """Each of the texts of an exposé, wherever it is shown."""
    Expose.objects.filter(pk=expose.pk).update(title=words, words=words, energy_carrier=words, rent_includes=words)
    expose.pictures.update(alt=words, credit=words)
    rent, address, owner = rules.RENT, rules.ADDRESS, rules.OWNER
    about = {"geheimgasse": {address}, "7.400": {rent}, "1,09": {rent}}.get(mark, {owner})
    exposes.release(expose, *(set(rules.GROUPS) - about))
    assert told(answers(Client(), expose), [mark]) == []
    exposes.release(expose, *about)
    texts = answers(Client(), expose)
    assert len({url for _mark, url in told(texts, [mark])}) > 4
