"""Several times of one event: tours in a row, a workshop on two days, each with places of its own."""

import json
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.actions import events, slots
from kiezkontor.calendar.actions.answers import link_to
from kiezkontor.calendar.models import Answer, Slot
from kiezkontor.calendar.rules.slots import closes_at, lie_within, one_after_another
from kiezkontor.calendar.telling import tell_untold
from kiezkontor.calendar.tests import builders
from kiezkontor.notices.delivery import message_of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

TEN = datetime(2027, 5, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA = "anna@example.org"


@pytest.mark.parametrize(("count", "begins"), [(1, [10]), (3, [10, 11, 12])])
def test_tours_follow_each_other(count, begins):
    times = one_after_another(TEN, TEN + HOUR, count)
    assert [first.hour for first, _last in times] == begins
    assert {last - first for first, last in times} == {HOUR}


@pytest.mark.parametrize(
    ("begins", "ends", "within"), [(10, 11, True), (10, 13, True), (9, 11, False), (12, 14, False)]
)
def test_a_time_lies_within_its_event(begins, ends, within):
    times = [(TEN.replace(hour=begins), TEN.replace(hour=ends))]
    assert lie_within(times, first=TEN, last=TEN + 3 * HOUR) is within
    assert lie_within([], first=TEN, last=TEN)


@pytest.mark.parametrize(("until", "closes"), [(None, TEN), (TEN - HOUR, TEN - HOUR), (TEN + HOUR, TEN)])
def test_answers_are_taken_until_it_begins_or_earlier(until, closes):
    assert closes_at(TEN, until) == closes


def url(district, name, *args):
    return district_path(district.slug, f"calendar:{name}", *args)


def read(client, district, name, *args, query=""):
    return client.get(url(district, name, *args) + query).content.decode()


def mails():
    """Subject and method of the calendar of each mail written since."""
    tell_untold(now=timezone.now())
    found = []
    for each in OutgoingMail.objects.order_by("pk"):
        made = message_from_bytes(message_of(each).message().as_bytes())
        parts = [part for part in made.walk() if part.get_content_type() == "text/calendar"]
        found.append((each.subject, parts[0].get_param("method") if parts else None))
    OutgoingMail.objects.all().delete()
    return found


@pytest.mark.django_db
def test_the_office_makes_three_tours_and_people_choose_one(office, kiez):
    begins = (timezone.localtime() + timedelta(days=9)).replace(hour=10, minute=0, second=0, microsecond=0)
    event = builders.event(kiez, "Rundgang", starts_at=begins, ends_at=begins + timedelta(hours=3))
    page = read(office, kiez, "office_slot_new", event.pk)
    sending = re.search(r'name="once" value="([^"]+)"', page)
    said = {"label": "", "on": f"{begins:%Y-%m-%d}", "begins": "10:00", "ends": "11:00", "count": 3, "capacity": 1}
    said |= {"once": sending[1]} if sending else {}
    answer = office.post(url(kiez, "office_slot_new", event.pk), said, follow=True).content.decode()
    assert "3 Zeiten sind hinzugefügt." in answer
    assert [each.capacity for each in event.slots.all()] == [1, 1, 1]
    assert "11:00 bis 12:00 Uhr" in answer
    second = event.slots.order_by("starts_at")[1]
    shown = read(Client(), kiez, "event", event.pk)
    assert f"{url(kiez, 'register', event.pk)}?zeit={second.pk}" in shown
    form = read(Client(), kiez, "register", event.pk, query=f"?zeit={second.pk}")
    assert re.search(rf'value="{second.pk}"[^>]*checked', form)
    builders.answer(event, "Anna", slot=second)
    builders.answer(event, "Bertram", slot=second)
    seats = list(Answer.objects.order_by("pk").values_list("seat", flat=True))
    assert seats == ["seated", "waiting"]
    page = read(office, kiez, "office_event", event.pk)
    assert "11:00 bis 12:00 Uhr: 1 von 1 Plätzen vergeben, auf der Warteliste: 1" in " ".join(page.split())


@pytest.mark.django_db
def test_calendars_and_search_engines_read_each_time(kiez):
    first, second, _third = builders.tours(kiez, "Rundgang")
    slots.change_slot(second.pk, label="Auf Polnisch", times=(second.starts_at, second.ends_at), capacity=5,
                      by=builders.office_of(kiez))  # fmt: skip
    slots.cancel_slot(first.pk, by=builders.office_of(kiez))
    feed = b"".join(Client().get(url(kiez, "ics")))
    read_back = icalendar.Calendar.from_ical(feed).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in read_back] == ["Rundgang", "Rundgang: Auf Polnisch", "Rundgang"]
    assert [str(each["STATUS"]) for each in read_back] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]
    assert len({str(each["UID"]) for each in read_back}) == 3
    page = read(Client(), kiez, "event", second.event_id)
    data = json.loads(re.search(r"application/ld\+json\">(.*?)</script>", page, re.S)[1])
    assert [each["name"] for each in data["subEvent"]] == ["Auf Polnisch", "Rundgang"]
    programs = Client().get(f"/{kiez.slug}/api/v1/events/{second.event_id}").json()["times"]
    assert [each["is_cancelled"] for each in programs] == [True, False, False]


