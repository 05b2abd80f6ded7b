"""Guests of a meeting read its minutes without what is for members alone, by their link and signed in."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.models import Body, Event
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.calendar.tests.inviting import mails
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.actions import attending, minutes
from kiezkontor.meetings.expecting import guests_of
from kiezkontor.meetings.guests import readers_of_closed
from kiezkontor.meetings.models import Attendance, Decision, Meeting
from kiezkontor.meetings.rules.deciding import proposed_quorum
from kiezkontor.meetings.tests import builders
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.making import slug_of
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
OPEN, CLOSED = "Lieferzone vor dem Markt", "Beitrag für das nächste Jahr"


@pytest.fixture
def kiez():
    return districts.district()


@pytest.fixture
def event(kiez):
    found = builders.event(kiez)
    builders.item(found, OPEN)
    builders.item(found, CLOSED, is_closed=True)
    return found


def pages_sent():
    """What opens behind the link of each mail, by its address."""
    return {each.to: Client().get(re.search(r"(/\S*/protokoll/\S+)", each.text)[1]).text for each in mails()}


def came(event, name, email, **details):
    calendar.invitation(event, name, email=email, **details)
    return attending.add_person(event, name=name, by=calendar.office_of(event.district))


def test_a_guest_reads_who_was_there_and_not_what_is_for_members(kiez, event):
    shop = organisations.organisation("Café Beispiel", slug=slug_of("Café Beispiel"), email="cafe@example.org")
    organisations.membership(shop, kiez)
    came(event, "Gesa Gast", "gesa@example.org", as_what="guest")
    came(event, "Meta Mitglied", "cafe@example.org", organisation=shop)
    claims = came(event, "Karl Kühn", "karl@example.org", as_what="guest")
    claims.of_what = "Café Beispiel"
    claims.save(update_fields=["of_what"])
    builders.approved(event)
    pages = pages_sent()
    assert (OPEN in pages["gesa@example.org"], CLOSED in pages["gesa@example.org"]) == (True, False)
    assert "Meta Mitglied" in pages["gesa@example.org"]
    assert CLOSED not in pages["karl@example.org"], "what is only written down at the door"
    assert (OPEN in pages["cafe@example.org"], CLOSED in pages["cafe@example.org"]) == (True, True)


def test_people_of_members_and_of_the_board_are_no_guests(kiez, event, django_assert_num_queries):
    shop = organisations.organisation("Café Beispiel", email="cafe@example.org")
    organisations.membership(shop, kiez)
    organisations.contact(shop, kiez, name="Rosa", email="Rosa@example.org")
    organisations.steward(person(email="stefan@example.org"), shop)
    districts.role(person(email="vera@example.org"), kiez, "board")
    elsewhere = organisations.organisation("Salon Schick", email="salon@example.org")
    organisations.contact(elsewhere, kiez, name="Egon", email="egon@example.org")
    for name in ("rosa", "Stefan", "vera", "egon", "salon"):
        came(event, name, f"{name}@example.org")
    meeting = Meeting.objects.select_related("event__district").get(event=event)
    with django_assert_num_queries(5):
        found = readers_of_closed(meeting)
    assert found == {"rosa@example.org", "stefan@example.org", "vera@example.org"}


def test_signed_in_a_guest_reads_the_same(kiez, event):
    organisations.membership(organisations.organisation(), kiez)
    guest = person(name="Gesa Gast")
    row = attending.add_person(event, name="Gesa Gast", by=calendar.office_of(kiez))
    row.person = guest
    row.save(update_fields=["person"])
    builders.approved(event)
    client = Client()
    client.force_login(guest)
    shown = client.get(district_path(kiez.slug, "meetings:minutes", event.pk)).text
    assert (OPEN in shown, CLOSED in shown) == (True, False)
    assert "Ohne, was nur für Mitglieder ist." in shown


def test_whoever_chooses_the_name_of_a_member_at_the_door_reads_as_a_guest(kiez, event):
    shop = organisations.organisation("Café Beispiel")
    organisations.membership(shop, kiez)
    invited = calendar.invitation(event, "Meta Mitglied", email="meta@example.org", organisation=shop)
    calendar.answer(event, "Meta Mitglied", email="meta@example.org", invitation=invited)
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
    stranger, own = person(name="Till Täuscher", email="till@example.org"), person(email="meta@example.org")
    door = district_path(kiez.slug, "meetings:check_in", room.token_of(Meeting.objects.get(event=event)))
    minutes_url = district_path(kiez.slug, "meetings:minutes", event.pk)
    [line] = guests_of(event)
    client = Client()
    client.force_login(stranger)
    assert client.post(door, {"guest": line.key, "name": "", "of_what": ""}).status_code == 302
    builders.approved(event)
    told = [each for each in mails() if "/protokoll/" in each.text]
    assert [each.to for each in told] == ["till@example.org"]
    pages = [client.get(re.search(r"(/\S*/protokoll/\S+)", told[0].text)[1]).text, client.get(minutes_url).text]
    assert [(OPEN in each, CLOSED in each) for each in pages] == [(True, False)] * 2
    Attendance.objects.filter(meeting__event=event).update(person=own)
    client.force_login(own)
    assert CLOSED in client.get(minutes_url).text
    assert readers_of_closed(Meeting.objects.get(event=event)) == {"meta@example.org"}


def test_a_network_without_members_has_no_guests(kiez, event):
    came(event, "Gesa Gast", "gesa@example.org")
    builders.approved(event)
    assert CLOSED in pages_sent()["gesa@example.org"]


def test_the_quorum_of_a_body_holds_without_being_entered(kiez):
    event = calendar.event(kiez, kind="body", starts_at=timezone.now() + timedelta(minutes=5))
    body = calendar.body(kiez, "Jury")
    Body.objects.filter(pk=body.pk).update(seats=3, quorum_percent=60)
    calendar.invitation(event, "Berta", email="berta@example.org", as_what="body", body=body)
    by = calendar.office_of(kiez)
    attending.add_person(event, name="Berta", by=by)
    first, second = builders.item(event), builders.item(event, "Zweites")
    decided = minutes.decide(first, wording="Wir machen es.", votes=minutes.Votes(1, 0, 0), by=by)
    assert (decided.quorum, decided.has_quorum, decided.is_adopted) == (proposed_quorum(3, 60), False, False)
    minutes.set_quorum(event, quorum=None, by=by)
    assert Meeting.objects.get(event=event).quorum == 0
    office = Client()
    office.force_login(districts.coordinator(kiez))
    shown = office.get(district_path(kiez.slug, "meetings:quorum", event.pk))
    assert "hat 3 Sitze. Vorgeschlagen sind 60 Prozent" in shown.text
    assert shown.context["form"].initial == {"quorum": None}, "none, as the office said"
    free = minutes.decide(second, wording="Wir machen es.", votes=minutes.Votes(1, 0, 0), by=by)
    assert free.has_quorum
    assert Decision.objects.filter(is_adopted=True).count() == 1


def test_a_guest_hears_of_a_task_only_where_its_item_is_for_them(kiez, event):
    shop = organisations.organisation("Café Beispiel", email="cafe@example.org")
    organisations.membership(shop, kiez)
    came(event, "Gesa Gast", "gesa@example.org", as_what="guest")
    came(event, "Meta Mitglied", "meta@example.org", organisation=shop)
    calendar.invitation(event, "Emil Ernst", email="emil@example.org", as_what="guest")
    excused = next(each.key for each in guests_of(event) if each.name == "Emil Ernst")
    attending.mark(event, excused, state="excused", by=calendar.office_of(kiez))
    open_item, closed = event.meeting.items.all()
    builders.task(open_item, "Zone ausmessen", owner="Gesa Gast")
    for name in ("Gesa Gast", "Meta Mitglied", "Emil Ernst"):
        builders.task(closed, f"Beitrag vorrechnen, {name}", owner=name)
    builders.task(closed, "Kasse prüfen", organisation=shop)
    office = Client()
    office.force_login(districts.coordinator(kiez))
    url = district_path(kiez.slug, "meetings:approve", event.pk)
    shown = office.get(url)
    assert [each.task.owner for each in shown.context["unreached"]] == ["Gesa Gast", "Emil Ernst"]
    assert "oder der Punkt ist nur für Mitglieder" in shown.text
    told = office.post(url, {"readers": "attendees", "is_read": "on"}, follow=True).text
    assert "Gesa Gast, Emil Ernst" in told
    found = {each.to: each.text for each in OutgoingMail.objects.all()}
    assert set(found) == {"gesa@example.org", "meta@example.org"}
    words = {to: ("Zone" in text, "Beitrag vorrechnen" in text, "Kasse" in text) for to, text in found.items()}
    assert words["gesa@example.org"] == (True, False, False)
    assert words["meta@example.org"] == (False, True, True)
