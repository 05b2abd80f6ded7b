from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import forgetting
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.attending import is_open, may_swap, numbers_of, same_name, with_where_from
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.mounting import district_path

SEVEN = datetime(2027, 3, 2, 19, tzinfo=UTC)
NINE = SEVEN + timedelta(hours=2)


@pytest.mark.parametrize(
    ("at", "opened"),
    [(16, False), (17, True), (19, True), (22, True), (25, True), (26, False), (43, False)],
)
def test_the_code_on_the_wall_works_around_the_meeting_alone(at, opened):
    now = SEVEN.replace(hour=0) + timedelta(hours=at)
    assert is_open(SEVEN, NINE, now=now) is opened


@pytest.mark.parametrize(
    ("hours", "swaps"), [(-3, False), (-2, True), (5, True), (7 * 24 + 1, True), (7 * 24 + 2, False)]
)
def test_contacts_are_swapped_until_they_are_forgotten(hours, swaps):
    assert may_swap(SEVEN, NINE, now=SEVEN + timedelta(hours=hours)) is swaps


@pytest.mark.parametrize(
    ("noted", "present", "entitled", "deputies"),
    [
        ([], 0, 0, 0),
        ([("present", True), ("present", False), ("deputy", True), ("", True), ("excused", True)], 3, 2, 1),
        ([("absent", True), ("excused", True)], 0, 0, 0),
    ],
)
def test_deputies_are_there_and_who_is_only_expected_is_not(noted, present, entitled, deputies):
    found = numbers_of(noted)
    assert (found.present, found.entitled, found.deputies) == (present, entitled, deputies)


def test_capitals_and_spaces_make_no_other_person():
    assert same_name("  anna   Muster ") == same_name("Anna Muster")
    assert same_name("Anna Muster") != same_name("Anne Muster")


@pytest.mark.parametrize(("where", "said"), [("Café Krume", "Anna, Café Krume"), ("", "Anna"), ("Anna", "Anna")])
def test_a_name_says_where_from_unless_that_is_the_name(where, said):
    assert with_where_from("Anna", where) == said


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


@pytest.fixture
def event(district):
    """One that is going on."""
    return calendar.event(district, starts_at=timezone.now() + timedelta(minutes=5))


