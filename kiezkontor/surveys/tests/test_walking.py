"""What walkers note without network arrives once, however often it is sent and whoever else was there."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.models import Device, Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.accounts.viewer import FIELD_WORKER, Viewer
from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.actions.observations import Sighting, add_observation
from kiezkontor.premises.models import DistrictBuilding, Observation, Unit, UnitPhoto, UseSpell
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path
from kiezkontor.surveys.models import EmptyHouse, WalkConflict, WalkLease, WalkOperation
from kiezkontor.surveys.tests.builders import survey_round

pytestmark = pytest.mark.django_db


class Phone:
    """A walker's device: signed in, with the round taken along."""

    def __init__(self, district, number):
        self.district, self.number = district, number
        self.client = Client()
        self.person = person()
        districts.role(self.person, district, FIELD_WORKER)
        self.client.force_login(self.person)
        Device.objects.create(
            person=self.person,
            session_key=self.client.session.session_key,
            signed_in_at=timezone.now(),
            seen_on=timezone.localdate(),
        )
        self.packed = self.post("surveys:walk_take_along", token="")
        self.token = self.packed["lease"]["token"]

    def post(self, page, **body):
        address = district_path(self.district.slug, page, self.number)
        response = self.client.post(address, json.dumps(body), content_type="application/json")
        assert response.status_code == 200, response.content[:300]
        return response.json()

    def send(self, *operations):
        return self.post("surveys:walk_sync", token=self.token, operations=list(operations))["answers"]

    def unit(self, pk):
        return next(each for each in self.packed["units"] if each["id"] == pk)

    def note(self, unit, **values):
        return operation("seen", unit=unit.pk, base=self.unit(unit.pk)["observation"], values=values)

    def unchanged(self, unit):
        return operation("unchanged", unit=unit.pk, base=self.unit(unit.pk)["observation"])


def operation(kind, **more):
    return {"id": str(uuid4()), "kind": kind, "seen_on": timezone.localdate().isoformat(), **more}


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def walked(district):
    return survey_round(district, number=1, reference_on=timezone.localdate())


@pytest.fixture
def bakery(district):
    unit = premises.unit(district, "1")
    premises.used(unit, organisations.organisation("Bäckerei Muster"))
    return unit


@pytest.fixture
def phone(district, walked, bakery):
    return Phone(district, 1)


def state(unit):
    use = UseSpell.objects.filter(unit=unit).latest("begins_latest")
    return use.occupancy, [each.name for each in use.occupants.all()]


def test_what_goes_along_is_what_stands_in_the_street(phone, bakery):
    assert phone.unit(bakery.pk)["occupants"][0]["name"] == "Bäckerei Muster"
    assert [house["number"] for house in phone.packed["houses"]] == ["1"]
    assert WalkLease.objects.get().ends_at > timezone.now() + timedelta(days=6)


def test_unchanged_confirms_what_was_known(phone, walked, bakery):
    (answer,) = phone.send(phone.unchanged(bakery))
    assert answer["status"] == "taken"
    seen = Observation.objects.latest("pk")
    assert (seen.effect, seen.survey_round, seen.observer) == ("confirms", walked, phone.person)
    assert state(bakery) == ("occupied", ["Bäckerei Muster"])


def test_sent_twice_it_is_taken_once(phone, bakery):
    left = phone.note(bakery, occupancy="vacant", former_ended="rent", note="Zettel an der Tür")
    first, second = phone.send(left), phone.send(left)
    assert first == second
    assert Observation.objects.filter(unit=bakery, values__occupancy="vacant").count() == 1
    assert UseSpell.objects.get(unit=bakery, occupancy="vacant").former_ended == "rent"


def test_a_newcomer_gets_an_entry(phone, bakery):
    phone.send(phone.note(bakery, occupancy="occupied", newcomer="Café Neu", category="amenity=cafe"))
    assert state(bakery) == ("occupied", ["Café Neu"])


def test_a_second_note_of_the_same_walker_follows_the_first(phone, bakery):
    phone.send(phone.note(bakery, occupancy="vacant"))
    (answer,) = phone.send(phone.note(bakery, occupancy="under_works"))
    assert answer["status"] == "taken"
    assert state(bakery)[0] == "under_works"


