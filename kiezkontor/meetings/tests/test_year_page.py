"""The office sees what the meetings of a year came to."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.models import Event
from kiezkontor.desk.actions import finish_task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.rules.year import Together, Turnout
from kiezkontor.meetings.tests import builders
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year - 1


@pytest.fixture
def kiez(db):
    return districts.district()


def meeting(kiez, month, *shops, year=YEAR, **details):
    """A round on the tenth of a month, with somebody from each shop, and once two from the first."""
    starts_at = timezone.make_aware(datetime(year, month, 10, 19))
    event = builders.event(kiez, starts_at=starts_at, **details)
    office = builders.calendar.office_of(kiez)
    for shop in shops:
        attending.add_person(event, name=f"Person von {shop}", organisation=shop, by=office)
    if shops:
        attending.add_person(event, name=f"Zweite von {shops[0]}", organisation=shops[0], by=office)
    return event


def page(kiez, year=YEAR, who=districts.coordinator):
    client = Client()
    client.force_login(who(kiez))
    response = client.get(f"{district_path(kiez.slug, 'meetings:year')}?year={year}")
    assert response.status_code == 200
    return response.context


def test_people_and_shops_count_once_and_a_quarter_without_a_meeting_is_named(kiez):
    blumen, brot, rad = (organisations.organisation(name) for name in ("Blumen", "Brot", "Rad"))
    meeting(kiez, 11, blumen, year=YEAR - 1)
    meeting(kiez, 2, blumen, brot)
    meeting(kiez, 5, brot, rad)
    meeting(kiez, 10, rad, kind="workshop")
    cancelled = meeting(kiez, 8, rad)
    cancelled.stage = "cancelled"
    cancelled.save()
    found = page(kiez)
    assert found["turnout"] == Turnout(meetings=2, people=5, shops=3, first=3, again=1)
    assert [row["count"] for row in found["quarters"]] == [1, 1, 0, 0]
    assert [row["kind"] for row in found["quarters"]] == ["success", "success", "danger", "danger"]
    assert [(len(row["met"].people), len(row["met"].shops)) for row in found["rows"]] == [(3, 2), (3, 2)]
    assert page(kiez, YEAR - 1)["turnout"].first == 2


def test_shops_that_are_no_members_count_by_what_they_said_they_are(kiez):
    event, office = meeting(kiez, 4), builders.calendar.office_of(kiez)
    for name, of_what in (("Anna", "Café Eins"), ("Bernd", "café  eins"), ("Carla", "Amt"), ("Dora", "")):
        attending.add_person(event, name=name, of_what=of_what, by=office)
    found = page(kiez)["turnout"]
    assert (found.people, found.shops) == (4, 2)


def test_tasks_are_in_time_late_or_overdue(kiez):
    event = meeting(kiez, 3)
    point, office = builders.item(event), builders.calendar.office_of(kiez)
    today = timezone.localdate()
    done = builders.task(point, due_on=today)
    late = builders.task(point, due_on=today - timedelta(days=3))
    builders.task(point, due_on=today - timedelta(days=1))
    builders.task(point)
    for each in (done, late):
        finish_task(each.task_id, by=office)
    kept = page(kiez)["kept"]
    assert (kept.in_time, kept.late, kept.overdue, kept.open) == (1, 1, 1, 1)


def test_a_foreign_meeting_counts_nowhere_else(kiez):
    meeting(districts.district("Fremdkiez"), 3, organisations.organisation("Fremd"))
    assert page(kiez)["turnout"].meetings == 0


def test_what_is_for_the_coordination_alone_counts_for_nobody_else(kiez):
    event = meeting(kiez, 3, organisations.organisation("Blumen"), is_confidential=True)
    builders.task(builders.item(event))
    for who, expected in ((districts.editor, (0, 0, [])), (districts.coordinator, (1, 1, [event]))):
        found = page(kiez, who=who)
        shown = [row["event"] for row in found["rows"]]
        assert (found["turnout"].meetings, found["kept"].open, shown) == expected


def action(kiez, month=5, **details):
    starts_at = timezone.make_aware(datetime(YEAR, month, 10, 14))
    return builders.event(kiez, kind="action", starts_at=starts_at, **details)


def places(event, *who):
    """Answers to an event that is over, each a member or none, how many people, and where they stand."""
    soon = timezone.now() + timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=soon, ends_at=soon)
    for member, people, reply in who:
        invited = builders.calendar.invitation(event, "", organisation=member) if member else None
        builders.calendar.answer(event, "Anna", people=people, reply=reply, invitation=invited)
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at, ends_at=event.ends_at)


def test_joint_actions_count_places_members_cost_and_own_share(kiez):
    blumen, brot = organisations.organisation("Blumen"), organisations.organisation("Brot")
    market, window, lights = action(kiez, 5), action(kiez, 9, capacity=2), action(kiez, 11)
    places(market, (blumen, 3, "yes"), (None, 2, "yes"), (brot, 1, "no"))
    places(window, (blumen, 1, "yes"), (None, 1, "yes"), (brot, 1, "yes"))
    Event.objects.filter(pk=market.pk).update(cost=Decimal(1000), own_share=Decimal(250))
    Event.objects.filter(pk=window.pk).update(cost=Decimal("99.50"))
    for other in (action(kiez, 6), action(kiez, 7)):
        places(other, (brot, 9, "yes"))
    Event.objects.filter(pk=other.pk).update(stage="cancelled")
    Event.objects.filter(pk=other.pk - 1).update(kind="public")
    found = page(kiez)
    assert found["together"] == Together(3, 7, 1, 2, Decimal("1099.50"), Decimal(250), 0.25)
    shown = [(row["event"], row["joint"].people) for row in found["actions"]]
    assert shown == [(market, 5), (window, 2), (lights, 0)]
    assert page(kiez, YEAR - 1)["actions"] == []


def test_a_confidential_action_and_its_cost_are_for_the_coordination_alone(kiez):
    event = action(kiez, is_confidential=True)
    address = district_path(kiez.slug, "calendar:office_cost", event.pk)
    for who, expected in ((districts.editor, (0, 404)), (districts.coordinator, (1, 200))):
        client = Client()
        client.force_login(who(kiez))
        assert (page(kiez, who=who)["together"].actions, client.get(address).status_code) == expected


def test_the_office_notes_what_an_action_cost(kiez):
    event, client = action(kiez), Client()
    client.force_login(districts.editor(kiez))
    address = district_path(kiez.slug, "calendar:office_cost", event.pk)
    for share in ("1.200,51", "-1"):
        assert client.post(address, {"cost": "1.200,50", "own_share": share}).status_code == 422
    assert client.post(address, {"own_share": "5"}).status_code == 422
    assert client.post(address, {"cost": "1.200,50", "own_share": "300"}).status_code == 302
    event.refresh_from_db()
    assert (event.cost, event.own_share) == (Decimal("1200.50"), Decimal(300))
    assert "1.200,50" in client.get(district_path(kiez.slug, "calendar:office_event", event.pk)).text
    assert "1.200,50" not in Client().get(district_path(kiez.slug, "calendar:event", event.pk)).text
    assert client.post(address, {"cost": "", "own_share": ""}).status_code == 302
    event.refresh_from_db()
    assert (event.cost, event.own_share) == (None, None)
    meeting_of_members = meeting(kiez, 3)
    assert client.get(district_path(kiez.slug, "calendar:office_cost", meeting_of_members.pk)).status_code == 404


def test_workshops_and_courses_tell_who_signed_up_and_who_was_there_each_once(kiez):
    meeting(kiez, 3, organisations.organisation("Blumen"), kind="workshop", title="Werkstatt")
    course = builders.course(kiez, "Anna Muster", "Bert Muster", title="Kurs")
    day = builders.further_day(course, "Anna Muster", "Carla Muster")
    begins = timezone.make_aware(datetime(YEAR, 4, 1, 18))
    for number, pk in enumerate((course.pk, day.pk)):
        at = begins + timedelta(days=7 * number)
        Event.objects.filter(pk=pk).update(starts_at=at, ends_at=at + timedelta(hours=2), stage="announced")
    meeting(kiez, 12, kind="workshop", year=YEAR - 1)
    rows = [
        (each["event"].title, each["learned"].signed_up, len(each["learned"].people)) for each in page(kiez)["learned"]
    ]
    assert rows == [("Werkstatt", 0, 2), (course.title, 2, 3)]


@pytest.mark.parametrize("role", ["board", "funder"])
def test_board_and_funder_read_the_totals_of_the_network_and_of_no_meeting(kiez, role):
    meeting(kiez, 2, organisations.organisation("Blumen"), title="Runde im Blumenladen")
    meeting(kiez, 6, kind="workshop", title="Werkstatt am Markt")
    client = Client()
    client.force_login(districts.role(person(), kiez, role).person)
    shown = client.get(f"{district_path(kiez.slug, 'meetings:year')}?year={YEAR}")
    assert shown.context["turnout"].people == 2
    assert "Runde im Blumenladen" not in shown.text
    assert "Werkstatt am Markt" not in shown.text
    assert district_path(kiez.slug, "calendar:office") not in shown.text


def test_who_plans_meetings_and_sits_on_the_board_reads_of_no_confidential_one(kiez):
    blumen = organisations.organisation("Blumen")
    meeting(kiez, 2, blumen, title="Offene Runde")
    meeting(kiez, 3, blumen, title="Vertrauliche Runde", is_confidential=True)
    editor = districts.editor(kiez)
    districts.role(editor, kiez, "board")
    client = Client()
    client.force_login(editor)
    shown = client.get(f"{district_path(kiez.slug, 'meetings:year')}?year={YEAR}").text
    assert "Offene Runde" in shown
    assert "Vertrauliche Runde" not in shown
