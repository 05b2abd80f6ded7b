"""An idea said at a meeting has the author the office chooses, who hears how it goes on and where it is dealt with."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending, minutes
from kiezkontor.meetings.models import Attendance
from kiezkontor.meetings.tests import builders
from kiezkontor.members.tests.builders import member, of
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.shared.mounting import district_path
from kiezkontor.voices.actions.deciding import move
from kiezkontor.voices.models import Voice
from kiezkontor.voices.tests import builders as voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiez():
    return districts.district()


@pytest.fixture
def office(kiez):
    client = Client()
    client.force_login(districts.coordinator(kiez))
    return client


@pytest.fixture
def item(kiez):
    return builders.item(builders.event(kiez, title="Runde", starts_at=timezone.now() + timedelta(hours=1)), "Bänke")


def came(item, name, *, email="", state="present", **details):
    event = item.meeting.event
    if email:
        answer = calendar.answer(event, name, email=email)
        attending.mark(event, f"answer-{answer.pk}", state=state, by=calendar.office_of(event.district))
        return Attendance.objects.get(answer=answer)
    row = attending.add_person(event, name=name, by=calendar.office_of(event.district))
    Attendance.objects.filter(pk=row.pk).update(state=state, **details)
    return row


def keep(office, kiez, item, author=None, **more):
    said = {"kind": "idea", "words": "Ein Bücherschrank am Platz", "author": author.pk if author else "", **more}
    return office.post(district_path(kiez.slug, "meetings:item_idea", item.pk), said)


def test_who_gave_an_address_is_asked_once_and_then_hears_how_it_goes_on(office, client, kiez, item):
    assert keep(office, kiez, item, came(item, "Anna Muster", email="anna@example.org")).status_code == 302
    voice = Voice.objects.get()
    assert (voice.name, voice.email, voice.email_confirmed_at) == ("Anna Muster", "anna@example.org", None)
    (asked,) = OutgoingMail.objects.all()
    assert asked.to == "anna@example.org"
    by = calendar.office_of(kiez)
    move(voice.pk, to="under_review", by=by)
    assert OutgoingMail.objects.count() == 1
    Voice.objects.update(email_confirmed_at=timezone.now())
    move(voice.pk, to="accepted", by=by)
    assert [mail.to for mail in OutgoingMail.objects.order_by("pk")] == ["anna@example.org"] * 2


def test_who_looks_after_an_entry_finds_it_among_their_own(office, client, kiez, item):
    owner = member(kiez)
    assert keep(office, kiez, item, came(item, "Olga", person=owner, organisation=of(owner))).status_code == 302
    voice = Voice.objects.get()
    assert (voice.person, voice.organisation, voice.email) == (owner, of(owner), "")
    move(voice.pk, to="accepted", by=calendar.office_of(kiez))
    assert [mail.to for mail in OutgoingMail.objects.all()] == [owner.email]
    client.force_login(owner)
    assert client.get(district_path(kiez.slug, "voices:mine", voice.pk)).status_code == 200


def test_who_looks_after_no_entry_is_an_author_by_name(office, kiez, item):
    keep(office, kiez, item, came(item, "Gesa Gast"))
    voice = Voice.objects.get()
    assert (voice.name, voice.email, voice.person) == ("Gesa Gast", "", None)
    assert not OutgoingMail.objects.exists()


def test_nobody_need_be_named_and_only_who_is_there_can_be(office, kiez, item):
    excused = came(item, "Emil", state="excused")
    elsewhere = came(builders.item(builders.event(kiez)), "Nora Nebenan")
    for author in (excused, elsewhere):
        assert keep(office, kiez, item, author).status_code == 422
    assert not Voice.objects.exists()
    keep(office, kiez, item)
    assert (Voice.objects.get().name, Voice.objects.get().email) == ("", "")


def test_the_own_page_leads_to_agenda_minutes_tasks_and_action_as_far_as_they_are_read(client, kiez, item):
    owner = member(kiez)
    idea = voices.published(kiez, person=owner, organisation=of(owner), shown_title="Bücherschrank")
    event = item.meeting.event
    dealt = builders.item(event, "Der Schrank", voice=idea)
    builders.item(builders.event(kiez, title="Hinter der Tür"), "Geheim", voice=idea, is_closed=True)
    minutes.write(dealt, text="Wir wollen ihn.", version=0, by=calendar.office_of(kiez))
    builders.task(dealt, "Schrank bauen")
    action = builders.event(kiez, title="Aufbau", kind="action")
    idea.events.add(action)
    own = district_path(kiez.slug, "voices:mine", idea.pk)
    client.force_login(owner)
    shown = client.get(own).text
    assert district_path(kiez.slug, "calendar:event", event.pk) in shown
    assert district_path(kiez.slug, "calendar:event", action.pk) in shown
    assert "Schrank bauen" not in shown
    assert "Hinter der Tür" not in shown
    builders.approved(event)
    assert "Schrank bauen" not in client.get(own).text
    builders.approved(event, readers="members")
    builders.task(dealt, "Noch in keinem Protokoll")
    shown = client.get(own).text
    assert "Aufgabe, noch offen: Schrank bauen" in shown
    assert district_path(kiez.slug, "meetings:minutes", event.pk) in shown
    assert "Noch in keinem Protokoll" not in shown
    assert "Hinter der Tür" not in shown