def test_a_new_unit_is_named_by_the_device_until_it_has_a_number(phone, bakery):
    made = operation("new_unit", local="u1", address=bakery.address_id, position="left", values={"occupancy": "vacant"})
    later = operation("seen", local="u1", values={"occupancy": "occupied", "newcomer": "Atelier Probe"})
    phone.send(made, later)
    phone.send(made, later)
    unit = Unit.objects.exclude(pk=bakery.pk).get()
    assert (unit.address, unit.position, state(unit)) == (bakery.address, "left", ("occupied", ["Atelier Probe"]))


def test_two_walkers_who_find_the_same_new_unit_make_one(district, phone, bakery):
    other = Phone(district, 1)
    for each in (phone, other):
        values = {"occupancy": "occupied", "newcomer": "Atelier Probe"}
        each.send(operation("new_unit", local="u1", address=bakery.address_id, values=values))
    assert Unit.objects.count() == 2
    assert WalkConflict.objects.count() == 0


def test_what_two_noted_of_different_things_goes_together(district, phone, bakery):
    other = Phone(district, 1)
    here = phone.unit(bakery.pk)["occupants"][0]["id"]
    other.send(other.note(bakery, occupancy="interim_use", occupants=[here]))
    (answer,) = phone.send(phone.note(bakery, occupancy="occupied", occupants=[here], newcomer="Imbiss Probe"))
    assert answer["status"] == "merged"
    assert state(bakery) == ("interim_use", ["Bäckerei Muster", "Imbiss Probe"])


@pytest.mark.parametrize("kept", ["theirs", "mine"])
def test_a_real_contradiction_waits_for_a_person(district, phone, bakery, kept):
    other = Phone(district, 1)
    other.send(other.note(bakery, occupancy="vacant"))
    (answer,) = phone.send(phone.note(bakery, occupancy="used_as_housing"))
    assert answer["status"] == "conflict"
    assert state(bakery)[0] == "vacant"
    waiting = WalkConflict.objects.get()
    page = district_path(district.slug, "surveys:conflicts", 1)
    shown = phone.client.get(page).content.decode()
    assert "als Wohnung genutzt" in shown
    for _twice in range(2):
        phone.client.post(district_path(district.slug, "surveys:conflict", 1, waiting.pk), {"decision": kept})
    assert state(bakery)[0] == {"theirs": "vacant", "mine": "used_as_housing"}[kept]
    assert "als Wohnung genutzt" not in phone.client.get(page).content.decode()


def test_who_of_another_district_noted_something_is_not_named(district, phone, bakery):
    neighbours = districts.district(name="Nachbarkiez")
    DistrictBuilding.objects.create(district=neighbours, building=bakery.building)
    someone = person("Nadine Nachbarin")
    sighting = Sighting("vacant", (None, timezone.localdate()))
    today, by = timezone.localdate(), Viewer(someone)
    add_observation(bakery, sighting, seen_on=today, district=neighbours, by=by)
    phone.send(phone.note(bakery, occupancy="used_as_housing"))
    shown = phone.client.get(district_path(district.slug, "surveys:conflicts", 1)).content.decode()
    assert "Nadine" not in shown
    assert "das Büro von Nachbarkiez" in shown


def test_who_saw_nothing_change_contradicts_who_saw_it_empty(district, phone, bakery):
    other = Phone(district, 1)
    other.send(other.note(bakery, occupancy="vacant"))
    (answer,) = phone.send(phone.unchanged(bakery))
    assert answer["status"] == "conflict"
    assert state(bakery)[0] == "vacant"


def test_a_house_without_a_unit_is_noted_once(phone, bakery):
    empty = operation("empty_house", address=bakery.address_id)
    phone.send(empty, operation("empty_house", address=bakery.address_id))
    assert EmptyHouse.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "burn"},
        {"kind": "seen", "values": {"occupancy": "haunted"}},
        {"kind": "seen", "values": {"occupancy": "occupied", "category": "shop=<script>"}},
        {"kind": "seen", "values": {"occupancy": "occupied", "occupants": [10**12]}},
        {"kind": "seen", "values": {"occupancy": "vacant", "former_ended": "aliens"}},
        {"kind": "seen", "unit": 10**15, "values": {"occupancy": "vacant"}},
        {"kind": "seen", "seen_on": "1999-01-01", "values": {"occupancy": "vacant"}},
        {"kind": "new_unit", "local": "u", "address": 10**15, "values": {"occupancy": "vacant"}},
        {"kind": "unchanged", "id": "not-a-name"},
        {"kind": "seen", "values": {"occupancy": "vacant", "note": "x" * 3000}},
    ],
)
def test_what_no_app_sends_is_refused_with_a_sentence_and_the_rest_goes_in(phone, bakery, broken):
    before = Observation.objects.count()
    bad, good = phone.send({**operation("seen", unit=bakery.pk), **broken}, phone.unchanged(bakery))
    assert bad["status"] == "refused"
    assert bad["sentence"]
    assert good["status"] == "taken"
    assert Observation.objects.count() == before + 1
    assert WalkOperation.objects.count() == 1