def page(district, name, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


def said_yes(event, name):
    return calendar.answer(event, name)


def at_the_door(event):
    meeting = builders.item(event).meeting
    return page(event.district, "check_in", room.token_of(meeting))


def names(event):
    return set(Attendance.objects.filter(meeting__event=event).values_list("name", "state"))


@pytest.mark.django_db
def test_one_touch_notes_that_somebody_is_there_and_another_takes_it_back(office, district, event):
    answer = said_yes(event, "Anna Muster")
    office.post(page(district, "mark", event.pk), {"guest": f"answer-{answer.pk}", "state": "present"})
    assert names(event) == {("Anna Muster", "present")}
    assert "1 Person ist da" in office.get(page(district, "attendance", event.pk)).content.decode()
    noted = Attendance.objects.get()
    office.post(page(district, "mark", event.pk), {"guest": f"attendance-{noted.pk}", "state": ""})
    assert names(event) == set()


@pytest.mark.django_db
def test_a_touch_changes_the_list_in_place(office, district, event):
    answer = said_yes(event, "Anna Muster")
    given = {"guest": f"answer-{answer.pk}", "state": "excused"}
    part = office.post(page(district, "mark", event.pk), given, headers={"HX-Request": "true"}).content.decode()
    assert "entschuldigt: 1" in part
    assert "<h1" not in part


@pytest.mark.django_db
def test_somebody_who_is_not_on_the_list_is_not_marked(office, district, event):
    other = said_yes(calendar.event(district), "Anna Muster")
    office.post(page(district, "mark", event.pk), {"guest": f"answer-{other.pk}", "state": "present"})
    office.post(page(district, "mark", event.pk), {"guest": f"answer-{other.pk}", "state": "gone"})
    assert names(event) == set()


@pytest.mark.django_db
def test_a_deputy_is_there_and_who_is_represented_is_excused(office, district, event):
    answer = said_yes(event, "Anna Muster")
    given = {"name": "Bernd Beispiel", "stands_for": f"answer-{answer.pk}"}
    office.post(page(district, "add_person", event.pk), given)
    assert names(event) == {("Anna Muster", "excused"), ("Bernd Beispiel", "deputy")}
    shown = office.get(page(district, "attendance", event.pk)).content.decode()
    assert "für Anna Muster" in shown


@pytest.mark.django_db
def test_nobody_stands_for_themselves(office, district, event):
    answer = said_yes(event, "Anna Muster")
    given = {"name": "anna muster", "stands_for": f"answer-{answer.pk}"}
    assert office.post(page(district, "add_person", event.pk), given).status_code == 422
    assert names(event) == set()


@pytest.mark.django_db
def test_who_answered_and_is_written_down_once_more_is_counted_once(office, district, event):
    said_yes(event, "Anna Muster")
    office.post(page(district, "add_person", event.pk), {"name": "ANNA  Muster"})
    assert names(event) == {("Anna Muster", "present")}


@pytest.mark.django_db
def test_people_check_in_by_their_name_without_an_account(client, event):
    answer = said_yes(event, "Anna Muster")
    url = at_the_door(event)
    assert "Anna Muster" in client.get(url).content.decode()
    assert client.post(url, {"guest": f"answer-{answer.pk}"}).status_code == 302
    assert names(event) == {("Anna Muster", "present")}
    assert "Anna Muster" not in client.get(url).content.decode()


@pytest.mark.django_db
def test_who_is_not_on_the_list_writes_their_name_and_twice_counts_once(client, event):
    url = at_the_door(event)
    for name in ("Neu Hier", "neu  hier"):
        answer = client.post(url, {"name": name, "of_what": "Blumen"}, follow=True)
        assert "Sie stehen auf der Liste" in answer.content.decode()
    assert names(event) == {("Neu Hier", "present")}


@pytest.mark.django_db
def test_the_door_asks_for_a_name(client, event):
    answer = client.post(at_the_door(event), {"name": " "})
    assert answer.status_code == 422
    assert "Bitte wählen Sie Ihren Namen" in answer.content.decode()


@pytest.mark.django_db
def test_the_door_lists_only_those_who_said_yes(client, event):
    calendar.answer(event, "Nina Nein", reply="no")
    calendar.invitation(event, "Gesa Gast")
    shown = client.get(at_the_door(event)).content.decode()
    assert "Nina Nein" not in shown
    assert "Gesa Gast" not in shown


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-3, 3])
def test_the_code_opens_nothing_on_another_day(client, district, days):
    event = calendar.event(district, starts_at=timezone.now() + timedelta(days=days))
    assert client.get(at_the_door(event)).status_code == 404


@pytest.mark.django_db
def test_the_code_is_shown_large_for_the_wall(office, district, event):
    answer = office.post(page(district, "open_room", event.pk), follow=True).content.decode()
    assert "data:image/svg+xml" in answer
    assert "/sitzung/" in answer


@pytest.mark.django_db
def test_names_go_after_three_years_and_how_many_they_were_stays(office, district, event):
    office.post(page(district, "add_person", event.pk), {"name": "Anna Muster"})
    later = event.ends_at + timedelta(days=1)
    forgetting.forget_attendances(forgetting.attendances_over(later))
    assert names(event) == {("", "present")}
    assert not forgetting.attendances_over(later).exists()


@pytest.mark.django_db
def test_nobody_checks_in_once_the_meeting_is_over(event):
    builders.item(event)
    page = f"/{event.district.slug}/sitzung/{room.token_of(event.meeting)}/"
    Meeting.objects.update(ended_at=timezone.now())
    assert "Die Sitzung ist zu Ende." in Client().get(page).text
    assert Client().post(page, {"name": "Spät Kommer"}).status_code == 422
    assert not Attendance.objects.exists()
