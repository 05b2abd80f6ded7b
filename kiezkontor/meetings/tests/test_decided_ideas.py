"""Where minutes are approved, whoever gave an idea the meeting decided on may be told with one tap."""

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.desk.actions import finish_task
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions.attending import add_person
from kiezkontor.meetings.actions.minutes import Votes, decide
from kiezkontor.meetings.models import MinutesVersion
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db


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
    found = builders.event(district, starts_at=timezone.now())
    for name in ("Anna Muster", "Bernd Beispiel"):
        add_person(found, name=name, by=calendar.office_of(district))
    return found


def talked_about(event, title, *, votes=None, status="under_review", **details):
    """An idea of a visitor who may be written to, decided on at an item of its own."""
    confirmed = {"email": "ida@example.org", "email_confirmed_at": timezone.now()}
    voice = voices.published(event.district, shown_title=title, status=status, **confirmed)
    item = builders.item(event, title, voice=voice, **details)
    decide(item, wording=f"{title}: so machen wir es.", votes=votes or Votes(), by=calendar.office_of(event.district))
    return voice


def approve(client, event, **said):
    url = district_path(event.district.slug, "meetings:approve", event.pk)
    return client.post(url, {"readers": "attendees"} | said)


def form_of(client, event):
    return client.get(district_path(event.district.slug, "meetings:approve", event.pk)).context["form"]


def offered(form, voice):
    return [value for value, _label in form.fields[f"status_{voice.pk}"].choices]


def test_nothing_is_sent_without_the_tap_and_all_of_it_with_one(office, event):
    benches, lights = talked_about(event, "Bänke"), talked_about(event, "Lichter")
    form = form_of(office, event)
    assert offered(form, benches) == ["", "accepted", "forwarded", "declined", "under_review"]
    assert form[f"status_{benches.pk}"].value() == ""
    assert form[f"reason_{benches.pk}"].value() == "Bänke: so machen wir es."
    told = {f"status_{benches.pk}": "accepted", f"reason_{benches.pk}": "Bänke: so machen wir es."}
    assert approve(office, event, **told, **{f"reason_{lights.pk}": "Lichter: so machen wir es."}).status_code == 302
    (mail,) = [each for each in voices.mails() if each.to == "ida@example.org"]
    assert "Bänke: so machen wir es." in mail.text
    for voice in (benches, lights):
        voice.refresh_from_db()
    assert (benches.status, lights.status) == ("accepted", "under_review")
    assert benches.steps.last().reason == "Bänke: so machen wir es."
    assert MinutesVersion.objects.count() == 1


def test_a_vote_against_it_offers_to_decline_with_the_reason(office, event):
    voice = talked_about(event, "Sperrung", votes=Votes(yes=0, no=2, abstained=0))
    form = form_of(office, event)
    assert offered(form, voice)[:2] == ["", "declined"]
    refused = approve(office, event, **{f"status_{voice.pk}": "declined", f"reason_{voice.pk}": " "})
    assert refused.status_code == 422
    assert refused.context["form"].has_error(f"reason_{voice.pk}")
    assert not MinutesVersion.objects.exists()
    assert approve(office, event, **{f"status_{voice.pk}": "duplicate"}).status_code == 422
    told = {f"status_{voice.pk}": "declined", f"reason_{voice.pk}": form[f"reason_{voice.pk}"].value()}
    assert approve(office, event, **told).status_code == 302
    voice.refresh_from_db()
    assert voice.status == "declined"


def test_who_gave_an_idea_that_is_in_work_hears_of_the_next_decision_as_well(office, event):
    voice = talked_about(event, "Bänke", status="in_work")
    assert offered(form_of(office, event), voice)[-1] == "in_work"
    news = {f"status_{voice.pk}": "in_work", f"reason_{voice.pk}": ""}
    assert approve(office, event, **news).status_code == 422
    assert approve(office, event, **news | {f"reason_{voice.pk}": "Es werden fünf."}).status_code == 302
    (mail,) = [each for each in voices.mails() if each.to == "ida@example.org"]
    assert "Es werden fünf." in mail.text
    voice.refresh_from_db()
    assert voice.status == "in_work"


def test_what_the_closed_part_decided_is_not_put_into_words_others_read(office, event):
    voice = talked_about(event, "Miete", is_closed=True)
    assert form_of(office, event)[f"reason_{voice.pk}"].value() == ""


def test_ideas_nobody_decided_on_and_items_without_one_are_not_asked_about(office, event):
    voice = voices.published(event.district)
    builders.item(event, "Nur geredet", voice=voice)
    assert not [name for name in form_of(office, event).fields if name.startswith("status_")]


def test_the_idea_leads_to_the_tasks_a_meeting_asked_for(office, event):
    voice = talked_about(event, "Bänke")
    item = event.meeting.items.get()
    first, second = builders.task(item, "Angebote holen"), builders.task(item, "Platz ausmessen")
    finish_task(second.task_id, by=calendar.office_of(event.district))
    shown = office.get(district_path(event.district.slug, "voices:office_voice", voice.pk)).text
    assert "Aufgabe, noch offen: Angebote holen" in shown
    assert district_path(event.district.slug, "desk:edit", first.task_id) in shown
    assert "Aufgabe, erledigt: Platz ausmessen" in shown
    public = Client().get(district_path(event.district.slug, "voices:voice", voice.pk)).text
    assert "Angebote holen" not in public
