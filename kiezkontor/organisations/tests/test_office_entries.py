import html
import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from kiezkontor.accounts.models import Person
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.actions.editing import values_of
from kiezkontor.organisations.hooks import organisations_changed
from kiezkontor.organisations.models import FieldClaim, Organisation, Photo
from kiezkontor.organisations.tests import builders
from kiezkontor.premises.tests import builders as premises

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
def bakery(district):
    builders.category("amenity=cafe", "Café", name_en="Café")
    bakery = builders.organisation("Bäckerei Muster", phone="+493012345", opening_hours="Mo-Fr 08:00-18:00")
    premises.used(premises.unit(district, "12"), bakery)
    return bakery


@pytest.fixture
def told():
    heard = []
    organisations_changed.append(heard.extend)
    yield heard
    organisations_changed.remove(heard.extend)


@pytest.fixture
def form_of(office):
    """The form as a browser would send it back, unchanged."""

    def read(organisation):
        page = office.get(f"{LIST}{organisation.pk}/bearbeiten/").content.decode()
        seen = json.loads(html.unescape(re.search(r'name="seen" value="([^"]*)"', page)[1]))
        data = {key: value for key, value in seen.items() if value is not False and value is not None}
        return data | {"seen": json.dumps(seen), "basis": "owner", "said_on": "2026-05-01"}

    return read


def save(office, organisation, data):
    answer = office.post(f"{LIST}{organisation.pk}/bearbeiten/", data)
    organisation.refresh_from_db()
    return answer


def test_the_office_finds_its_entries(office, district, bakery):
    builders.organisation("Ganz woanders")
    page = office.get(LIST).content.decode()
    assert "Bäckerei Muster" in page
    assert "Musterstraße 12" in page
    assert "Ganz woanders" not in page
    assert "Bäckerei Muster" in office.get(LIST, {"q": "bäck"}).content.decode()
    Organisation.objects.update(category=builders.category("shop=chemist", "Drogerie"))
    assert "Bäckerei Muster" in office.get(LIST, {"q": "drogerie"}).content.decode()
    assert "Kein Eintrag gefunden" in office.get(LIST, {"q": "zzz"}).content.decode()


def test_entries_are_filtered_by_their_state(office, district, bakery):
    member = builders.organisation("Verein Muster", confirmed_on=date(2026, 1, 1))
    builders.membership(member, district)
    gone = builders.organisation("Laden Früher")
    unit = premises.unit(district, "7")
    premises.used(unit, gone, seen_on=date(2024, 1, 1))
    premises.vacant(unit, seen_on=date(2025, 1, 1))
    shown = {
        status: set(
            re.findall(r"Bäckerei Muster|Verein Muster|Laden Früher", office.get(LIST, {"status": status}).text)
        )
        for status in ("", "unconfirmed", "confirmed", "members", "gone")
    }
    assert shown == {
        "": {"Bäckerei Muster", "Verein Muster"},
        "unconfirmed": {"Bäckerei Muster"},
        "confirmed": {"Verein Muster"},
        "members": {"Verein Muster"},
        "gone": {"Laden Früher"},
    }


def test_a_long_list_takes_as_many_queries_as_a_short_one(office, district, django_assert_max_num_queries):
    for number in range(60):
        premises.used(premises.unit(district, str(number)), builders.organisation())
    with django_assert_max_num_queries(14):
        page = office.get(LIST)
    assert len(page.context["rows"]) == 50
    assert len(office.get(LIST, {"page": 2}).context["rows"]) == 10


def test_what_a_person_changes_is_claimed_and_told(office, bakery, form_of, told):
    answer = save(office, bakery, form_of(bakery) | {"phone": "030 / 99 88 77", "who_we_are_de": "Wir backen."})
    assert answer.status_code == 302
    assert bakery.phone == "+4930998877"
    claims = FieldClaim.objects.filter(organisation=bakery)
    assert {(claim.field, claim.basis, claim.said_on) for claim in claims} == {
        ("phone", "owner", date(2026, 5, 1)),
        ("who_we_are_de", "owner", date(2026, 5, 1)),
    }
    assert claims.first().entered_by.name == "Eda Editorin"
    assert told == [bakery.pk]
    entry = AuditEntry.objects.get(verb="organisation.edited")
    assert entry.detail["fields"] == ["phone", "who_we_are_de"]


