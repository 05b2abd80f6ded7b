"""The office finds entries that are one, merges them, tells them apart and undoes it."""

import re
from datetime import date

import pytest
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import EDITOR
from kiezkontor.audit.models import AuditEntry
from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import links
from kiezkontor.organisations.actions.merging import find_duplicates, undo
from kiezkontor.organisations.models import FoundDuplicates, Merge, Organisation, ToldApart
from kiezkontor.organisations.tests import builders
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.errors import ActionRefused

pytestmark = pytest.mark.django_db
LIST = "/musterkiez/buero/eintraege/"
DUPLICATES = f"{LIST}doppelte/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.editor(district, "Eda Editorin"))
    return client


def shop(district, name, number="12", **details):
    made = builders.organisation(name, **details)
    premises.used(premises.unit(district, number), made)
    refresh_entries([made.pk])
    return made


@pytest.fixture
def bakery(district):
    return shop(district, "Bäckerei Ähre", phone="+493012345", confirmed_on=timezone.localdate())


@pytest.fixture
def twin(district):
    return shop(district, "Baeckerei Aehre GmbH", phone="+493012345", website="https://aehre.example")


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def compare_page(kept, absorbed):
    return f"{LIST}{kept.pk}/zusammenfuehren/{absorbed.pk}/"


def form_of(office, kept, absorbed):
    """The form as a browser would send it back: what is preselected."""
    page = office.get(compare_page(kept, absorbed)).content.decode()
    data = dict(re.findall(r'type="hidden" name="(seen_\w+)" value="([^"]+)"', page))
    for tag in re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page):
        if "checked" in tag:
            data[re.search(r'name="(\w+)"', tag)[1]] = re.search(r'value="(\w+)"', tag)[1]
    return data


def test_the_office_merges_two_entries_it_was_shown(office, district, bakery, twin):
    old = Entry.objects.get(organisation=twin)
    assert "Es wurde noch nicht gesucht" in text_of(office.get(DUPLICATES))
    assert office.post(f"{DUPLICATES}suchen/").status_code == 302
    page = text_of(office.get(DUPLICATES))
    assert "1 Paar sieht nach einem einzigen Eintrag aus." in page
    assert "gleiche Telefonnummer: 030 12345" in page
    assert "gleicher Name bis auf die Schreibweise: „Bäckerei Ähre“ und „Baeckerei Aehre GmbH“" in page
    assert "gleiche Anschrift" in page
    assert compare_page(bakery, twin) in page

    data = form_of(office, bakery, twin)
    assert {name: side for name, side in data.items() if not name.startswith("seen")} == {
        "name": "kept",
        "website": "absorbed",
    }
    answer = office.post(compare_page(bakery, twin), data)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{bakery.pk}/")
    kept = Organisation.objects.get()
    assert (kept.pk, kept.name, kept.website) == (bakery.pk, "Bäckerei Ähre", "https://aehre.example")
    assert Merge.objects.get().reasons == ["same_address", "same_name", "same_phone"]
    assert "„Baeckerei Aehre GmbH“, seit" in text_of(office.get(f"{LIST}{bakery.pk}/"))
    assert AuditEntry.objects.get(verb="organisation.merged").subject_id == bakery.pk

    moved = office.get(f"/musterkiez/verzeichnis/{old.slug}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/musterkiez/verzeichnis/{Entry.objects.get().slug}/")
    assert office.get(f"{LIST}{twin.pk}/")["Location"] == f"{LIST}{bakery.pk}/"
    assert "Keine doppelten Einträge bekannt" in text_of(office.get(DUPLICATES))
    assert office.post(compare_page(bakery, twin), data)["Location"] == f"{LIST}{bakery.pk}/"
    assert Merge.objects.count() == 1


def said(answer):
    return b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()


def test_the_absorbed_entry_is_nowhere_in_public_and_comes_back(office, district, bakery, twin):
    slug = Entry.objects.get(organisation=twin).slug
    everywhere = [
        "verzeichnis/",
        "verzeichnis/?q=Aehre",
        "api/entries.csv",
        "api/v1/entries",
        "karte/eintraege.geojson",
    ]
    shown = [url for url in everywhere if "Aehre GmbH" in said(office.get(f"/musterkiez/{url}"))]
    assert shown == everywhere
    office.post(compare_page(bakery, twin), form_of(office, bakery, twin))
    assert [url for url in shown if "Aehre GmbH" in said(office.get(f"/musterkiez/{url}"))] == []
    part = f"{LIST}{bakery.pk}/zusammengefuehrt/{Merge.objects.get().pk}/trennen/"
    assert "Was seitdem dazukam, bleibt bei „Bäckerei Ähre“" in text_of(office.get(part))
    assert "Es sind wieder zwei Einträge, wie vorher." in text_of(office.post(part, follow=True))
    assert office.get(f"/musterkiez/verzeichnis/{slug}/").status_code == 200
    assert office.get(part).status_code == 404


