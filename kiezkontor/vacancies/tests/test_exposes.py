import json
import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.changes import marks
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests.builders import picture
from kiezkontor.premises.models import Unit
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.forms.exposes import ExposeForm
from kiezkontor.vacancies.forms.seekers import OwnRoomForm
from kiezkontor.vacancies.models import Expose, ExposePicture, ExposeRelease, VacancyCase
from kiezkontor.vacancies.tests import builders, exposes, seekers

pytestmark = pytest.mark.django_db

WRITTEN = {
    "title": "Laden mit Werkstatt",
    "words": "Hell, trocken, große Tür.",
    "kind": "both",
    "wanted": ["retail"],
    "excluded": ["gastronomy"],
    "rent_cold": "743,50",
    "utilities": "87",
    "energy_house": "other",
}
SAID = {"by_whom": "Erika Eigentum", "on": timezone.localdate().isoformat(), "how": "letter", "scope": "für die Seite"}


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def case(district):
    unit = builders.vacant_unit(district, "12", street_name="Karlstraße")
    Unit.objects.filter(pk=unit.pk).update(area_sqm=68, equipment=["kitchen"], steps=0)
    return builders.case(district, unit, stage="in_talks")


def page(about, name, *args):
    district = about.case.district if isinstance(about, Expose) else about.district
    return district_path(district.slug, f"vacancies:{name}", *args)


def post(client, case, name, entered):
    return client.post(page(case, name, case.pk), entered)


def begun(office, case, **entered):
    assert post(office, case, "expose_begin", WRITTEN | entered).status_code == 302
    return Expose.objects.get(case=case)


def release(office, case, *groups, **entered):
    return post(office, case, "expose_release", SAID | {"groups": groups, "saw_gaps": "on"} | entered)


def offer_of(visitor, expose):
    return visitor.get(page(expose, "offer", expose.code.lower()))


def test_an_expose_is_written_released_read_and_taken_back(office, case):
    visitor = Client()
    expose = begun(office, case)
    assert offer_of(visitor, expose).status_code == 404
    assert release(office, case, "page", "room").status_code == 302
    read = offer_of(visitor, expose)
    for said in ("Laden mit Werkstatt", "68 m²", "Küche", "Der Energieausweis liegt noch nicht vor."):
        assert said in read.text
    for silent in ("Karlstraße", "743,50", "Gastronomie", "Eigentum"):
        assert silent not in read.text
    release(office, case, "rent", "terms", "address")
    read = offer_of(visitor, expose)
    for said in ("743,50", "830,50", "Gastronomie", "Karlstraße 12"):
        assert said in read.text
    assert post(office, case, "expose_withdraw", {"groups": ["rent"], "how": "phone"}).status_code == 302
    assert "743,50" not in offer_of(visitor, expose).text
    post(office, case, "expose_withdraw", {"groups": ["page"], "how": "phone"})
    gone = offer_of(visitor, expose)
    assert (gone.status_code, "Laden mit Werkstatt" in gone.text) == (410, False)
    assert "Nicht mehr im Angebot" in gone.text
    assert not ExposeRelease.objects.in_force().exists()
    assert AuditEntry.objects.filter(verb="expose.released").count() == 2
    history = office.get(page(case, "expose", case.pk)).text
    assert "Zurückgenommen: Miete, Nebenkosten, Kaution und Kaufpreis" in history
    assert "Erika Eigentum, per Brief" in history


def test_nothing_is_released_before_the_flag_of_missing_energy_data_was_seen(office, case):
    expose = begun(office, case)
    refused = release(office, case, "page", saw_gaps="")
    assert refused.status_code == 422
    assert "Es fehlen Energieangaben" in refused.text
    assert "Energieangaben fehlen (§ 87 GEG)" in office.get(page(case, "expose", case.pk)).text
    assert not ExposeRelease.objects.exists()
    data = {"energy_kind": "demand", "energy_heat": "90", "energy_power": "20", "energy_carrier": "Fernwärme"}
    post(office, case, "expose_edit", WRITTEN | data)
    assert release(office, case, "page", saw_gaps="").status_code == 302
    assert "90,0 kWh/(m²·a)" in offer_of(office, expose).text