@pytest.mark.parametrize(
    ("language", "first", "further"),
    [
        ("", ["Deutsch", "Deutsche Gebärdensprache", "Englisch"], ["Albanisch", "Arabisch", "Bulgarisch"]),
        ("/en", ["German", "German Sign Language", "English"], ["Albanian", "Arabic", "Bulgarian"]),
    ],
)
def test_languages_stand_in_the_order_of_their_names(office, bakery, language, first, further):
    page = office.get(f"/musterkiez{language}/buero/eintraege/{bakery.pk}/bearbeiten/")
    names = [name for _code, name in page.context["form"].fields["languages"].choices]
    assert names[:6] == first + further
    assert names[3:] == sorted(names[3:])


def test_saving_without_a_change_changes_nothing(office, bakery, form_of, told):
    before = values_of(bakery)
    assert save(office, bakery, form_of(bakery)).status_code == 302
    assert values_of(bakery) == before
    assert not FieldClaim.objects.exists()
    assert told == []


@pytest.mark.parametrize("written", ["Mo-Fr 9-18 Uhr, Sa 10-14 Uhr", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"])
def test_opening_hours_are_taken_as_people_write_them(office, bakery, form_of, written):
    assert save(office, bakery, form_of(bakery) | {"opening_hours": written}).status_code == 302
    assert bakery.opening_hours.startswith("Mo-Fr 09:00-18:00")
    assert bakery.hours_pattern.intervals.exists()


def test_hours_nobody_can_read_get_a_sentence(office, bakery, form_of):
    page = save(office, bakery, form_of(bakery) | {"opening_hours": "immer wenn ich da bin"})
    assert page.status_code == 422
    assert "nicht verständlich" in page.text
    assert bakery.opening_hours == "Mo-Fr 08:00-18:00"


def test_unreadable_hours_from_the_map_do_not_stand_in_the_way(office, bakery, form_of):
    Organisation.objects.update(opening_hours="nach Lust und Laune")
    assert save(office, bakery, form_of(bakery) | {"brand": "Muster"}).status_code == 302
    assert (bakery.brand, bakery.opening_hours) == ("Muster", "nach Lust und Laune")


def test_a_category_is_chosen_by_its_name(office, bakery, form_of):
    save(office, bakery, form_of(bakery) | {"category": "café"})
    assert bakery.category_id == "amenity=cafe"
    page = save(office, bakery, form_of(bakery) | {"category": "Caféhaus"})
    assert "keine Branche mit diesem Namen" in page.text
    assert "Café" in page.text


def test_what_a_place_is_says_the_person_how_it_is_still_the_source(office, district, form_of):
    marks = "amenity=cafe cuisine=american"
    diner = builders.organisation("Muster", category=builders.category("amenity=restaurant"), keywords=marks)
    premises.used(premises.unit(district), diner)
    builders.category("amenity=pub", "Kneipe")
    save(office, diner, form_of(diner) | {"category": "Kneipe"})
    diner.refresh_from_db()
    assert (diner.category_id, diner.keywords) == ("amenity=pub", "cuisine=american")


@pytest.mark.parametrize("wrong", ["12", "keine Nummer", "+49 30 1234567890123456789"])
def test_a_wrong_telephone_number_is_refused(office, bakery, form_of, wrong):
    assert "keine Telefonnummer" in save(office, bakery, form_of(bakery) | {"phone": wrong}).text


def test_two_people_changing_different_fields_both_keep_their_work(office, bakery, form_of):
    mine = form_of(bakery) | {"brand": "Meine"}
    Organisation.objects.update(access_note="Von der Kollegin")
    assert save(office, bakery, mine).status_code == 302
    assert (bakery.brand, bakery.access_note) == ("Meine", "Von der Kollegin")


def test_two_people_changing_the_same_field_lose_nothing(office, bakery, form_of):
    mine = form_of(bakery) | {"brand": "Meine", "access_note": "Rampe"}
    Organisation.objects.update(brand="Ihre")
    page = save(office, bakery, mine)
    assert page.status_code == 422
    assert "Jemand anderes hat inzwischen dieselben Felder geändert (Marke)" in page.text
    assert "Jetzt gespeichert: Ihre" in page.text
    assert 'value="Meine"' in page.text
    assert (bakery.brand, bakery.access_note) == ("Ihre", "")
    again = html.unescape(re.search(r'name="seen" value="([^"]*)"', page.text)[1])
    assert save(office, bakery, mine | {"seen": again}).status_code == 302
    assert (bakery.brand, bakery.access_note) == ("Meine", "Rampe")


def test_confirming_sets_todays_date(office, bakery, told):
    assert office.post(f"{LIST}{bakery.pk}/bestaetigen/").status_code == 302
    bakery.refresh_from_db()
    assert bakery.confirmed_on == timezone.localdate()
    assert told == [bakery.pk]
    assert "Bestätigt am" in office.get(f"{LIST}{bakery.pk}/").text


def test_a_membership_begins_and_ends(office, district, bakery, told):
    url = f"{LIST}{bakery.pk}/mitgliedschaft/"
    assert office.post(url, {"from_on": "2026-01-01", "until_on": ""}).status_code == 302
    assert office.post(url, {"from_on": "2026-06-01", "until_on": ""}).status_code == 422
    membership = bakery.memberships.get()
    end = f"{LIST}{bakery.pk}/mitgliedschaften/{membership.pk}/beenden/"
    assert office.post(end, {"until_on": "2025-12-31"}).status_code == 422
    assert office.post(end, {"until_on": "2026-06-30"}).status_code == 302
    assert "01.01.2026 bis 30.06.2026" in office.get(f"{LIST}{bakery.pk}/").text
    assert office.post(url, {"from_on": "2026-07-01", "until_on": ""}).status_code == 302
    assert bakery.memberships.count() == 2
    assert told == [bakery.pk] * 3


def upload(data, name="laden.jpg", **texts):
    return {"image": SimpleUploadedFile(name, data)} | texts


TEXTS = {"alt": "Ein Laden", "caption": "Unser Laden", "credit": "Muster"}


def test_a_photo_is_shrunk_and_forgets_where_it_was_taken(office, bakery, told):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (52.0, 28.0, 0.0)
    data = builders.picture(2000, 1000, exif=exif)
    answer = office.post(f"{LIST}{bakery.pk}/fotos/neu/", upload(data, publish="on", **TEXTS))
    assert answer.status_code == 302
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (1600, 800)
    assert Image.open(BytesIO(photo.thumbnail.read())).size == (480, 240)
    assert not Image.open(BytesIO(photo.image.read())).getexif()
    assert photo.is_public
    assert told == [bakery.pk]
    assert "Unser Laden" in office.get(f"{LIST}{bakery.pk}/").text


@pytest.mark.parametrize("missing", TEXTS)
def test_a_photo_is_not_published_without_its_texts(office, bakery, missing):
    page = office.post(
        f"{LIST}{bakery.pk}/fotos/neu/", upload(builders.picture(), publish="on", **TEXTS | {missing: ""})
    )
    assert page.status_code == 422
    assert "nur mit Beschreibung, Bildunterschrift und Nachweis" in page.text
    assert not Photo.objects.exists()
    assert office.post(f"{LIST}{bakery.pk}/fotos/neu/", upload(builders.picture())).status_code == 302
    assert not Photo.objects.get().is_public


def test_a_drawing_or_program_is_no_photo(office, bakery):
    page = office.post(f"{LIST}{bakery.pk}/fotos/neu/", upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"))
    assert "Das ist kein Foto" in page.text


def test_a_photo_is_described_later_and_removed(office, bakery, django_capture_on_commit_callbacks):
    office.post(f"{LIST}{bakery.pk}/fotos/neu/", upload(builders.picture()))
    photo = Photo.objects.get()
    url = f"{LIST}{bakery.pk}/fotos/{photo.pk}/"
    assert office.post(url, TEXTS | {"publish": "on"}).status_code == 302
    assert Photo.objects.get().is_public
    storage, name = photo.image.storage, photo.image.name
    asked = office.get(f"{url}entfernen/").text
    assert "Das Foto ist öffentlich." in asked
    assert Photo.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"{url}entfernen/")
    assert not Photo.objects.exists()
    assert not storage.exists(name)


def test_a_photo_without_words_has_a_number_to_be_called_by(office, bakery):
    for _photo in range(2):
        office.post(f"{LIST}{bakery.pk}/fotos/neu/", upload(builders.picture()))
    page = office.get(f"{LIST}{bakery.pk}/").text
    assert 'Entfernen<span class="kern-sr-only">: Foto 1</span>' in page
    assert 'Entfernen<span class="kern-sr-only">: Foto 2</span>' in page


def test_a_field_worker_reads_but_does_not_edit(client, district, bakery):
    client.force_login(districts.field_worker(district))
    page = client.get(f"{LIST}{bakery.pk}/")
    assert page.status_code == 200
    assert "bearbeiten" not in page.text
    assert client.get(f"{LIST}{bakery.pk}/bearbeiten/").status_code == 403


def test_an_entry_of_another_district_does_not_exist(office):
    foreign = builders.organisation("Fremd")
    premises.used(premises.unit(districts.district("Fremdkiez")), foreign)
    for path in ("", "bearbeiten/", "fotos/neu/", "mitgliedschaft/"):
        assert office.get(f"{LIST}{foreign.pk}/{path}").status_code == 404
    assert office.post(f"{LIST}{foreign.pk}/bestaetigen/").status_code == 404


def test_the_log_of_an_entry_reads_like_sentences(client, district, bakery):
    client.force_login(districts.coordinator(district, "Carla"))
    client.post(f"{LIST}{bakery.pk}/bestaetigen/")
    page = client.get(f"/musterkiez/buero/protokoll/?kind=organisations.organisation&subject={bakery.pk}")
    assert "Carla hat Bäckerei Muster bestätigt." in page.text


def test_nothing_is_saved_over_what_the_form_can_no_longer_have_shown(office, bakery):
    for lost in ({}, {"seen": ""}, {"seen": "{}"}, {"seen": "no json"}):
        data = {"name": "Übernommen", "kind": "business", "wheelchair": "unknown", "basis": "owner"} | lost
        answer = office.post(f"/musterkiez/buero/eintraege/{bakery.pk}/bearbeiten/", data | {"said_on": "2026-05-01"})
        assert answer.status_code == 422
        assert "öffnen Sie den Eintrag neu" in answer.content.decode()
    bakery.refresh_from_db()
    assert bakery.name != "Übernommen"


def test_the_list_is_in_the_order_of_a_phone_book(office, district):
    for name in ("Zoo", "bwlv", "Änderungen", "AMZ", "", "Ab"):
        shop = builders.organisation("Laden")
        Organisation.objects.filter(pk=shop.pk).update(name=name, slug=slugify(name))
        premises.used(premises.unit(district), shop)
    listed = [row["organisation"].name for row in office.get(LIST).context["rows"]]
    assert listed == ["Ab", "AMZ", "Änderungen", "bwlv", "Zoo", ""]


def test_an_entry_shows_its_telephone_as_people_write_it(office, bakery):
    page = office.get(f"{LIST}{bakery.pk}/").text
    assert "030 12345" in page
    assert "+493012345" not in page


def test_an_entry_leads_to_its_public_page(office, bakery):
    page = office.get(f"{LIST}{bakery.pk}/").text
    assert "/musterkiez/verzeichnis/" not in page
    refresh_entries([bakery.pk])
    page = office.get(f"{LIST}{bakery.pk}/").text
    address = re.search(r'href="(/musterkiez/verzeichnis/[^"]+)"', page)[1]
    assert "Bäckerei Muster" in office.get(address).text


def chosen(office, organisation, language=""):
    """The basis the form offers as chosen, and what it says of that."""
    page = office.get(f"/musterkiez{language}/buero/eintraege/{organisation.pk}/bearbeiten/")
    field = page.context["form"]["basis"]
    return re.findall(r'name="basis"[^>]*value="([^"]*)"[^>]* checked', page.text), field.help_text


def test_nobody_is_said_to_have_stated_what_the_office_did_not_choose(office, bakery, form_of):
    assert chosen(office, bakery)[0] == []
    data = form_of(bakery) | {"phone": "030 998877"}
    del data["basis"]
    answer = office.post(f"{LIST}{bakery.pk}/bearbeiten/", data)
    assert answer.status_code == 422
    assert "Bitte wählen Sie, woher Sie wissen, was Sie geändert haben." in answer.text
    assert not FieldClaim.objects.exists()


def test_the_next_entry_offers_the_basis_chosen_last_until_the_sign_in_ends(office, district, bakery, form_of):
    other = builders.organisation("Zweiter Laden")
    premises.used(premises.unit(district), other)
    save(office, bakery, form_of(bakery) | {"phone": "030 998877", "basis": "observation"})
    values, said = chosen(office, other)
    assert values == ["observation"]
    assert said.startswith("„Eigene Beobachtung“ ist vorausgewählt, weil Sie es seit der Anmeldung zuletzt")
    assert "“Own observation” is preselected" in chosen(office, other, "/en")[1]
    office.logout()
    office.force_login(Person.objects.get(name="Eda Editorin"))
    assert chosen(office, other)[0] == []


def test_hours_can_be_checked_before_anybody_says_where_they_come_from(office, bakery, form_of):
    data = form_of(bakery) | {"opening_hours": "Mo-Fr 9-18 Uhr"}
    del data["basis"]
    assert office.post(f"{LIST}{bakery.pk}/bearbeiten/pruefen/", data).status_code == 200
