import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.audit.sentences import in_words, sentence_of
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import Consent
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests.builders import category
from kiezkontor.shared.mounting import district_path
from kiezkontor.vacancies.models import LocationEnquiry, SpaceRequest, StreetMix
from kiezkontor.vacancies.tests import seekers

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla"))
    return client


def page(district, name, *arguments):
    return district_path(district.slug, f"vacancies:{name}", *arguments)


def listed(client, district, query=""):
    return [row.request.name for row in client.get(page(district, "seekers") + query).context["rows"]]


def test_the_office_enters_what_somebody_told_it(office, district):
    entered = {
        "kind": "interim",
        "name": "Ada Atelier",
        "idea": "Ein Atelier für den Winter.",
        "area_max": "50",
        "term": "short",
        "streets": "",
        "passes_on": "on",
    }
    answer = office.post(page(district, "seeker_new"), entered, follow=True)
    assert "Ada Atelier" in answer.text
    request = SpaceRequest.objects.get()
    assert (request.status, request.responsible.name, request.email) == ("checked", "Carla", "")
    assert Consent.objects.get().channel == "talk"
    office.post(page(district, "seeker_edit", request.pk), entered | {"area_max": "70", "passes_on": ""})
    request.refresh_from_db()
    assert request.area_max == 70
    assert not Consent.objects.valid().exists()


def test_the_status_follows_its_table(office, district):
    request = seekers.request(district)
    url = page(district, "seeker_move", request.pk)
    assert office.post(url, {"to": "placed"}).status_code == 422
    office.post(url, {"to": "advising", "words": "Kam in die Sprechstunde."})
    request.refresh_from_db()
    assert request.status == "advising"
    assert "Kam in die Sprechstunde." in office.get(page(district, "seeker", request.pk)).text


def test_the_next_step_is_a_task_of_the_coordination_until_it_ends(office, district):
    request = seekers.request(district)
    day = timezone.localdate().isoformat()
    office.post(page(district, "seeker_step", request.pk), {"what": "Anrufen", "due_on": day})
    task = Task.objects.get()
    assert (task.what, task.open_to) == ("Anrufen", Task.OpenTo.COORDINATION)
    assert "Anrufen" in office.get(page(district, "seekers")).text
    office.post(page(district, "seeker_move", request.pk), {"to": "withdrawn"})
    task.refresh_from_db()
    assert task.done_at is not None
    assert office.post(page(district, "seeker_step", request.pk), {"what": "Noch einmal"}).status_code == 422


def test_a_note_that_they_still_look_is_a_sign_of_life(office, district):
    request = seekers.silent(seekers.request(district), days=170)
    office.post(page(district, "seeker_note", request.pk), {"words": "Sucht weiter.", "heard": "on"})
    request.refresh_from_db()
    assert (timezone.now() - request.heard_at).days == 0


def test_the_list_is_narrowed(office, district):
    seekers.request(district, "Kleine", area_min=20, area_max=40, idea="Nähcafé")
    seekers.request(district, "Große", area_min=200, kind="investor", use_class="retail")
    seekers.request(district, "Offene", kind="event", status="advising")
    seekers.request(district, "Fertige", status="placed")
    seekers.draft(district, "Halbe")
    assert listed(office, district) == ["Offene", "Große", "Kleine"]
    assert listed(office, district, "?area=30") == ["Offene", "Kleine"]
    assert listed(office, district, "?q=nähcafé") == ["Kleine"]
    assert listed(office, district, "?kind=investor") == ["Große"]
    assert listed(office, district, "?use_class=retail") == ["Große"]
    assert listed(office, district, "?status=advising") == ["Offene"]
    assert listed(office, district, "?status=placed") == ["Fertige"]
    assert listed(office, district, "?show=ended") == ["Fertige"]
    assert listed(office, district, "?show=lapsing") == []


def test_the_list_is_narrowed_by_the_categories_that_are_looked_for(office, district):
    for key, name in (("amenity=cafe", "Café"), ("shop=bakery", "Bäckerei")):
        category(key, name)
    seekers.request(district, "Emil", category_id="amenity=cafe")
    seekers.request(district, "Offene")
    seekers.request(districts.district("Anderswo"), "Fremde", category_id="shop=bakery")
    assert listed(office, district, "?category=amenity%3Dcafe") == ["Emil"]
    text = office.get(page(district, "seekers")).text
    assert "Café" in text
    assert "Bäckerei" not in text