def test_no_part_is_released_without_the_page_itself(office, case):
    begun(office, case)
    assert release(office, case, "rent").status_code == 422
    assert not ExposeRelease.objects.exists()


def test_a_contact_has_to_be_written_before_it_is_released(office, case):
    begun(office, case)
    assert release(office, case, "page", "owner").status_code == 422
    assert not ExposeRelease.objects.exists()


def test_a_day_to_come_is_refused(office, case):
    begun(office, case)
    assert release(office, case, "page", on="2999-01-01").status_code == 422


def test_what_is_released_is_changed_only_if_the_owner_agrees(office, case):
    expose = begun(office, case)
    release(office, case, "page", "rent")
    refused = post(office, case, "expose_edit", WRITTEN | {"rent_cold": "900"})
    assert refused.status_code == 422
    assert "freigegeben" in refused.text
    post(office, case, "expose_edit", WRITTEN | {"rent_cold": "900", "agreed": "on"})
    assert "900,00" in offer_of(office, expose).text
    assert post(office, case, "expose_edit", WRITTEN | {"rent_cold": "900", "longest_months": "6"}).status_code == 302


def test_changes_of_what_is_not_released_do_not_show_in_when_an_offer_changed(office, case):
    expose = begun(office, case)
    release(office, case, "page")

    def changed():
        return Client().get(f"/{case.district.slug}/api/v1/offers/{expose.code}").json()["changed_at"]

    before = changed()
    assert post(office, case, "expose_edit", WRITTEN | {"rent_cold": "901"}).status_code == 302
    assert upload(office, case).status_code == 302
    expose.refresh_from_db()
    assert expose.rent_cold == 901
    assert changed() == before
    shown = WRITTEN | {"rent_cold": "901", "title": "Ganz anderer Laden", "agreed": "on"}
    assert post(office, case, "expose_edit", shown).status_code == 302
    assert changed() > before


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"excluded": ["retail"]}, "excluded"),
        ({"energy_year": "2999"}, "energy_year"),
        ({"contact_name": "Erika"}, "contact_phone"),
        ({"title": ""}, "title"),
        ({"rent_cold": "viel"}, "rent_cold"),
        ({"kind": "both", "price": "100.000"}, "price"),
    ],
)
def test_mistakes_are_told_at_their_field(office, case, entered, field):
    answer = post(office, case, "expose_begin", WRITTEN | entered)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def upload(office, case, **entered):
    image = BytesIO(picture())
    image.name = "laden.jpg"
    sent = {"kind": "photo", "image": image, "alt": "Blick hinein", "credit": "Büro", "may_show": "on"}
    return post(office, case, "expose_picture_add", sent | entered)


def test_a_photo_shows_once_photos_are_released_and_is_gone_when_they_are_not(office, case, client):
    expose = begun(office, case)
    assert upload(office, case).status_code == 302
    shown = ExposePicture.objects.get()
    with shown.image.open("rb") as stored:
        assert not Image.open(stored).getexif()
    release(office, case, "page")
    address = page(case, "offer_picture", expose.code.lower(), shown.pk)
    assert client.get(address).status_code == 404
    release(office, case, "photos")
    assert client.get(address).headers["Cache-Control"] == "no-cache"
    assert client.get(f"/media/{shown.image.name}").status_code == 404
    post(office, case, "expose_withdraw", {"groups": ["photos"], "how": "talk"})
    assert client.get(address).status_code == 404
    office.post(page(case, "expose_picture_remove", case.pk, shown.pk))
    assert not ExposePicture.objects.exists()