def test_only_the_office_that_merged_two_entries_parts_them(office, client, district, bakery, twin):
    neighbours = districts.district("Nachbarkiez")
    builders.membership(bakery, neighbours, from_on=date(2020, 1, 1), until_on=date(2021, 1, 1))
    office.post(compare_page(bakery, twin), form_of(office, bakery, twin))
    made = Merge.objects.get()
    there = f"/nachbarkiez/buero/eintraege/{bakery.pk}/"
    part = f"{there}zusammengefuehrt/{made.pk}/trennen/"
    other = districts.editor(neighbours, "Eddi Nachbar")
    client.force_login(other)
    page = text_of(client.get(there))
    assert "Baeckerei Aehre GmbH" not in page
    assert "zusammengeführt vom Büro Musterkiez" in page
    assert part not in page
    assert (client.get(part).status_code, client.post(part).status_code) == (404, 404)
    with pytest.raises(ActionRefused, match="Musterkiez"):
        undo(made.pk, district=neighbours, by=districts.viewer(other, neighbours, EDITOR))
    assert Organisation.objects.get().pk == bakery.pk

    client.force_login(person(is_operator=True))
    assert part in text_of(client.get(there))
    assert client.post(part).status_code == 302
    assert Organisation.objects.filter(pk=twin.pk).exists()


def test_a_code_of_a_letter_to_the_absorbed_entry_opens_the_kept_one(office, client, district, bakery, twin):
    made = links.make_link("entry.letter", twin.pk, days=30, scope_id=district.pk, with_code=True)
    office.post(compare_page(bakery, twin), form_of(office, bakery, twin))
    page = client.get(f"/musterkiez/eintrag/{made.token}/")
    assert page.status_code == 200
    assert "Bäckerei Ähre" in page.content.decode()


def test_two_that_were_told_apart_are_not_proposed_again_until_that_is_taken_back(office, district, bakery, twin):
    find_duplicates(district, now=timezone.now())
    assert office.post(f"{LIST}{bakery.pk}/verschieden-von/{twin.pk}/").status_code == 302
    page = text_of(office.get(DUPLICATES))
    assert "Keine doppelten Einträge bekannt" in page
    assert "Bäckerei Ähre und Baeckerei Aehre GmbH, seit" in page
    find_duplicates(district, now=timezone.now())
    assert FoundDuplicates.objects.get().pairs == []
    office.post(f"{DUPLICATES}{ToldApart.objects.get().pk}/zuruecknehmen/")
    find_duplicates(district, now=timezone.now())
    assert compare_page(bakery, twin) in text_of(office.get(DUPLICATES))


def test_any_other_entry_is_found_by_its_name(office, district, bakery):
    rose = shop(district, "Blumen Rose", "40")
    builders.organisation("Rose anderswo")
    page = text_of(office.get(f"{LIST}{bakery.pk}/zusammenfuehren/", {"q": "rose"}))
    assert compare_page(bakery, rose) in page
    assert "anderswo" not in page
    assert "Was dafür spricht" not in text_of(office.get(compare_page(bakery, rose)))
    assert "hat das im Namen" in text_of(office.get(f"{LIST}{bakery.pk}/zusammenfuehren/", {"q": "zzz"}))


def test_whoever_edits_meanwhile_is_not_overwritten(office, district, bakery, twin):
    data = form_of(office, bakery, twin)
    twin.save()
    answer = office.post(compare_page(bakery, twin), data)
    assert answer.status_code == 422
    assert "Inzwischen hat jemand einen der beiden geändert." in text_of(answer)
    assert Organisation.objects.count() == 2


def test_entries_of_other_districts_do_not_exist(office, district, bakery):
    other = districts.district("Fremdkiez")
    foreign = shop(other, "Bäckerei Ähre", phone="+493012345")
    for url in (compare_page(bakery, foreign), compare_page(foreign, bakery), compare_page(bakery, bakery)):
        assert office.get(url).status_code == 404
        assert office.post(url, {}).status_code == 404
    assert office.post(f"{LIST}{bakery.pk}/verschieden-von/{foreign.pk}/").status_code == 404
    find_duplicates(district, now=timezone.now())
    assert FoundDuplicates.objects.get().pairs == []
    assert office.get(f"{LIST}{2**63 - 1}/").status_code == 404


def test_a_name_that_is_a_script_stays_a_text(office, district, bakery):
    evil = shop(district, "Ähre <script>alert(1)</script>", phone="+493012345")
    find_duplicates(district, now=timezone.now())
    for url in (
        DUPLICATES,
        compare_page(bakery, evil),
        compare_page(evil, bakery),
        f"{LIST}{bakery.pk}/zusammenfuehren/?q=script",
    ):
        page = office.get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
    office.post(compare_page(bakery, evil), form_of(office, bakery, evil))
    assert "<script>alert" not in office.get(f"{LIST}{bakery.pk}/").content.decode()


def test_a_pair_that_no_longer_looks_alike_is_not_shown(office, district, bakery, twin):
    find_duplicates(district, now=timezone.now())
    Organisation.objects.filter(pk=twin.pk).update(name="Blumen Rose", phone="")
    assert compare_page(bakery, twin) not in text_of(office.get(DUPLICATES))


def test_the_desk_says_how_many_look_like_one(office, district, bakery, twin):
    desk = "/musterkiez/buero/"
    assert "doppelte" not in text_of(office.get(desk))
    find_duplicates(district, now=timezone.now())
    assert "1 wahrscheinlich doppelter Eintrag" in text_of(office.get(desk))
    office.post(f"{LIST}{bakery.pk}/verschieden-von/{twin.pk}/")
    assert "doppelte" not in text_of(office.get(desk))