def test_units_of_another_district_are_not_reached(phone):
    foreign = premises.unit(districts.district())
    (answer,) = phone.send(operation("seen", unit=foreign.pk, values={"occupancy": "vacant"}))
    assert answer["status"] == "refused"


def photograph(phone, unit, data, **more):
    address = district_path(phone.district.slug, "surveys:walk_photo", phone.number)
    body = {"token": phone.token, "unit": unit, "taken_on": timezone.localdate().isoformat(), **more}
    return phone.client.post(address, {**body, "photo": SimpleUploadedFile("photo.jpg", data)})


def test_a_photo_arrives_once(phone, bakery):
    op = str(uuid4())
    for _twice in range(2):
        assert photograph(phone, bakery.pk, organisations.picture(), op=op).status_code == 200
    assert UnitPhoto.objects.get().unit == bakery


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a" + bytes(40)])
def test_what_is_no_photo_is_refused_with_a_sentence(phone, bakery, data):
    response = photograph(phone, bakery.pk, data, op=str(uuid4()))
    assert (response.status_code, bool(response.json()["sentence"])) == (422, True)
    assert not UnitPhoto.objects.exists()


def test_a_photo_of_a_unit_elsewhere_is_refused(phone):
    foreign = premises.unit(districts.district())
    assert photograph(phone, foreign.pk, organisations.picture(), op=str(uuid4())).status_code == 422


def holds(phone):
    address = district_path(phone.district.slug, "surveys:walk_lease")
    return Client().get(address, headers={"X-Walk-Lease": phone.token}).json()["holds"]


def test_a_device_reads_its_data_while_its_lease_holds(phone):
    assert holds(phone)
    WalkLease.objects.update(ends_at=timezone.now())
    assert not holds(phone)


def test_a_device_that_was_signed_out_hears_that_it_is_over(phone):
    Device.objects.all().delete()
    assert not holds(phone)


def test_signing_out_ends_it_at_once(phone):
    phone.client.logout()
    assert not holds(phone)


def test_who_may_not_sign_in_any_more_reads_nothing_any_more(phone):
    Person.objects.update(is_active=False)
    assert not holds(phone)


@pytest.mark.parametrize("token", ["%00", "\u0000", "'", "x" * 5000, "ä"])
def test_what_is_no_token_holds_nothing(phone, token):
    address = district_path(phone.district.slug, "surveys:walk_lease")
    assert Client().get(address, headers={"X-Walk-Lease": token}).json()["holds"] is False
    address = district_path(phone.district.slug, "surveys:walk_sync", 1)
    body = json.dumps({"token": token, "operations": []})
    assert phone.client.post(address, body, content_type="application/json").status_code == 422


def test_a_name_of_somebody_elses_note_tells_nothing_and_takes_nothing(district, phone, bakery):
    other = Phone(district, 1)
    note = phone.note(bakery, occupancy="vacant")
    phone.send(note)
    (answer,) = other.send({**note, "values": {"occupancy": "unknown"}})
    assert (answer["status"], "occupants" in answer) == ("refused", False)


def test_a_note_without_a_change_contradicts_who_saw_it_empty(district, phone, bakery):
    other, here = Phone(district, 1), phone.unit(bakery.pk)["occupants"][0]["id"]
    other.send(other.note(bakery, occupancy="vacant"))
    kind = {name: phone.unit(bakery.pk)[name] for name in ("category", "use_class")}
    (answer,) = phone.send(phone.note(bakery, occupancy="occupied", occupants=[here], note="Laden voll", **kind))
    assert (answer["status"], state(bakery)[0]) == ("conflict", "vacant")


