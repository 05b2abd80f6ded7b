import re

import pytest

from kiezkontor.accounts.tests.builders import person
from kiezkontor.directory.tests.builders import listed
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.models import FieldClaim
from kiezkontor.organisations.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def shop(district):
    return listed(district, "Laden Muster", hours="Mo-Fr 09:00-18:00; PH off").organisation


@pytest.fixture
def owner(client, district, shop):
    someone = districts.role(person("Hanna"), district, Role.Name.TRADER).person
    builders.steward(someone, shop)
    client.force_login(someone)
    return client


def page_of(shop):
    return f"/musterkiez/mein/eintraege/{shop.pk}/oeffnungszeiten/"


def sent_from(client, shop, **changes):
    """What the browser would send back, with some of it changed."""
    form = client.get(page_of(shop)).context["form"]
    values = {field.html_name: field.value() for field in form if field.value()}
    shown = {name: f"{value:%H:%M}" if hasattr(value, "hour") else value for name, value in values.items()}
    return {**shown, **changes}


def stored(shop):
    shop.refresh_from_db()
    return shop.opening_hours


def test_saving_what_is_there_changes_nothing(owner, shop):
    before = stored(shop)
    assert owner.post(page_of(shop), sent_from(owner, shop)).status_code == 302
    assert stored(shop) == before


def test_a_break_a_saturday_and_a_summer_are_entered_in_rows(owner, shop):
    changes = {
        "d0_to1": "13:00",
        "d0_from2": "14:00",
        "d0_to2": "18:00",
        "d5_from1": "10:00",
        "d5_to1": "14:00",
        "s0_first": "2027-07-20",
        "s0_last": "2027-08-10",
        "s0_yearly": "on",
    }
    assert owner.post(page_of(shop), sent_from(owner, shop, **changes)).status_code == 302
    assert stored(shop) == ("Mo 09:00-13:00,14:00-18:00; Tu-Fr 09:00-18:00; Sa 10:00-14:00; Jul 20-Aug 10 off; PH off")
    assert FieldClaim.objects.get(organisation=shop, field="opening_hours").basis == FieldClaim.Basis.OWNER
    assert 'value="14:00"' in owner.get(page_of(shop)).text


def test_mondays_times_are_taken_to_friday_without_saving(owner, shop):
    answer = owner.post(page_of(shop), sent_from(owner, shop, d0_from1="08:00", copy="1"))
    assert answer.status_code == 200
    assert answer.text.count('value="08:00"') == 5
    assert stored(shop) == "Mo-Fr 09:00-18:00; PH off"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"d1_from1": "09:00", "d1_to1": ""}, "Dienstag: Bitte geben Sie beide Zeiten an"),
        ({"d0_from2": "17:00", "d0_to2": "19:00"}, "Montag: Die zweite Zeit beginnt, bevor die erste endet"),
        ({"holidays": "open"}, "Zeiten an Feiertagen"),
        ({"holidays": "open", "h_from1": "09:00"}, "Feiertage: Bitte geben Sie beide Zeiten an"),
        ({"s0_first": "2027-07-20", "s0_last": "2027-07-01"}, "Tag oder Zeitraum 1: Der letzte Tag liegt vor dem"),
        ({"s0_last": "2027-07-20"}, "Tag oder Zeitraum 1: Bitte geben Sie an, ab welchem Tag"),
        ({"s1_from1": "09:00", "s1_to1": "12:00"}, "Tag oder Zeitraum 2: Bitte geben Sie an, ab welchem Tag"),
        ({"d0_from1": "18:00", "d0_to1": "09:00"}, "bis zum nächsten Tag"),
        ({"d0_from1": "25:00"}, "Das ist keine Uhrzeit"),
    ],
)
def test_a_slip_is_told_and_nothing_is_saved(owner, shop, changes, sentence):
    before = stored(shop)
    answer = owner.post(page_of(shop), sent_from(owner, shop, **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored(shop) == before


def opened(text):
    """The days with other times that stand open on the page."""
    return re.findall(r"<details open>\s*<summary>(Tag oder Zeitraum \d)</summary>", text)


def test_a_single_day_needs_no_last_day_and_stands_open_from_then_on(owner, shop):
    assert opened(owner.get(page_of(shop)).text) == []
    christmas = {"s0_first": "2026-12-24", "s0_from1": "09:00", "s0_to1": "12:00"}
    assert owner.post(page_of(shop), sent_from(owner, shop, **christmas)).status_code == 302
    assert stored(shop) == "Mo-Fr 09:00-18:00; 2026 Dec 24 09:00-12:00; PH off"
    assert opened(owner.get(page_of(shop)).text) == ["Tag oder Zeitraum 1"]


def test_a_day_that_was_refused_stands_open(owner, shop):
    answer = owner.post(page_of(shop), sent_from(owner, shop, s1_from1="09:00", s1_to1="12:00"))
    assert opened(answer.text) == ["Tag oder Zeitraum 2"]


def test_there_is_always_room_for_two_more_days(owner, shop):
    days = {f"s{nth}_first": f"2026-12-{20 + nth}" for nth in range(4)}
    assert owner.post(page_of(shop), sent_from(owner, shop, **days)).status_code == 302
    text = owner.get(page_of(shop)).text
    assert len(opened(text)) == 4
    assert "Tag oder Zeitraum 6" in text
    assert "Tag oder Zeitraum 7" not in text


def test_hours_the_table_cannot_hold_are_shown_as_they_are(owner, shop):
    shop.opening_hours = "Mo-Fr sunrise-18:00"
    shop.save()
    assert "passen nicht in diese Tabelle" in owner.get(page_of(shop)).text


def test_a_change_meanwhile_is_not_overwritten(owner, shop):
    sent = sent_from(owner, shop, d0_from1="08:00")
    shop.opening_hours = "Mo-Su 10:00-12:00"
    shop.save()
    answer = owner.post(page_of(shop), sent)
    assert answer.status_code == 422
    assert stored(shop) == "Mo-Su 10:00-12:00"
    again = {**sent, "seen": answer.context["form"]["seen"].value()}
    assert owner.post(page_of(shop), again).status_code == 302
    assert stored(shop).startswith("Mo 08:00-18:00")


def test_the_office_says_how_it_knows(client, district, shop):
    client.force_login(districts.editor(district, "Edda"))
    url = f"/musterkiez/buero/eintraege/{shop.pk}/oeffnungszeiten/"
    assert client.post(url, {"d0_from1": "08:00", "d0_to1": "12:00"}).status_code == 422
    seen = stored(shop)
    given = {"d0_from1": "08:00", "d0_to1": "12:00", "basis": "observation", "seen": seen}
    assert client.post(url, given).status_code == 302
    assert FieldClaim.objects.get(organisation=shop, field="opening_hours").basis == FieldClaim.Basis.OBSERVATION
