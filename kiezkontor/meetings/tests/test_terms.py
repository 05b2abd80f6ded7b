"""Who is a member of a body on the day of its meeting: votes, quorum and minutes follow the term."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.accounts.tests.builders import person
from kiezkontor.calendar.access import own_events
from kiezkontor.calendar.access_bodies import body_at
from kiezkontor.calendar.actions.bodies import save_body, seat_member
from kiezkontor.calendar.models import BodyMember, Event, Invitation
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.models import Role
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending
from kiezkontor.meetings.actions.approving import addresses
from kiezkontor.meetings.models import Attendance
from kiezkontor.meetings.room import token_of
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db
NAMES = ("Stefan Stets", "Nora Neu", "Gero Gegangen", "Dora Deputy")


class Council:
    """Of four, of whom Dora is the deputy of Stefan. All but Nora are invited; she joined afterwards."""

    def __init__(self, kiez):
        self.kiez, self.by = kiez, calendar.office_of(kiez)
        self.event = calendar.event(kiez, kind="body", starts_at=timezone.now() + timedelta(minutes=5))
        self.day = timezone.localdate(self.event.starts_at)
        self.body = calendar.body(kiez, "Beirat")
        long_ago = self.day - timedelta(days=400)
        self.people = {
            name: districts.role(person(name=name), kiez, "body_member", from_on=long_ago).person for name in NAMES
        }
        self.body.members.set(self.people.values())
        for name in ("Stefan Stets", "Gero Gegangen"):
            calendar.invitation(self.event, name, email=self.people[name].email, as_what="body", body=self.body)
        self.seat("Dora Deputy").deputy_of = self.seat("Stefan Stets")
        BodyMember.objects.filter(person=self.people["Dora Deputy"]).update(deputy_of=self.seat("Stefan Stets"))

    def seat(self, name):
        return BodyMember.objects.get(body=self.body, person=self.people[name])

    def term(self, name, **days):
        moved = {key: self.day + timedelta(days=number) for key, number in days.items()}
        BodyMember.objects.filter(pk=self.seat(name).pk).update(**moved)

    def members(self):
        found = body_at(self.event).languages
        return {name for name, each in self.people.items() if each.email.lower() in found}

    def votes(self, name):
        return attending.add_person(self.event, name=name, by=self.by).may_vote

    def reads(self, name):
        client = Client()
        client.force_login(self.people[name])
        page = district_path(self.kiez.slug, "meetings:minutes", self.event.pk)
        return client.get(page).status_code == 200


@pytest.fixture
def council():
    return Council(districts.district())


def test_the_day_of_the_meeting_tells_who_is_a_member(council):
    council.term("Nora Neu", term_since=0)
    council.term("Gero Gegangen", term_until=-1)
    assert council.members() == {"Stefan Stets", "Nora Neu"}
    assert body_at(council.event).count == 2
    council.term("Nora Neu", term_since=1)
    council.term("Gero Gegangen", term_until=0)
    assert council.members() == {"Stefan Stets", "Gero Gegangen"}
    Role.objects.filter(person=council.people["Gero Gegangen"]).update(until_on=council.day)
    assert council.members() == {"Stefan Stets"}


def test_who_joined_after_the_invitation_votes_and_who_left_before_does_not(council):
    council.term("Nora Neu", term_since=-1)
    council.term("Gero Gegangen", term_until=-1)
    calendar.invitation(council.event, "Gesa Gast", as_what="guest")
    assert [council.votes(name) for name in (*NAMES, "Gesa Gast", "Zoe Zuschauerin")] == [True, True, *[False] * 4]


def test_who_joins_later_does_not_vote_at_a_meeting_before(council):
    council.term("Nora Neu", term_since=1)
    assert not council.votes("Nora Neu")


def test_minutes_of_a_body_are_for_who_was_in_it_on_the_day(council):
    builders.item(council.event)
    council.term("Nora Neu", term_since=0, term_until=0)
    council.term("Gero Gegangen", term_until=-1)
    builders.approved(council.event, readers="body")
    assert [council.reads(name) for name in NAMES] == [True, True, False, False]
    sent = addresses(council.event.meeting, "body")
    assert set(sent) == {council.people[name].email.lower() for name in ("Stefan Stets", "Nora Neu")}
    council.term("Nora Neu", term_since=1, term_until=2)
    assert not council.reads("Nora Neu")


def test_who_is_taken_off_a_body_keeps_its_minutes_and_is_a_guest_of_what_comes(council):
    held = calendar.event(council.kiez, kind="body", starts_at=timezone.now() - timedelta(days=9))
    stefan = council.people["Stefan Stets"]
    calendar.invitation(held, "Stefan Stets", email=stefan.email, as_what="body", body=council.body)
    save_body(council.kiez, name="Beirat", members=[council.people["Nora Neu"]], by=council.by, pk=council.body.pk)
    said = dict(Invitation.objects.filter(email=stefan.email).values_list("event", "as_what"))
    assert said == {held.pk: "body", council.event.pk: "guest"}
    assert not council.votes("Stefan Stets")


def test_the_quorum_counts_the_members_of_the_day(council):
    office = Client()
    office.force_login(districts.coordinator(council.kiez))
    council.term("Nora Neu", term_since=0)
    page = district_path(council.kiez.slug, "meetings:quorum", council.event.pk)
    shown = office.get(page)
    assert "„Beirat“ hat am Tag der Sitzung 3 Mitglieder." in shown.text
    council.term("Gero Gegangen", term_until=-1)
    assert "hat am Tag der Sitzung 2 Mitglieder." in office.get(page).text


def test_the_seat_says_since_when(council):
    office = Client()
    office.force_login(districts.coordinator(council.kiez))
    nora = council.seat("Nora Neu")
    url = district_path(council.kiez.slug, "calendar:office_body_seat", nora.pk)
    refused = office.post(url, {"term_since": "2027-03-01", "term_until": "2027-02-28"})
    assert (refused.status_code, "enden, bevor sie beginnt" in refused.text) == (422, True)
    assert office.post(url, {"term_since": "2027-03-01"}).status_code == 302
    shown = office.get(district_path(council.kiez.slug, "calendar:office_body", council.body.pk)).text
    assert "seit 1. März 2027" in " ".join(shown.split())
    with pytest.raises(ActionRefused):
        seat_member(
            nora.pk, term_since=council.day, term_until=council.day - timedelta(1), deputy_of=None, by=council.by
        )


def test_a_member_with_an_account_checks_in_and_votes(council):
    council.term("Nora Neu", term_since=0)
    builders.item(council.event)
    calendar.answer(council.event, "N. Neu", email=council.people["Nora Neu"].email.upper())
    answered = Attendance.objects
    attending.mark(
        council.event, f"answer-{council.event.slots.get().answers.get().pk}", state="present", by=council.by
    )
    assert answered.get().may_vote


@pytest.mark.parametrize(
    ("name", "sees", "reads_all"),
    [
        ("Stefan Stets", True, True),
        ("Nora Neu", True, True),
        ("Gero Gegangen", True, False),
        ("Dora Deputy", False, False),
    ],
)
def test_members_of_the_body_see_their_confidential_meeting_with_all_of_its_agenda(council, name, sees, reads_all):
    council.term("Gero Gegangen", term_until=-1)
    Event.objects.filter(pk=council.event.pk).update(audience="invited", is_confidential=True, title="Geheimer Beirat")
    builders.item(council.event, title="Offenes")
    builders.item(council.event, title="Vertrauliches", is_closed=True)
    client = Client()
    client.force_login(council.people[name])
    listed = client.get(district_path(council.kiez.slug, "calendar:events")).text
    page = client.get(district_path(council.kiez.slug, "calendar:event", council.event.pk))
    assert ("Geheimer Beirat" in listed, page.status_code == 200) == (sees, sees)
    assert ("Offenes" in page.text, "Vertrauliches" in page.text) == (sees, reads_all)
    assert Client().get(district_path(council.kiez.slug, "calendar:event", council.event.pk)).status_code == 404
    room_path = district_path(council.kiez.slug, "meetings:followed", token_of(council.event.meeting))
    own = {each.pk for each in own_events(viewer_for(council.people[name], on=council.day), council.kiez)}
    assert (council.event.pk in own) == sees
    followed = client.get(room_path)
    assert ("Vertrauliches" in followed.text) == reads_all
    assert "Vertrauliches" not in Client().get(room_path).text


def test_who_is_invited_in_person_sees_the_event_once_it_is_told(council):
    guest = districts.role(person(name="Gesa Gast"), council.kiez, "body_member").person
    calendar.invitation(council.event, "Gesa Gast", email=guest.email.upper())
    builders.item(council.event, title="Vertrauliches", is_closed=True)
    Event.objects.filter(pk=council.event.pk).update(audience="invited", is_confidential=True)
    client, url = Client(), district_path(council.kiez.slug, "calendar:event", council.event.pk)
    client.force_login(guest)
    page = client.get(url)
    assert page.status_code == 200
    assert "Vertrauliches" not in page.text
    Event.objects.filter(pk=council.event.pk).update(stage="planned")
    assert client.get(url).status_code == 404
