"""The office sees what the meetings of a year came to."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.desk.actions import finish_task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.rules.year import Turnout
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
