from datetime import timedelta

import pytest
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.outreach import actions
from kiezkontor.outreach.tests.builders import activation, contact_entry, support
from kiezkontor.premises.tests import builders as premises

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
COURSE = "/musterkiez/buero/ansprache/verlauf/"


@pytest.fixture
def district():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, district):
    client.force_login(districts.coordinator(district, "Carla Chefin"))
    return client


LONG_KNOWN = TODAY - timedelta(days=600)


def shop(district, name, *, seen_on=LONG_KNOWN):
    made = organisations.organisation(name)
    premises.used(premises.unit(district, street_name="Musterstraße"), made, seen_on=seen_on)
    return made


def lines(answer) -> dict[str, tuple[int, int, int, int]]:
    return {
        line.status: (line.before, line.came, line.went, line.after)
        for _label, line in answer.context["lines"]
        if line.before or line.came or line.after
    }


def counted(answer, name) -> list[tuple[str, int, int]]:
    return [(str(row.label), row.count, row.share) for row in answer.context[name]]


def test_steps_within_the_days_lead_from_the_standing_before_to_that_of_the_pipeline(office, district):
    by = districts.viewer(districts.coordinator(district), district)
    shops = [shop(district, f"Laden {number}") for number in range(4)]
    gone = organisations.organisation("Fortgezogen")
    activation(gone, district, status="contacted", since_on=TODAY)
    long_ago = TODAY - timedelta(days=500)
    ids = [each.pk for each in shops]
    actions.move_many(ids[:3], district=district, to="contacted", on=long_ago, by=by)
    actions.move_many(ids[:1], district=district, to="visited", on=TODAY - timedelta(days=30), by=by)
    actions.move_many(ids[1:2], district=district, to="declined", on=TODAY, reason="no_time", by=by)
    answer = office.get(COURSE)
    assert lines(answer) == {
        "identified": (1, 0, 0, 1),
        "contacted": (4, 0, 2, 2),
        "visited": (0, 1, 0, 1),
        "declined": (0, 1, 0, 1),
    }
    assert counted(answer, "reasons") == [("keine Zeit", 1, 100)]
    assert (answer.context["reached"].known, answer.context["reached"].spoken_to) == (5, 4)
    earlier = office.get(COURSE, {"since": long_ago.isoformat(), "until": long_ago.isoformat()})
    assert lines(earlier) == {"identified": (4, 0, 3, 1), "contacted": (1, 3, 0, 4)}


def test_a_shop_first_seen_within_the_days_is_new_and_did_not_stand_there_before(office, district):
    by = districts.viewer(districts.coordinator(district), district, COORDINATOR)
    shop(district, "Alteingesessen")
    first = shop(district, "Neu am Platz", seen_on=TODAY)
    joined = shop(district, "Frisch dabei", seen_on=TODAY)
    actions.move(joined, district=district, to="member", on=TODAY, by=by)
    answer = office.get(COURSE)
    assert lines(answer) == {"identified": (1, 0, 1, 2), "member": (0, 1, 0, 1)}
    assert [line.new for _label, line in answer.context["lines"]][:2] == [2, 0]
    assert "In diesem Zeitraum für das Netzwerk gewonnen: 1 Organisation." in answer.text
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    earlier = office.get(COURSE, {"since": yesterday, "until": yesterday})
    assert lines(earlier) == {"identified": (1, 0, 0, 1)}
    assert "In diesem Zeitraum für das Netzwerk gewonnen: 0 Organisationen." in earlier.text
    actions.move(first, district=district, to="contacted", on=TODAY - timedelta(days=1), by=by)
    assert office.get(COURSE, {"since": yesterday, "until": yesterday}).context["balance"].new == 1


def test_contacts_topics_worries_and_hours_of_the_days_are_counted(office, district):
    one, other = shop(district, "Eins"), shop(district, "Zwei")
    contact_entry(one, district, channel="phone", minutes=30, topics=["rent", "staff"], worries=["rent"])
    contact_entry(one, district, channel="visit", minutes=15, topics=["rent"])
    contact_entry(other, district, channel="visit", topics=[])
    contact_entry(other, district, on=TODAY - timedelta(days=400), minutes=600, topics=["energy"])
    support(one, district, minutes=45)
    answer = office.get(COURSE)
    assert counted(answer, "channels") == [("Besuch", 2, 67), ("Telefon", 1, 33)]
    assert counted(answer, "topics") == [("Miete und Mietvertrag", 2, 100), ("Personal und Auszubildende", 1, 50)]
    assert counted(answer, "worries") == [("Miete und Mietvertrag", 1, 100)]
    assert "Kontakte: 3. Organisationen: 2. Notierte Stunden: 0,8." in answer.text
    assert "Unterstützte Organisationen: 1. Notierte Stunden: 0,8." in answer.text
    assert answer.context["support"] == {"organisations": 1, "minutes": 45}


def test_confidential_talks_are_counted_for_the_coordination_alone(office, client, district):
    contact_entry(shop(district, "Eins"), district, is_confidential=True, topics=["succession"])
    assert office.get(COURSE).context["contacts"] == 1
    client.force_login(districts.field_worker(district))
    answer = client.get(COURSE)
    assert answer.context["contacts"] == 0
    assert "Nachfolge" not in answer.text


@pytest.mark.parametrize(
    "days", [{"since": "2026-05-01", "until": "2026-04-01"}, {"since": "gestern", "until": ""}, {"q": "x"}]
)
def test_days_that_are_none_are_told_and_the_last_year_is_shown(office, days):
    answer = office.get(COURSE, days)
    assert answer.status_code == 422
    assert answer.context["days"]["until"] == TODAY
