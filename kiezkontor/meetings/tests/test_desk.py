"""Minutes not sent two weeks after their meeting, and calls to who is offered a place, wait on the desk."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import set_urlconf
from django.utils import timezone

from kiezkontor.accounts.viewer import EDITOR, FIELD_WORKER
from kiezkontor.calendar.actions import answers
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.calendar.rules.kinds import Channel
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import desk
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district()


def lines(district, viewer=None):
    set_urlconf(settings.DISTRICT_URLCONF)
    found = list(desk.waiting(viewer or calendar.office_of(district), district, timezone.localdate()))
    set_urlconf(None)
    return found


def held(district, title, *, days=20, **details):
    event = builders.earlier_event(district, days, title=title, **details)
    builders.item(event)
    return event


def test_minutes_wait_on_the_desk_from_two_weeks_on_until_they_are_sent(kiez, client):
    late = held(kiez, "Runde im Mai")
    held(kiez, "Runde von eben", days=13)
    client.force_login(districts.coordinator(kiez))
    shown = client.get(district_path(kiez.slug, "home:office")).text
    assert "Das Protokoll von „Runde im Mai“" in shown
    assert district_path(kiez.slug, "meetings:live", late.pk) in shown
    assert "Runde von eben“ vom" not in shown
    (line,) = lines(kiez)
    assert line.due_on == timezone.localdate(late.ends_at + timedelta(days=14))
    builders.approved(late)
    assert lines(kiez) == []


@pytest.mark.parametrize("stage", ["planned", "postponed", "cancelled"])
def test_a_meeting_that_was_not_held_waits_for_no_minutes(kiez, stage):
    Event.objects.filter(pk=held(kiez, "Runde").pk).update(stage=stage)
    assert lines(kiez) == []


def test_a_list_of_who_came_alone_waits_for_no_minutes(kiez):
    attending.add_person(builders.earlier_event(kiez, 20), name="Anna", by=calendar.office_of(kiez))
    assert lines(kiez) == []


def test_of_many_there_is_one_line_and_others_do_not_read_it(kiez):
    for nth in range(6):
        held(kiez, f"Runde {nth}", days=40 - nth)
    (line,) = lines(kiez)
    assert "6 Treffen" in line.sentence
    assert "Runde 0" in line.sentence
    for person, role in ((districts.editor(kiez), EDITOR), (districts.field_worker(kiez), FIELD_WORKER)):
        assert lines(kiez, districts.viewer(person, kiez, role)) == []
    assert lines(districts.district()) == []


def test_whoever_is_offered_a_place_without_an_address_is_called(kiez):
    event = calendar.event(kiez, "Runde im Juni", capacity=1, hold_hours=24)
    first = calendar.answer(event, "Anna")
    for name, email in (("Berta", ""), ("Clara", "clara@example.org")):
        calendar.answer(event, name, email=email)
    given = answers.Given(reply="no", name="Anna", people=1, email="")
    assert lines(kiez) == []
    answers.change_answer(first.pk, given=given, key="gives-it-back", channel=Channel.LINK)
    (line,) = lines(kiez)
    assert "„Runde im Juni“" in line.sentence
    assert "Bitte rufen Sie an: Berta." in line.sentence
    assert line.url.endswith(f"/{event.pk}/")
    assert lines(kiez, districts.viewer(districts.field_worker(kiez), kiez, FIELD_WORKER)) == []
    Answer.objects.filter(name="Berta").update(offered_until=timezone.now() - timedelta(minutes=1))
    assert lines(kiez) == []