def test_a_newcomer_noted_against_who_saw_it_empty_brings_its_use_along(district, phone, bakery):
    other = Phone(district, 1)
    other.send(other.note(bakery, occupancy="vacant"))
    phone.send(phone.note(bakery, occupancy="occupied", newcomer="Café Neu"))
    page = district_path(district.slug, "surveys:conflict", 1, WalkConflict.objects.get().pk)
    phone.client.post(page, {"decision": "mine"})
    assert state(bakery) == ("occupied", ["Café Neu"])


def test_a_second_note_does_not_undo_what_somebody_else_changed_meanwhile(district, phone, bakery):
    other, here = Phone(district, 1), phone.unit(bakery.pk)["occupants"][0]["id"]
    other.send(other.note(bakery, occupancy="occupied", occupants=[here], category="amenity=cafe"))
    first = phone.note(bakery, occupancy="occupied", occupants=[here], newcomer="Imbiss Probe")
    second = phone.note(bakery, occupancy="occupied", occupants=[here], newcomer="Imbiss Probe", note="Zettel")
    phone.send(first, second)
    assert UseSpell.objects.filter(unit=bakery).latest("begins_latest").category_id == "amenity=cafe"
    assert state(bakery)[1] == ["Bäckerei Muster", "Imbiss Probe"]


def test_what_no_database_takes_stops_nothing(phone, bakery):
    bad, good = phone.send(phone.note(bakery, occupancy="vacant", note="\ud83d"), phone.unchanged(bakery))
    assert (bad["status"], good["status"]) == ("refused", "taken")
    address = district_path(phone.district.slug, "surveys:walk_sync", 1)
    deep = "[" * 200_000
    assert phone.client.post(address, deep, content_type="application/json").status_code == 422


def test_who_does_not_walk_any_more_reads_nothing_any_more(phone):
    phone.person.roles.update(until_on=timezone.localdate() - timedelta(days=1))
    assert not holds(phone)


def test_a_lease_that_ran_out_opens_again_with_its_key_after_signing_in(phone):
    WalkLease.objects.update(ends_at=timezone.now())
    again = phone.post("surveys:walk_take_along", token=phone.token)["lease"]
    assert again["key"] == phone.packed["lease"]["key"]
    assert holds(phone)


def test_the_key_is_not_given_to_anybody_else(district, phone):
    other = Phone(district, 1)
    assert other.post("surveys:walk_take_along", token=phone.token)["lease"]["key"] != phone.packed["lease"]["key"]
    address = district_path(district.slug, "surveys:walk_sync", 1)
    body = json.dumps({"token": phone.token, "operations": []})
    assert other.client.post(address, body, content_type="application/json").status_code == 422


def test_what_is_given_back_stays_closed(phone):
    phone.post("surveys:walk_give_back", token=phone.token)
    assert not holds(phone)
    again = phone.post("surveys:walk_take_along", token=phone.token)["lease"]
    assert again["token"] != phone.token


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"token": 5}', b"\xff"])
def test_a_body_that_is_no_message_is_refused(phone, body):
    address = district_path(phone.district.slug, "surveys:walk_sync", 1)
    assert phone.client.post(address, body, content_type="application/json").status_code == 422


def test_a_new_unit_comes_into_the_house_the_walker_stood_at(phone, bakery):
    namesake = premises.unit(phone.district, "1")
    assert (namesake.address.street, namesake.address.number) == (bakery.address.street, bakery.address.number)
    for local, unit in (("u1", bakery), ("u2", namesake)):
        phone.send(operation("new_unit", local=local, address=unit.address_id, values={"occupancy": "vacant"}))
    made = Unit.objects.exclude(pk__in=[bakery.pk, namesake.pk]).order_by("pk")
    assert [each.address_id for each in made] == [bakery.address_id, namesake.address_id]


def test_what_nobody_knows_cannot_be_unchanged(phone, district):
    unit = premises.unit(district, "2")
    (answer,) = phone.send(operation("unchanged", unit=unit.pk))
    assert (answer["status"], Observation.objects.filter(unit=unit).count()) == ("refused", 0)


def test_each_renewal_is_in_the_log(phone):
    for _twice in range(2):
        phone.post("surveys:walk_take_along", token=phone.token)
    verbs = AuditEntry.objects.filter(verb__startswith="walk.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["walk.taken_along", "walk.renewed", "walk.renewed"]


def test_a_device_learns_whose_its_data_are(phone):
    greeting = phone.client.get(district_path(phone.district.slug, "surveys:walk_greeting")).json()
    assert greeting["person"] == phone.packed["lease"]["person"] == phone.person.pk
