from datetime import date, timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.directory.actions import refresh_entries, refresh_what_the_day_changed
from kiezkontor.directory.models import Entry
from kiezkontor.directory.rules.slugs import organisation_of
from kiezkontor.districts.tests.builders import coordinator, district
from kiezkontor.organisations.actions.editing import confirm_organisation
from kiezkontor.organisations.models import FieldClaim
from kiezkontor.organisations.tests.builders import membership, organisation, photo
from kiezkontor.premises.models import DistrictBuilding
from kiezkontor.premises.tests.builders import unit, used, vacant
from kiezkontor.search import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return district()


@pytest.fixture
def baker(kiez):
    made = organisation("Bäckerei Ähre", phone="+4930123", website="https://aehre.example/")
    used(unit(kiez, "7"), made)
    refresh_entries([made.pk])
    return made


def found(kiez, words):
    return list(index.matches("entry", kiez.pk, words).ranked)


def test_an_occupant_stands_in_the_directory_with_its_address(kiez, baker):
    entry = Entry.objects.get(district=kiez, organisation=baker)
    assert (entry.name, entry.address, entry.use_class) == ("Bäckerei Ähre", "Musterstraße 7", "retail")
    assert found(kiez, "baeckerei aehre") == [entry.pk]


def test_who_moved_out_is_gone_from_list_and_search(kiez, baker):
    entry = Entry.objects.get(organisation=baker)
    vacant(entry.unit, seen_on=timezone.localdate())
    refresh_entries([baker.pk])
    assert not Entry.objects.filter(organisation=baker).exists()
    assert not found(kiez, "bäckerei")


def test_one_shop_stands_in_every_district_its_house_lies_in(kiez, baker):
    wider = district()
    DistrictBuilding.objects.create(district=wider, building=Entry.objects.get(organisation=baker).unit.building)
    refresh_entries([baker.pk])
    assert set(Entry.objects.values_list("district_id", flat=True)) == {kiez.pk, wider.pk}


def test_a_house_taken_out_by_hand_takes_its_shops_along(kiez, baker):
    DistrictBuilding.objects.update(decided=DistrictBuilding.Decided.EXCLUDED)
    refresh_entries([baker.pk])
    assert not Entry.objects.exists()


def test_a_sole_traders_contacts_wait_for_consent(kiez, baker):
    baker.is_sole_trader = True
    baker.save()
    refresh_entries([baker.pk])
    entry = Entry.objects.get(organisation=baker)
    assert (entry.phone, entry.website) == ("", "")
    baker.confirmed_on = date(2026, 1, 1)
    baker.save()
    refresh_entries([baker.pk])
    entry.refresh_from_db()
    assert entry.phone == ""
    FieldClaim.objects.create(organisation=baker, field="phone", basis="consent", said_on=date(2026, 1, 1))
    refresh_entries([baker.pk])
    entry.refresh_from_db()
    assert entry.phone == "+4930123"


def test_nothing_is_written_when_nothing_changed(kiez, baker, django_assert_max_num_queries):
    before = Entry.objects.get(organisation=baker).changed_at
    with django_assert_max_num_queries(8):
        refresh_entries([baker.pk])
    assert Entry.objects.get(organisation=baker).changed_at == before


def test_a_hidden_photo_is_not_shown(kiez, baker):
    picture = photo(baker)
    refresh_entries([baker.pk])
    assert Entry.objects.get(organisation=baker).photo_alt == "Ein Ladenfenster"
    picture.is_public = False
    picture.save()
    refresh_entries([baker.pk])
    assert Entry.objects.get(organisation=baker).photo == ""


def test_memberships_begin_by_the_calendar_also_after_missed_nights(kiez, baker):
    today = timezone.localdate()
    membership(baker, kiez, from_on=today - timedelta(days=20))
    assert refresh_what_the_day_changed(today=today) == 1
    assert Entry.objects.get(organisation=baker).is_member


def test_an_old_address_of_a_renamed_shop_still_names_it(kiez, baker):
    old = Entry.objects.get(organisation=baker).slug
    baker.name = "Brotzeit"
    baker.save()
    refresh_entries([baker.pk])
    assert Entry.objects.get(organisation=baker).slug != old
    assert organisation_of(old) == baker.pk


@pytest.mark.parametrize("field", ["brand", "what_we_offer_de"])
def test_a_word_just_entered_is_completed_and_corrected_at_once(client, kiez, baker, field):
    confirm_organisation(baker.pk, district=kiez, by=system_viewer("test"))
    client.force_login(coordinator(kiez))
    url = f"/{kiez.slug}/buero/eintraege/{baker.pk}/bearbeiten/"
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value not in (None, False)}
    assert index.suggest("entry", kiez.pk, "Quitt") == []
    assert client.post(url, data | {field: "Quittengelee", "basis": "owner"}).status_code == 302
    assert index.suggest("entry", kiez.pk, "Quitt") == ["Quittengelee"]
    assert "<strong>Quittengelee</strong>" in client.get(f"/{kiez.slug}/verzeichnis/", {"q": "Quitengelee"}).text
