import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.models import Task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import balloting, minutes, taking_back
from kiezkontor.meetings.actions.minutes import counted
from kiezkontor.meetings.models import AgendaItem, Decision, Interest
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.mounting import district_path

AGAIN = "Zurücknehmen"


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def item(district):
    return builders.item(calendar.event(district, starts_at=timezone.now()), "Straßenfest")


def page(item, name, *args):
    return district_path(item.meeting.event.district.slug, f"meetings:{name}", *args)


def back_of(item, noted):
    kind = "decision" if isinstance(noted, Decision) else "interest"
    return page(item, f"item_{kind}_back", item.pk, noted.pk)


@pytest.mark.django_db
def test_a_mistyped_decision_is_taken_back_and_its_item_comes_off_the_agenda(office, item):
    made = builders.decision(item, "Wir fieren.")
    live = page(item, "live", item.meeting.event_id)
    assert back_of(item, made) in office.get(live).text
    shown = office.get(back_of(item, made)).text
    assert "Wir fieren." in shown
    assert Decision.objects.exists()
    answer = office.post(back_of(item, made), {"seen": "0"}, follow=True)
    assert "Wir fieren." not in answer.text
    assert not Decision.objects.exists()
    assert AuditEntry.objects.get(verb="minutes.decision_taken_back").detail["wording"] == "Wir fieren."
    office.post(page(item, "item_remove", item.pk))
    assert not AgendaItem.objects.exists()


@pytest.mark.django_db
def test_who_declared_an_interest_by_mistake_votes_again(office, item):
    declared = builders.interest(item, "Anna Muster")
    assert counted(item) == (0, 1)
    assert back_of(item, declared) in office.get(page(item, "live", item.meeting.event_id)).text
    assert office.post(back_of(item, declared), {"seen": "0"}).status_code == 302
    assert counted(item) == (1, 0)
    noted = AuditEntry.objects.get(verb="minutes.interest_taken_back")
    assert noted.detail["person"] == "Anna Muster"


@pytest.mark.django_db
def test_tasks_stay_where_a_decision_is_taken_back(office, item):
    made = builders.decision(item)
    builders.task(item, "Genehmigung holen")
    office.post(back_of(item, made), {"seen": "0"})
    assert not Decision.objects.exists()
    assert Task.objects.get(what="Genehmigung holen").done_at is None
    assert item.tasks.count() == 1


@pytest.mark.django_db
def test_whoever_wrote_meanwhile_is_read_before_anything_is_taken_back(office, item):
    made = builders.decision(item)
    minutes.write(item, text="Gemeint war der Herbst.", version=0, by=calendar.office_of(item.meeting.event.district))
    answer = office.post(back_of(item, made), {"seen": "0"})
    assert answer.status_code == 422
    assert "Gemeint war der Herbst." in answer.text
    assert Decision.objects.exists()
    assert office.post(back_of(item, made), {"seen": "1"}).status_code == 302
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_pressed_by_two_it_is_taken_back_once(office, item):
    made = builders.decision(item)
    by = calendar.office_of(item.meeting.event.district)
    office.post(back_of(item, made), {"seen": "0"})
    taking_back.take_back_decision(made, version=0, by=by)
    assert "schon zurückgenommen" in office.post(back_of(item, made), {"seen": "0"}, follow=True).text
    assert AuditEntry.objects.filter(verb="minutes.decision_taken_back").count() == 1


@pytest.mark.django_db
def test_after_approval_nothing_is_taken_back(office, item):
    other = builders.item(item.meeting.event)
    made, declared = builders.decision(item), builders.interest(other)
    builders.approved(item.meeting.event)
    for where, noted in ((item, made), (other, declared)):
        answer = office.post(back_of(where, noted), {"seen": "0"})
        assert answer.status_code == 422
        assert "Das Protokoll ist schon freigegeben" in answer.text
    assert Decision.objects.exists()
    assert Interest.objects.exists()
    assert AGAIN not in office.get(page(item, "live", item.meeting.event_id)).text
    told = office.get(page(item, "state", item.meeting.event_id)).json()
    assert all(AGAIN not in each["results"] for each in told["items"])


@pytest.mark.django_db
def test_an_interest_stays_once_it_was_counted(office, item):
    declared = builders.interest(item)
    made = builders.decision(item)
    assert office.post(back_of(item, declared), {"seen": "0"}).status_code == 422
    office.post(back_of(item, made), {"seen": "0"})
    ballot = builders.ballot(item, is_open=True)
    balloting.close(ballot, by=calendar.office_of(item.meeting.event.district))
    assert office.post(back_of(item, declared), {"seen": "0"}).status_code == 422
    assert Interest.objects.exists()


@pytest.mark.django_db
def test_what_stands_at_another_item_or_elsewhere_is_left_alone(office, item):
    made, other = builders.decision(item), builders.item(item.meeting.event)
    assert office.post(page(item, "item_decision_back", other.pk, made.pk), {"seen": "0"}).status_code == 404
    foreign = builders.item(calendar.event(districts.district("Anderswo"), starts_at=timezone.now()))
    there = builders.decision(foreign)
    assert office.post(page(item, "item_decision_back", foreign.pk, there.pk), {"seen": "0"}).status_code == 404
    assert Decision.objects.count() == 2
