"""People of one name are lines of their own, and each is counted and votes once."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.access_ballots import who_votes
from kiezkontor.meetings.access_year import met_at
from kiezkontor.meetings.actions import attending, balloting
from kiezkontor.meetings.expecting import guests_of
from kiezkontor.meetings.models import Attendance
from kiezkontor.meetings.rules.namesakes import Known, is_same, may_be_same
from kiezkontor.meetings.rules.year import Came, people_in
from kiezkontor.meetings.taking_on import taken_on_at
from kiezkontor.meetings.taking_part import participants_of
from kiezkontor.meetings.tests import builders
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

ANNA = "Anna Muster"


@pytest.mark.parametrize(
    ("one", "other", "sure", "possible"),
    [
        (("", ""), ("", ""), False, True),
        (("a@x.org", ""), ("A@X.org", ""), True, True),
        (("a@x.org", ""), ("b@x.org", ""), False, False),
        (("a@x.org", ""), ("", "Blumen"), False, True),
        (("a@x.org", "Blumen"), ("b@x.org", "blumen"), True, True),
        (("", "Blumen"), ("", "Café"), False, False),
        (("a@x.org", "Blumen"), ("a@x.org", "Café"), True, True),
    ],
)
def test_an_address_or_a_shop_tells_people_of_one_name_apart(one, other, sure, possible):
    first, second = (Known.of(ANNA, addresses=[email], entries=[shop]) for email, shop in (one, other))
    assert (is_same(first, second), may_be_same(first, second)) == (sure, possible)
    assert not may_be_same(first, Known.of("Anne Muster", addresses=[other[0]], entries=[other[1]]))


def test_two_of_one_name_at_a_meeting_are_two_people_of_the_year():
    two, one = [Came(None, "anna", ""), Came(None, "anna", "")], [Came(None, "anna", "")]
    met = people_in({1: two, 2: two, 3: one})
    assert (len(met[1]), len(met[1] | met[2] | met[3])) == (2, 2)
    known = people_in({1: [Came(None, "anna", ""), Came(3, "anna", "")], 2: one})
    assert (len(known[1]), len(known[1] | known[2])) == (2, 2)


@pytest.fixture
def event():
    return calendar.event(districts.district(), starts_at=timezone.now() + timedelta(minutes=5))


def by(event):
    return calendar.office_of(event.district)


def page(event, name, *args):
    return district_path(event.district.slug, f"meetings:{name}", *args)


def office_of(event):
    client = Client()
    client.force_login(districts.coordinator(event.district))
    return client


def two_said_yes(event):
    return [calendar.answer(event, ANNA, email=email) for email in ("anna@a.example", "anna@b.example")]


def at_the_door(event, client=None, **said):
    client = client or Client()
    token = room.token_of(builders.item(event).meeting)
    return client.post(page(event, "check_in", token), said)


@pytest.mark.django_db
def test_two_answers_of_one_name_are_noted_each(event):
    first, second = two_said_yes(event)
    office = office_of(event)
    shown = office.get(page(event, "attendance", event.pk)).text
    for address in ("anna@a.example", "anna@b.example"):
        assert address in shown
    office.post(page(event, "mark", event.pk), {"guest": f"answer-{first.pk}", "state": "present"})
    office.post(page(event, "mark", event.pk), {"guest": f"answer-{second.pk}", "state": "excused"})
    assert dict(Attendance.objects.values_list("answer", "state")) == {first.pk: "present", second.pk: "excused"}
    assert "1 Person ist da" in office.get(page(event, "attendance", event.pk)).text


@pytest.mark.django_db
def test_one_who_answered_twice_by_an_address_is_one(event):
    for _nth in range(2):
        calendar.answer(event, ANNA, email="anna@a.example")
    calendar.invitation(event, ANNA, email="anna@a.example")
    assert [each.told_apart_by for each in guests_of(event)] == [""]


@pytest.mark.django_db
def test_both_check_in_by_their_names_and_count_as_two(event):
    two_said_yes(event)
    first, second = Client(), Client()
    for client in (first, second, first):
        assert at_the_door(event, client, name=ANNA).status_code == 302
    assert Attendance.objects.filter(state="present").count() == 2
    assert len(met_at(type(event).objects.all())[event.pk].people) == 2


@pytest.mark.django_db
def test_who_comes_unexpected_and_says_another_shop_is_somebody_else(event):
    for shop, count in (("Blumen", 1), ("blumen", 1), ("Café", 2)):
        at_the_door(event, Client(), name=ANNA, of_what=shop)
        assert Attendance.objects.count() == count
    names = Client().get(page(event, "check_in", room.token_of(event.meeting))).text
    assert "example" not in names


@pytest.mark.django_db
def test_the_office_says_that_it_is_somebody_else(event):
    office = office_of(event)
    shops = [organisations.organisation(name) for name in ("Blumen", "Café")]
    for shop in shops:
        organisations.membership(shop, event.district)
    url = page(event, "add_person", event.pk)
    office.post(url, {"name": ANNA, "organisation": shops[0].pk})
    refused = office.post(url, {"name": ANNA, "organisation": shops[1].pk})
    assert "jemand anderes" in refused.text
    assert office.post(url, {"name": ANNA, "organisation": shops[1].pk, "is_another": "on"}).status_code == 302
    assert list(Attendance.objects.order_by("pk").values_list("organisation", flat=True)) == [each.pk for each in shops]


@pytest.mark.django_db
def test_a_deputy_has_the_vote_of_the_one_of_a_name_they_came_for():
    event = calendar.event(districts.district(), kind="body", starts_at=timezone.now() + timedelta(minutes=5))
    for email in ("anna@a.example", "anna@b.example"):
        calendar.invitation(event, ANNA, as_what="body", email=email)
    for guest in guests_of(event):
        attending.mark(event, guest.key, state="present", by=by(event))
    first, second = Attendance.objects.order_by("pk")
    ballot = builders.ballot(builders.item(event), is_open=True)
    vera = attending.add_person(event, name="Vera", stands_for=f"attendance-{first.pk}", by=by(event))
    options = {ballot.options.all()[0].pk: 1}
    balloting.vote_by_phone(ballot, vera.pk, options)
    assert who_votes(ballot, [second.pk]) == [second]
    balloting.vote_by_phone(ballot, second.pk, options)
    attending.mark(event, f"attendance-{first.pk}", state="present", by=by(event))
    first.refresh_from_db()
    assert who_votes(ballot, [first.pk]) == []
    assert first.deputies.get() == vera


@pytest.mark.django_db
def test_who_is_represented_stays_on_the_list(event):
    anna = attending.add_person(event, name=ANNA, by=by(event))
    attending.add_person(event, name="Vera", stands_for=f"attendance-{anna.pk}", by=by(event))
    attending.mark(event, f"attendance-{anna.pk}", state="excused", by=by(event))
    with pytest.raises(ActionRefused, match="Vera"):
        attending.mark(event, f"attendance-{anna.pk}", state="", by=by(event))
    assert Attendance.objects.count() == 2


@pytest.mark.django_db
def test_two_of_one_name_take_part_in_a_course_each():
    course = builders.event(districts.district(), kind="course")
    first, second = two_said_yes(course)
    day = builders.further_day(course)
    for on, answers in ((course, (first, second)), (day, (second,))):
        for each in answers:
            attending.mark(on, f"answer-{each.pk}", state="present", by=by(course))
    found = participants_of(type(day.course_day.course).objects.get())
    assert [(each.row.answer, each.days) for each in found] == [(first, (True, False)), (second, (True, True))]


@pytest.mark.django_db
def test_a_task_of_a_name_that_two_have_is_told_to_nobody(event):
    for each in two_said_yes(event):
        attending.mark(event, f"answer-{each.pk}", state="present", by=by(event))
    builders.task(builders.item(event), owner=ANNA)
    assert [dict(each.reached_at) for each in taken_on_at(event.meeting)] == [{}]


@pytest.mark.django_db
def test_deputies_of_before_are_joined_with_whom_they_came_for(event):
    anna = attending.add_person(event, name=ANNA, by=by(event))
    vera = attending.add_person(event, name="Vera", stands_for=f"attendance-{anna.pk}", by=by(event))
    Attendance.objects.update(represents=None)
    import_module("kiezkontor.meetings.migrations.0017_people_of_one_name").whom_deputies_represent(apps, None)
    vera.refresh_from_db()
    assert vera.represents == anna
