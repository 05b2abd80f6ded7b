"""What an agenda is offered of many ideas and problems, and of what earlier meetings did not settle."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import agenda, minutes
from kiezkontor.meetings.models import AgendaItem
from kiezkontor.meetings.proposing import MOST_VOICES, proposals
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return districts.district()


@pytest.fixture
def line(district):
    return builders.series(district)


@pytest.fixture
def office(district):
    client = Client()
    client.force_login(districts.coordinator(district))
    return client


def page(district, name, *args):
    return district_path(district.slug, f"meetings:{name}", *args)


def offered(event):
    return [each.title for each in proposals(calendar.office_of(event.district), event, None) if each.earlier]


def unsettled(event, title="Logo wählen", **details):
    item = builders.item(event, title, **details)
    minutes.settle(item, goes_on=True, by=calendar.office_of(event.district))
    return item


def taken(event, item):
    (made,) = agenda.take(event, [f"item-{item.pk}"], by=calendar.office_of(event.district))
    return made


def test_of_many_problems_and_ideas_all_can_be_taken_the_newer_ones_from_below(office, district):
    event, many = builders.event(district), MOST_VOICES + 5
    problems = [voices.voice(district, kind="problem", shown_title=f"Problem {nth}") for nth in range(many)]
    ideas = [voices.published(district, shown_title=f"Idee {nth}") for nth in range(many)]
    shown = office.get(page(district, "agenda", event.pk))
    first = [each.voice.pk for each in shown.context["proposals"] if each.voice]
    below = [each.voice.pk for each in shown.context["further"]]
    assert first == [each.pk for each in (*problems[:MOST_VOICES], *ideas[:MOST_VOICES])]
    assert below == [each.pk for each in (*problems[MOST_VOICES:], *ideas[MOST_VOICES:])]
    assert "10 neuere Probleme und Ideen" in shown.text
    assert not any(each.is_chosen for each in shown.context["further"])
    for each in (*problems, *ideas):
        assert f'value="voice-{each.pk}"' in shown.text
    ticked = [f"voice-{each.pk}" for each in (*problems, *ideas)]
    office.post(page(district, "take", event.pk), {"proposal": ticked})
    assert set(AgendaItem.objects.values_list("voice", flat=True)) == {each.pk for each in (*problems, *ideas)}


@pytest.mark.parametrize("stage", ["cancelled", "postponed"])
def test_a_meeting_that_is_off_does_not_lose_what_the_one_before_left(district, line, stage):
    item = unsettled(builders.earlier_event(district, 90, series=line))
    off = builders.earlier_event(district, 30, series=line)
    again = taken(off, item)
    minutes.settle(again, goes_on=True, by=calendar.office_of(district))
    Event.objects.filter(pk=off.pk).update(stage=stage)
    event = builders.event(district, series=line)
    assert offered(event) == ["Logo wählen"]
    assert taken(event, item).earlier == item


def test_what_was_not_ticked_once_is_offered_until_a_later_meeting_takes_it(office, district, line):
    item = unsettled(builders.earlier_event(district, 90, series=line))
    unsettled(builders.earlier_event(district, 30, series=line), "Fest")
    event = builders.event(district, series=line)
    assert offered(event) == ["Logo wählen", "Fest"]
    again = taken(event, item)
    later = builders.event(district, series=line, starts_at=timezone.now() + timedelta(days=40))
    assert offered(later) == ["Fest"]
    office.post(page(district, "item_settle", again.pk), {"goes_on": "yes"})
    assert offered(later) == ["Fest", "Logo wählen"]


def test_what_a_meeting_took_itself_is_not_offered_twice_while_it_is_postponed(district, line):
    item = unsettled(builders.earlier_event(district, 90, series=line))
    event = builders.event(district, series=line)
    by = calendar.office_of(district)
    agenda.change_item(taken(event, item), values={"title": "Anders"}, by=by)
    Event.objects.filter(pk=event.pk).update(stage="postponed")
    event.refresh_from_db()
    assert offered(event) == []
    assert agenda.take(event, [f"item-{item.pk}"], by=by) == []


def test_what_is_left_of_a_confidential_meeting_is_offered_to_no_other(district):
    unsettled(builders.earlier_event(district, kind="body", audience="invited", is_confidential=True), "Kredit")
    unsettled(builders.earlier_event(district, 30, kind="body", audience="invited"), "Satzung")
    assert offered(builders.event(district, kind="body", audience="invited")) == ["Satzung"]
    among_few = builders.event(district, kind="body", audience="invited", is_confidential=True)
    assert offered(among_few) == ["Kredit", "Satzung"]


def test_a_member_meeting_is_offered_what_a_workshop_left_but_not_what_was_for_few(district, line):
    workshop = builders.earlier_event(district, kind="workshop", audience="members")
    logo, party = unsettled(workshop), unsettled(workshop, "Fest")
    unsettled(workshop, "Mietsachen", is_closed=True)
    unsettled(builders.earlier_event(district, kind="workshop", audience="invited"), "Jury")
    unsettled(builders.earlier_event(district, kind="body"), "Satzung")
    event = builders.event(district, series=line)
    assert offered(event) == ["Logo wählen", "Fest"]
    assert taken(event, logo).is_closed
    assert not taken(builders.event(district, audience="members"), party).is_closed