def test_the_office_notes_the_category_and_reads_it_in_the_list(office, district):
    category("amenity=cafe", "Café")
    said = {"kind": "starter", "idea": "Ein Lokal.", "name": "Carla", "category": "amenity=cafe"}
    office.post(page(district, "seeker_new"), said)
    found = SpaceRequest.objects.get()
    assert (found.category_id, found.use_class) == ("amenity=cafe", "gastronomy")
    assert "Betrieb, Café" in office.get(page(district, "seekers")).text
    assert "Café" in office.get(page(district, "seeker", found.pk)).text
    edit = page(district, "seeker_edit", found.pk)
    assert office.get(edit).context["form"]["category"].value() == "Café"
    office.post(edit, said | {"category": ""})
    found.refresh_from_db()
    assert (found.category, found.use_class) == (None, "")


@pytest.mark.parametrize("role", ["editor", "field_worker", "board", "trader"])
def test_nobody_else_of_the_district_reads_seekers(client, district, role):
    client.force_login(districts.role(districts.coordinator(districts.district("Fremdkiez")), district, role).person)
    request = seekers.request(district)
    assert client.get(page(district, "seeker", request.pk)).status_code == 403
    assert client.get(page(district, "seekers")).status_code == 403


def test_enquiries_are_logged_without_names_and_taken_along_as_a_file(office, district):
    office.post(
        page(district, "seeker_enquiry_new"),
        {"asked_on": "2026-11-20", "role": "investor", "topic": "Passantenzahlen", "answer": "Zählung vom Mai."},
    )
    enquiry = LocationEnquiry.objects.get()
    assert "Passantenzahlen" in office.get(page(district, "seeker_enquiries")).text
    changed = {"asked_on": "2026-11-21", "role": "founder", "topic": "Mieten", "answer": ""}
    office.post(page(district, "seeker_enquiry", enquiry.pk), changed)
    file = office.get(page(district, "seeker_enquiries_csv") + "?role=founder").content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith("21.11.2026;Gründerin oder Gründer;Mieten;")
    assert len(office.get(page(district, "seeker_enquiries_csv") + "?since=2026-11-22").text.splitlines()) == 1
    assert office.get(page(district, "seeker_enquiries_xlsx")).content[:2] == b"PK"


def test_the_office_sets_and_lifts_the_target_of_a_street(office, district):
    street = districts.street(district, "Karlstraße")
    entered = {"street": street.pk, "use_class": "gastronomy", "most": "4"}
    office.post(page(district, "seeker_mixes"), entered)
    office.post(page(district, "seeker_mixes"), entered | {"most": "5"})
    mix = StreetMix.objects.get()
    assert mix.most == 5
    office.post(page(district, "seeker_mix_drop", mix.pk))
    assert not StreetMix.objects.exists()


def test_a_target_is_for_a_whole_kind_of_use_or_for_one_category(office, district):
    category("amenity=cafe", "Café")
    url, target = page(district, "seeker_mixes"), {"street": districts.street(district, "Karlstraße").pk, "most": "2"}
    for wrong in ({}, {"use_class": "gastronomy", "category": "Café"}, {"category": "Raumfahrt"}):
        assert office.post(url, target | wrong).status_code == 422
    assert not StreetMix.objects.exists()
    for said in ({"category": "Café"}, {"use_class": "gastronomy"}, {"category": "café", "most": "3"}):
        assert office.post(url, target | said).status_code == 302
    found = set(StreetMix.objects.values_list("use_class", "category", "most"))
    assert found == {("", "amenity=cafe", 3), ("gastronomy", None, 2)}
    shown = office.get(url).text
    assert "Karlstraße: Café" in shown
    assert "Karlstraße: Gastronomie" in shown
    last = AuditEntry.objects.filter(verb="streetmix.set").order_by("pk").last()
    assert "Karlstraße: Café" in sentence_of(last)
    assert in_words(last.subject_type, "category", last.detail["category"]) == "Café"
    office.post(page(district, "seeker_mix_drop", StreetMix.objects.get(category="amenity=cafe").pk))
    assert StreetMix.objects.get().use_class == "gastronomy"


@pytest.mark.parametrize("wrong", [{"use_class": ""}, {"category_id": "amenity=cafe"}])
def test_no_target_is_for_nothing_or_for_both(district, wrong):
    category("amenity=cafe", "Café")
    with pytest.raises(IntegrityError), transaction.atomic():
        seekers.mix(district, districts.street(district, "Karlstraße"), **wrong)