@pytest.mark.django_db
def test_a_cancelled_time_is_told_and_another_can_be_chosen(office, kiez):
    first, second, third = builders.tours(kiez, "Rundgang", capacity=1)
    event = first.event
    anna = builders.answer(event, "Anna", slot=first, email=ANNA)
    builders.answer(event, "Bertram", slot=second)
    assert mails() == [("Sie kommen: Rundgang", "REQUEST")]
    assert "1 Person erfährt es" in read(office, kiez, "office_slot_cancel", event.pk, first.pk)
    office.post(url(kiez, "office_slot_cancel", event.pk, first.pk))
    assert mails() == [("Diese Zeit ist abgesagt: Rundgang", "CANCEL")]
    with pytest.raises(ActionRefused, match="abgesagt"):
        builders.answer(event, "Carla", slot=Slot.objects.get(pk=first.pk))
    token = link_to(anna)
    page = read(Client(), kiez, "own_answer", token)
    assert "Die Zeit, für die Sie geantwortet haben, ist abgesagt." in page
    said = {"reply": "yes", "slot_pk": third.pk, "name": "Anna", "people": 1, "note": "", "sending": "neu"}
    Client().post(url(kiez, "own_answer", token), said)
    anna.refresh_from_db()
    assert (anna.slot_id, anna.seat) == (third.pk, "seated")
    assert mails() == [("Sie kommen: Rundgang", "REQUEST")]
    assert Slot.objects.get(pk=first.pk).taken == 0
    office.post(url(kiez, "office_slot_restore", event.pk, first.pk))
    assert Slot.objects.get(pk=first.pk).cancelled_at is None
    verbs = list(AuditEntry.objects.filter(verb__startswith="event.time").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["event.times_added", "event.time_cancelled", "event.time_restored"]


@pytest.mark.django_db
def test_who_says_no_to_a_cancelled_time_need_not_choose_another(kiez):
    first, second, _third = builders.tours(kiez)
    anna = builders.answer(first.event, "Anna", slot=first, email=ANNA)
    by = builders.office_of(kiez)
    slots.cancel_slot(first.pk, by=by)
    slots.cancel_slot(second.pk, by=by)
    page = url(kiez, "own_answer", link_to(anna))
    said = {"reply": "yes", "name": "Anna", "people": 1, "note": "", "sending": "neu"}
    assert Client().post(page, said).status_code == 422  # the one that is left was not chosen
    assert Client().post(page, said | {"reply": "no"}).status_code == 302
    anna.refresh_from_db()
    assert (anna.reply, anna.slot_id, anna.seat) == ("no", first.pk, "")


@pytest.mark.django_db
def test_the_last_time_stays_and_one_with_answers_is_not_removed(office, kiez):
    first, second, third = builders.tours(kiez)
    builders.answer(first.event, "Anna", slot=first)
    answer = office.post(url(kiez, "office_slot_remove", first.event_id, first.pk), follow=True).content.decode()
    assert "Zu dieser Zeit ist 1 Antwort notiert." in answer
    office.post(url(kiez, "office_slot_remove", first.event_id, second.pk))
    office.post(url(kiez, "office_slot_cancel", first.event_id, first.pk))
    answer = office.post(url(kiez, "office_slot_cancel", first.event_id, third.pk), follow=True).content.decode()
    assert "Das ist die einzige Zeit, die stattfindet." in answer
    assert list(first.event.slots.filter(cancelled_at=None)) == [third]


@pytest.mark.django_db
def test_times_move_with_their_event_and_stay_within_it(office, kiez):
    first, _second, third = builders.tours(kiez)
    event, by = first.event, builders.office_of(kiez)
    events.move_event(event.pk, starts_at=event.starts_at + HOUR, ends_at=event.ends_at + HOUR, by=by)
    values = {"starts_at": event.starts_at + 2 * HOUR, "ends_at": event.ends_at + 2 * HOUR}
    events.change_event(event.pk, values=values, by=by)
    before = first.starts_at
    first.refresh_from_db()
    assert first.starts_at == before + 2 * HOUR
    with pytest.raises(ActionRefused, match="außerhalb des Termins"):
        events.change_event(event.pk, values={"ends_at": values["ends_at"] - HOUR}, by=by)
    said = {"label": "", "on": f"{first.starts_at:%Y-%m-%d}", "begins": "04:00", "ends": "05:00", "capacity": ""}
    answer = office.post(url(kiez, "office_slot", event.pk, third.pk), said)
    assert answer.status_code == 422
    assert "Das liegt außerhalb der Zeit" in answer.content.decode()


@pytest.mark.django_db
def test_a_later_day_of_a_workshop_is_open_when_the_first_has_begun(kiez):
    begins = timezone.now() - HOUR
    event = builders.event(kiez, "Werkstatt", starts_at=begins, ends_at=begins + timedelta(days=2))
    by = builders.office_of(kiez)
    slots.add_slots(event.pk, label="Erster Tag", times=(begins, begins + 3 * HOUR), capacity=None, by=by)
    later = (begins + 24 * HOUR, begins + 27 * HOUR)
    (saturday,) = slots.add_slots(event.pk, label="Zweiter Tag", times=later, capacity=None, by=by)
    form = read(Client(), kiez, "register", event.pk)
    assert ("Erster Tag" in form, "Zweiter Tag" in form) == (False, True)
    assert builders.answer(event, "Anna", slot=saturday).seat == "seated"