def test_a_photo_is_added_to_released_ones_only_if_the_owner_agrees(office, case):
    expose = begun(office, case)
    release(office, case, "page", "photos")
    refused = upload(office, case)
    assert refused.status_code == 422
    assert "freigegeben" in refused.text
    assert not ExposePicture.objects.exists()
    assert upload(office, case, kind="plan").status_code == 302
    assert upload(office, case, agreed="on").status_code == 302
    shown = ExposePicture.objects.get(kind="photo")
    assert Client().get(page(case, "offer_picture", expose.code.lower(), shown.pk)).status_code == 200


def test_who_saves_or_releases_what_a_colleague_changed_meanwhile_reads_it_first(office, case):
    expose = begun(office, case)
    opened = office.get(page(case, "expose_edit", case.pk)).context["seen"]
    asked = office.get(page(case, "expose_release", case.pk)).context["seen"]
    post(office, case, "expose_edit", WRITTEN | {"rent_cold": "900"})
    refused = post(office, case, "expose_edit", WRITTEN | {"title": "Laden am Eck", "seen": opened})
    assert (refused.status_code, "Jemand anderes hat" in refused.text) == (422, True)
    assert Expose.objects.get().rent_cold == 900
    refused = release(office, case, "page", "rent", seen=asked)
    assert (refused.status_code, "Jemand anderes hat" in refused.text) == (422, True)
    assert not ExposeRelease.objects.exists()
    assert release(office, case, "page", "rent", seen=refused.context["seen"]).status_code == 302
    assert "900,00" in offer_of(office, expose).text


@pytest.mark.parametrize("missing", ["alt", "credit", "may_show"])
def test_no_photo_is_taken_without_description_maker_and_permission(office, case, missing):
    begun(office, case)
    assert upload(office, case, **{missing: ""}).status_code == 422
    assert not ExposePicture.objects.exists()


@pytest.mark.parametrize("stage", ["let", "withdrawn", "dilapidated"])
def test_whoever_lets_or_takes_back_a_unit_takes_its_expose_from_the_pages(office, case, stage):
    expose = begun(office, case)
    release(office, case, "page")
    before = marks()[case.district_id]
    post(office, case, "office_move", {"to": stage})
    assert offer_of(office, expose).status_code == 410
    assert not ExposeRelease.objects.in_force().exists()
    assert marks()[case.district_id] != before


def test_closing_a_case_takes_its_expose_back_for_good(office, case):
    expose = begun(office, case)
    release(office, case, "page")
    post(office, case, "office_close", {"outcome": "used"})
    assert ExposeRelease.objects.get().ended_how == "over"
    office.post(page(case, "office_reopen", case.pk))
    assert VacancyCase.objects.get(pk=case.pk).is_open
    assert offer_of(office, expose).status_code == 410


def test_nothing_is_offered_at_the_expose_of_a_closed_case_that_would_be_refused(office, case):
    begun(office, case)
    upload(office, case)
    url = page(case, "expose", case.pk)
    ways = [f'href="{page(case, f"expose_{name}", case.pk)}"' for name in ("edit", "release", "link", "picture_add")]
    ways.append(f'href="{page(case, "expose_picture_remove", case.pk, ExposePicture.objects.get().pk)}"')
    before = office.get(url).text
    assert [way in before for way in ways] == [True] * len(ways)
    post(office, case, "office_close", {"outcome": "used"})
    after = office.get(url).text
    assert [way in after for way in ways] == [False] * len(ways)


def test_a_text_that_names_what_is_withheld_is_not_shown(office, case):
    builders.owner(case.district, case.unit, name="Rosa Heimlich")
    expose = begun(office, case, title="Laden von Rosa Heimlich", words="Karlstr. 12, für 743,50 €.")
    release(office, case, "page")
    read = offer_of(office, expose).text
    for silent in ("Heimlich", "Karlstr", "743,50"):
        assert silent not in read
    assert "Ein Text wird nicht gezeigt" in office.get(page(case, "expose", case.pk)).text
    release(office, case, "address", "rent")
    assert "Karlstr. 12, für 743,50 €." in offer_of(office, expose).text


