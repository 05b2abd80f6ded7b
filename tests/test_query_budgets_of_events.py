"""Pages about one event and its meeting ask the database as often for many rows as for few, and seldom."""

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.actions.slots import add_slots
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import minutes
from kiezkontor.meetings.actions.attending import add_person as add_person_there
from kiezkontor.meetings.actions.boards import sort, write_card
from kiezkontor.meetings.models import Ballot, Board, Meeting
from kiezkontor.meetings.tests import builders as meetings
from kiezkontor.meetings.views import live
from kiezkontor.members.tests import builders as members
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path
from tests.budgets import assert_budget

pytestmark = pytest.mark.django_db


# Page → how many statements it may take.
OF_INVITATIONS = {
    "calendar:office_event": 16,
    "calendar:office_slots": 9,
    "calendar:office_invitations": 20,
    "calendar:office_invite": 16,
    "calendar:office_invitations_csv": 14,
    "calendar:event": 11,
}


def add_invited(district: District, number: int) -> None:
    """One more member asked by letter, a guest by mail who has answered, and a time, of the one event there is."""
    event = Event.objects.filter(district=district).first() or calendar.event(district)
    times = (event.starts_at, event.ends_at)
    add_slots(event.pk, label=f"Zeit {number}", times=times, capacity=5, by=calendar.office_of(district))
    shop = organisations.organisation(f"Laden {number}")
    organisations.membership(shop, district)
    calendar.invitation(event, f"Person {number}", organisation=shop)
    asked = calendar.invitation(event, f"Gast {number}", email=f"gast{number}@example.org")
    slot = event.slots.order_by("pk").last()
    calendar.answer(event, f"Gast {number}", invitation=asked, slot=slot, email=asked.email)


@pytest.mark.parametrize("page", OF_INVITATIONS)
def test_an_event_with_many_invitations_takes_as_many_statements_as_one_with_few(page):
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    add_invited(district, 0)
    url = district_path(district.slug, page, Event.objects.get().pk)
    assert_budget(client, url, add_invited, district, OF_INVITATIONS[page])


def test_many_invitations_of_a_member_take_as_many_statements_as_few():
    district = districts.district()
    hanna = members.member(district, "Hanna Beispiel", "Papeterie")
    client = Client()
    client.force_login(hanna)

    def add(of: District, number: int) -> None:
        event = calendar.event(of, f"Runde {number}")
        calendar.invitation(event, organisation=members.of(hanna))

    assert_budget(client, district_path(district.slug, "calendar:own_invitations"), add, district, 16)


# Page → how many statements it may take.
OF_A_MEETING = {
    "meetings:agenda": 20,
    "meetings:attendance": 14,
    "meetings:live": 20,
    "meetings:state": 20,
    "meetings:approve": 27,
    "meetings:year": 20,
    "meetings:plan": 12,
    "meetings:ballot": 14,
    "meetings:board": 14,
}
IN_THE_ROOM = {
    "meetings:check_in": 12,
    "meetings:follow": 18,
    "meetings:followed": 16,
    "meetings:vote": 12,
    "meetings:card": 12,
    "meetings:swap": 8,
}


def add_item(district: District, number: int) -> None:
    """One more item with all that can come of it, and one more person, of the one meeting there is."""
    event = Event.objects.filter(district=district).first() or calendar.event(district, starts_at=timezone.now())
    item = meetings.item(event, f"Punkt {number}")
    by = calendar.office_of(district)
    came = add_person_there(event, name=f"Person {number}", by=by)
    minutes.declare_interest(item, came.pk, by=by)
    minutes.decide(item, wording="Wir feiern.", votes=minutes.Votes(), by=by)
    minutes.capture(item, kind="idea", words=f"Idee {number}", by=by)
    meetings.task(item)
    meetings.ballot(item, *(f"Antwort {at}" for at in range(number + 2)), is_open=True)
    board = Board.objects.first() or meetings.board(item)
    sort(board, [write_card(board, text=f"Karte {number}").pk], cluster=None, name=f"Gruppe {number}", by=by)
    meetings.measure(district, goal=f"Ziel {number}", organisation=organisations.organisation())


@pytest.mark.parametrize("page", OF_A_MEETING)
def test_a_meeting_with_many_items_takes_as_many_statements_as_one_with_few(page):
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    add_item(district, 0)
    subject = {"meetings:ballot": Ballot, "meetings:board": Board}.get(page, Event)
    arguments = [] if page in {"meetings:year", "meetings:plan"} else [subject.objects.get().pk]
    assert_budget(client, district_path(district.slug, page, *arguments), add_item, district, OF_A_MEETING[page])


OF_COURSES = {"meetings:courses": 16, "meetings:course": 18}


def add_participant(district: District, number: int) -> None:
    """One more course, and one more person with a certificate in the first one."""
    event = Event.objects.filter(district=district, kind="course").order_by("pk").first()
    if event is None:
        event = meetings.course(district)
        meetings.further_day(event)
    for day in Event.objects.filter(Q(pk=event.pk) | Q(course_day__course__event=event)).select_related("district"):
        add_person_there(day, name=f"Person {number}", by=calendar.office_of(district))
    meetings.certified(event)
    meetings.material(event)
    meetings.course(district)


@pytest.mark.parametrize("page", OF_COURSES)
def test_courses_of_many_people_take_as_many_statements_as_those_of_few(page):
    district = districts.district()
    client = Client()
    client.force_login(districts.coordinator(district))
    add_participant(district, 0)
    first = Event.objects.filter(kind="course").order_by("pk")[0]
    arguments = [first.pk] if page == "meetings:course" else []
    assert_budget(client, district_path(district.slug, page, *arguments), add_participant, district, OF_COURSES[page])


@pytest.mark.parametrize("page", IN_THE_ROOM)
def test_telephones_in_the_room_ask_as_often_for_many_items_as_for_few(page, monkeypatch):
    monkeypatch.setattr(live, "made_once", lambda _key, make: make())
    district = districts.district()
    add_item(district, 0)
    subject = {"meetings:vote": Ballot, "meetings:card": Board}.get(page)
    arguments = [subject.objects.get().pk] if subject else []
    url = district_path(district.slug, page, room.token_of(Meeting.objects.get()), *arguments)
    assert_budget(Client(), url, add_item, district, IN_THE_ROOM[page])
