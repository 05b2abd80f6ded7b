"""An idea becomes a joint action or leads to an event there is; both pages find each other."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.audit.models import AuditEntry
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.voices.actions import acting
from kiezkontor.voices.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(districts.coordinator(kiez))
    return client


def page(voice, rest="aktion/"):
    return f"/musterkiez/buero/hinweise/{voice.pk}/{rest}"


def planned(**said):
    return {"event": "", "title": "Pflanztag", "on": "2027-04-17", "begins": "15:00", "ends": "", **said}


def test_an_idea_becomes_a_joint_action_both_pages_of_which_find_each_other(office, kiez, client):
    voice = builders.published(kiez, shown_title="Blumenkübel vor die Läden")
    made = office.post(page(voice), planned(title=voice.shown_title))
    event = Event.objects.get()
    assert made.url == f"/musterkiez/buero/kalender/{event.pk}/aendern/"
    assert (event.kind, event.stage, event.title) == ("action", "planned", "Blumenkübel vor die Läden")
    assert event.ends_at - event.starts_at == timedelta(hours=2)
    assert "Gemeinsame Aktion: Blumenkübel" in office.get(page(voice, "")).text
    public = f"/musterkiez/hinweise/{voice.pk}/"
    assert "Aktion" not in client.get(public).text
    office.post(f"/musterkiez/buero/kalender/{event.pk}/ankuendigen/")
    assert f'href="/musterkiez/kalender/{event.pk}/"' in client.get(public).text
    shown = client.get(f"/musterkiez/kalender/{event.pk}/").text
    assert "Am Anfang stand eine Idee" in shown
    assert f'href="{public}"' in shown


def test_what_is_not_public_of_one_is_not_told_on_the_page_of_the_other(office, kiez, client):
    hidden, public = builders.voice(kiez, shown_title="Nur fürs Büro"), builders.published(kiez)
    among_us = calendar.event(kiez, "Putzen unter uns", kind="action", audience="members")
    told = calendar.event(kiez, "Straßenfest", kind="public")
    for voice, event in ((hidden, told), (public, among_us)):
        assert office.post(page(voice), {"event": event.pk}).status_code == 302
    assert "Nur fürs Büro" not in client.get(f"/musterkiez/kalender/{told.pk}/").text
    assert "Putzen unter uns" not in client.get(f"/musterkiez/hinweise/{public.pk}/").text


def test_an_event_is_noted_once_and_can_be_taken_away(office, kiez):
    voice, event = builders.published(kiez), calendar.event(kiez, "Straßenfest", kind="public")
    for _again in range(2):
        office.post(page(voice), {"event": event.pk})
    assert AuditEntry.objects.filter(verb="voice.acted_on").count() == 1
    assert list(voice.events.all()) == [event]
    assert "Straßenfest" in office.get(page(voice)).text
    assert office.post(page(voice, "aktion/loesen/"), {"event": event.pk}).status_code == 302
    assert not voice.events.exists()
    assert Event.objects.filter(pk=event.pk).exists()
    for nothing in (event.pk, "x"):
        assert office.post(page(voice, "aktion/loesen/"), {"event": nothing}).status_code == 302


@pytest.mark.parametrize(
    ("said", "field"),
    [({"title": ""}, "title"), ({"on": ""}, "on"), ({"begins": ""}, "begins"), ({"ends": "14:00"}, "ends")],
)
def test_a_new_action_needs_a_title_a_day_and_a_beginning(office, kiez, said, field):
    response = office.post(page(builders.voice(kiez)), planned(**said))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Event.objects.exists()


def test_events_long_over_and_meetings_are_not_offered(office, kiez):
    now, lasts = timezone.now(), timedelta(hours=2)
    for days in (59, 62):
        begins = now - timedelta(days=days)
        calendar.event(kiez, f"Vor {days} Tagen", kind="action", starts_at=begins, ends_at=begins + lasts)
    calendar.event(kiez, "Gewerberunde im Mai", kind="round")
    shown = office.get(page(builders.voice(kiez))).text
    assert "Gewerberunde im Mai" not in shown
    assert "Vor 59 Tagen" in shown
    assert "Vor 62 Tagen" not in shown


@pytest.mark.parametrize(("is_named", "said"), [(True, "Blumen Muster"), (False, "")])
def test_an_action_says_whose_idea_it_was_where_its_author_wants_to_be_named(is_named, said):
    kiez = districts.district()
    shop = organisations.organisation("Blumen Muster")
    idea = builders.published(kiez, organisation=shop, names_organisation=is_named, name="Anna Muster")
    begins = timezone.now() + timedelta(days=9)
    by = calendar.office_of(kiez)
    event = acting.plan_action(idea.pk, title="Fest", starts_at=begins, ends_at=begins + timedelta(hours=2), by=by)
    assert event.initiator == said