def test_the_pdf_and_the_poster_say_what_the_page_says(office, case):
    expose = begun(office, case)
    upload(office, case)
    release(office, case, "page", "photos", "rent")
    for name, said in (("offer_pdf", "743,50"), ("offer_poster", expose.code.lower())):
        made = office.get(page(case, name, expose.code.lower()))
        read = PdfReader(BytesIO(made.content))
        text = " ".join(each.extract_text() for each in read.pages)
        assert "Laden mit Werkstatt" in text
        assert said in text
        assert "Karlstraße" not in text
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (4, ""),
        (5, "Auf der Seite dieses Exposés steht 1 weiteres Foto."),
        (7, "Auf der Seite dieses Exposés stehen 3 weitere Fotos."),
    ],
)
def test_the_pdf_says_how_many_photos_it_leaves_out(client, district, count, said):
    expose = exposes.told(district, None, "page", "photos")
    for _nth in range(count):
        exposes.pictured(expose)
    made = client.get(page(expose, "offer_pdf", expose.code.lower()))
    text = " ".join(" ".join(each.extract_text() for each in PdfReader(BytesIO(made.content)).pages).split())
    assert ("weitere" in text) is bool(said)
    assert said in text


@pytest.mark.parametrize(("price", "is_possible"), [("100000000", True), ("100000001", False)])
def test_a_room_may_cost_as_much_as_whoever_looks_may_pay(office, case, price, is_possible):
    sought = seekers.request(case.district, kind="investor")
    pays = OwnRoomForm({"price_max": price}, request=sought)
    costs = ExposeForm({"price": price, "kind": "sale"}, expose=exposes.expose(case))
    assert ("price_max" not in pays.errors, "price" not in costs.errors) == (is_possible, is_possible)
    if is_possible:
        Expose.objects.update(price=costs.cleaned_data["price"])
        assert Expose.objects.get().price == int(price)


def test_the_short_address_leads_to_the_page_however_its_code_is_typed(client, district):
    expose = exposes.told(district, None, "page")
    for typed in (expose.code, expose.code.lower(), f"{expose.code[:4]}-{expose.code[4:]}"):
        answer = client.get(district_path(district.slug, "vacancies:offer_short", typed))
        assert answer.headers["Location"] == page(expose, "offer", expose.code.lower())
    for mistyped in ("-", "zu-kurz"):
        assert client.get(district_path(district.slug, "vacancies:offer_short", mistyped)).status_code == 404


def test_where_all_is_released_nothing_more_is_asked_for(office, case):
    expose = exposes.expose(case)
    assert post(office, case, "expose_withdraw", {}).headers["Location"] == page(case, "expose", case.pk)
    exposes.release(expose)
    assert post(office, case, "expose_release", {}).headers["Location"] == page(case, "expose", case.pk)


def test_the_list_is_filtered_by_what_is_released_alone(client, district):
    for number, groups in (("1", ("page", "room", "rent", "address")), ("2", ("page",))):
        unit = builders.vacant_unit(district, number, street_name="Karlstraße")
        Unit.objects.filter(pk=unit.pk).update(area_sqm=68)
        exposes.told(district, unit, *groups, title=f"Laden {number}")
    url = district_path(district.slug, "vacancies:offers")

    def found(**asked):
        return sorted(re.findall(r"Laden \d", client.get(url, asked).text))

    assert set(found()) == {"Laden 1", "Laden 2"}
    for asked in ({"area_min": 60}, {"rent_max": 900}, {"street": "Karlstr."}, {"kind": "interim", "area_max": 70}):
        assert set(found(**asked)) == {"Laden 1"}, asked
    assert found(rent_max=800) == []
    assert "Kein Raum passt" in client.get(url, {"rent_max": 800}).text


def test_a_district_without_offers_says_whom_to_tell_what_one_needs(client, district):
    assert "Zurzeit ist kein Raum im Angebot" in client.get(district_path(district.slug, "vacancies:offers")).text


def test_json_and_feed_have_what_is_released(client, district):
    expose = exposes.told(district, None, "page", "terms")
    said = client.get(district_path(district.slug, "api-v1:all_offers")).json()["items"][0]
    assert (said["code"], said["rent"], said["room"], said["contact"]) == (expose.code.lower(), None, None, None)
    assert said["terms"]["excluded"] == ["gastronomy"]
    one = client.get(district_path(district.slug, "api-v1:one_offer", said["code"]))
    assert one.json() == said
    assert client.get(district_path(district.slug, "api-v1:one_offer", "gibtsnicht")).status_code == 404
    feed = client.get(district_path(district.slug, "vacancies:offers_atom")).text
    assert expose.title in feed
    assert not exposes.names(feed, "743")


def test_programs_read_a_circle_where_the_place_is_blurred(client, district):
    expose = exposes.told(district, None, "page", "rent")
    text = client.get(page(expose, "offer", expose.code.lower())).text
    said = json.loads(re.search(r"application/ld\+json\">(.*?)</script>", text, re.S)[1])
    assert said["about"]["geo"]["@type"] == "GeoCircle"
    assert said["offers"]["priceSpecification"]["price"] == 743


def test_the_list_says_of_each_exposé_how_far_it_has_come(office, district):
    public = exposes.told(district, builders.vacant_unit(district, "1"), "page", "rent", title="Laden an der Ecke")
    exposes.told(district, builders.vacant_unit(district, "2"), title="Werkstatt im Hof")
    over = exposes.told(district, builders.vacant_unit(district, "3"), "page", title="Saal unter dem Dach")
    VacancyCase.objects.filter(pk=over.case_id).update(stage="let", closed_at=timezone.now(), outcome="let")
    for name in ("Sina Such", "Samir Such"):
        seekers.request(district, name, asked_about=public)
    listed = district_path(district.slug, "vacancies:exposes")
    every = office.get(listed).text
    assert all(title in every for title in ("Laden an der Ecke", "Werkstatt im Hof", "Saal unter dem Dach"))
    assert re.search(r"2\s+von\s+8", every)
    assert re.search(r'data-label="Anfragen dazu">2</td>', every)
    shown = {key: office.get(f"{listed}?show={key}").text for key in ("public", "unreleased", "over")}
    titles = {"public": "Laden an der Ecke", "unreleased": "Werkstatt im Hof", "over": "Saal unter dem Dach"}
    for key, text in shown.items():
        assert [title for title in titles.values() if title in text] == [titles[key]]


def test_what_is_for_sale_shows_its_price_once_that_is_released(client, district):
    about = exposes.expose(
        builders.case(district, stage="in_talks"), kind="sale", price=185_000, words="Für 185.000 Euro."
    )
    exposes.release(about, "page")
    url = f"/{district.slug}/leerstand/angebote/{about.code.lower()}/"
    assert "Zum Kauf" in client.get(url).text
    assert "185.000" not in client.get(url).text
    exposes.release(about, "rent")
    shown = client.get(url).text
    assert "Kaufpreis" in shown
    assert "goodrelations/v1#Sell" in shown
    to_rent = exposes.expose(
        builders.case(district, builders.vacant_unit(district, "88"), stage="in_talks"),
        kind="both",
        title="Laden zur Miete",
    )
    exposes.release(to_rent, "page")
    offers = f"/{district.slug}/leerstand/angebote/"
    assert about.title in client.get(f"{offers}?kind=sale").text
    assert to_rent.title not in client.get(f"{offers}?kind=sale").text
    assert to_rent.title in client.get(f"{offers}?kind=interim").text
    for asked in ("kind=permanent", "kind=interim", "rent_max=900000"):
        assert about.title not in client.get(f"{offers}?{asked}").text
    assert "Kaufpreis 185.000" in client.get(offers).text
