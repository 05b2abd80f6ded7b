"""A vote is cast once in a ballot, whoever casts it: in person, by a deputy, or after the list was changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings import room
from kiezkontor.meetings.access_ballots import who_votes
from kiezkontor.meetings.actions import attending, balloting
from kiezkontor.meetings.models import Attendance, Ballot
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_path

pytestmark = pytest.mark.django_db


class Sitting:
    """A meeting of a body with an open ballot: Ruth, Bodo and Beate are in it."""

    def __init__(self):
        self.event = calendar.event(districts.district(), kind="body", starts_at=timezone.now() + timedelta(minutes=5))
        self.by = calendar.office_of(self.event.district)
        for name in ("Ruth Rat", "Bodo Beirat", "Beate Beirat"):
            calendar.invitation(self.event, name, as_what="body")
            self.comes(name)
        self.ballot = builders.ballot(builders.item(self.event), is_open=True)

    def row(self, name):
        return Attendance.objects.get(name=name)

    def comes(self, name, instead_of=""):
        key = f"attendance-{self.row(instead_of).pk}" if instead_of else ""
        return attending.add_person(self.event, name=name, stands_for=key, by=self.by)

    def touched(self, name, state):
        attending.mark(self.event, f"attendance-{self.row(name).pk}", state=state, by=self.by)

    def votes(self, name):
        balloting.vote_by_phone(self.ballot, self.row(name).pk, {self.ballot.options.all()[0].pk: 1})

    def cannot_vote(self, name):
        assert who_votes(self.ballot, [self.row(name).pk]) == []
        with pytest.raises(ActionRefused):
            self.votes(name)
        return True

    def cannot_touch(self, name, state):
        before = Attendance.objects.filter(name=name).values().get()
        with pytest.raises(ActionRefused, match="offen"):
            self.touched(name, state)
        return Attendance.objects.filter(name=name).values().get() == before

    @property
    def used(self):
        found = Ballot.objects.counted().get(pk=self.ballot.pk)
        assert sum(each.votes for each in found.options.all()) == found.of_papers.used
        return found.of_papers.used


@pytest.fixture
def sitting():
    return Sitting()


def test_a_deputy_casts_no_vote_that_was_cast_in_person(sitting):
    sitting.votes("Ruth Rat")
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    assert sitting.row("Vera Vertretung").may_vote
    assert sitting.cannot_vote("Vera Vertretung")
    assert sitting.used == 1


def test_who_comes_after_all_casts_no_vote_that_a_deputy_cast(sitting):
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    sitting.votes("Vera Vertretung")
    sitting.touched("Ruth Rat", "present")
    assert sitting.cannot_vote("Ruth Rat")
    assert sitting.used == 1


def test_a_second_deputy_casts_no_vote_that_the_first_one_cast(sitting):
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    sitting.votes("Vera Vertretung")
    attending.let_vote(sitting.row("Vera Vertretung"), may_vote=False, by=sitting.by)
    sitting.comes("Gerd Ersatz", instead_of="Ruth Rat")
    assert sitting.row("Gerd Ersatz").may_vote
    assert sitting.cannot_vote("Gerd Ersatz")


@pytest.mark.parametrize("state", ["", "present", "excused"])
def test_who_voted_for_another_one_keeps_standing_for_them_while_the_ballot_is_open(sitting, state):
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    sitting.votes("Vera Vertretung")
    assert sitting.cannot_touch("Vera Vertretung", state)
    with pytest.raises(ActionRefused):
        sitting.comes("Vera Vertretung", instead_of="Bodo Beirat")
    with pytest.raises(ActionRefused):
        sitting.comes("Gerd Ersatz", instead_of="Vera Vertretung") if state else sitting.comes("Vera Vertretung")
    balloting.close(sitting.ballot, by=sitting.by)
    sitting.touched("Vera Vertretung", state)
    assert sitting.used == 1


def test_members_who_stand_for_another_one_vote_once_and_so_does_the_other(sitting):
    sitting.votes("Ruth Rat")
    sitting.comes("Bodo Beirat", instead_of="Ruth Rat")
    sitting.votes("Bodo Beirat")
    assert sitting.cannot_vote("Bodo Beirat")
    sitting.touched("Ruth Rat", "present")
    assert sitting.cannot_vote("Ruth Rat")
    sitting.comes("Beate Beirat")
    sitting.votes("Beate Beirat")
    assert sitting.used == 3


def test_who_came_unexpected_with_a_vote_keeps_it_as_a_deputy(sitting):
    sitting.comes("Zoe Zuschauerin")
    attending.let_vote(sitting.row("Zoe Zuschauerin"), may_vote=True, by=sitting.by)
    sitting.comes("Zoe Zuschauerin", instead_of="Ruth Rat")
    sitting.touched("Ruth Rat", "present")
    for name in ("Ruth Rat", "Zoe Zuschauerin"):
        sitting.votes(name)
    assert sitting.used == 2


def test_who_voted_or_had_a_deputy_vote_is_not_taken_off_the_list(sitting):
    sitting.votes("Bodo Beirat")
    assert sitting.cannot_touch("Bodo Beirat", "")
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    sitting.votes("Vera Vertretung")
    assert sitting.cannot_touch("Ruth Rat", "")
    sitting.touched("Beate Beirat", "")
    assert not Attendance.objects.filter(name="Beate Beirat").exists()
    balloting.close(sitting.ballot, by=sitting.by)
    sitting.touched("Bodo Beirat", "")
    assert not Attendance.objects.filter(name="Bodo Beirat").exists()


@pytest.mark.parametrize("state", ["present", "excused"])
def test_a_deputy_noted_otherwise_leaves_the_vote_behind(sitting, state):
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    sitting.touched("Vera Vertretung", state)
    assert not sitting.row("Vera Vertretung").may_vote
    sitting.comes("Gerd Ersatz", instead_of="Ruth Rat")
    assert sitting.row("Gerd Ersatz").may_vote
    sitting.comes("Bodo Beirat", instead_of="Ruth Rat")
    sitting.touched("Bodo Beirat", "present")
    assert sitting.row("Bodo Beirat").may_vote


def test_the_list_and_the_telephone_say_why(sitting):
    office, phone, url = Client(), Client(), sitting.event.district.slug
    office.force_login(districts.coordinator(sitting.event.district))
    sitting.comes("Vera Vertretung", instead_of="Ruth Rat")
    token = room.token_of(sitting.ballot.item.meeting)
    phone.post(district_path(url, "meetings:check_in", token), {"name": "Vera Vertretung"})
    attending.let_vote(sitting.row("Ruth Rat"), may_vote=True, by=sitting.by)
    sitting.touched("Ruth Rat", "present")
    sitting.votes("Ruth Rat")
    sitting.touched("Ruth Rat", "excused")
    attending.let_vote(sitting.row("Vera Vertretung"), may_vote=True, by=sitting.by)
    shown = phone.get(district_path(url, "meetings:vote", token, sitting.ballot.pk)).text
    assert "Vera Vertretung stimmt hier nicht mehr ab" in shown
    assert "Dieses Telefon hat abgestimmt" not in shown
    mark, said = district_path(url, "meetings:mark", sitting.event.pk), {"state": ""}
    said["guest"] = f"attendance-{sitting.row('Ruth Rat').pk}"
    sentence = "Eine Stimme von Ruth Rat zählt in einer Abstimmung, die offen ist."
    assert sentence in office.post(mark, said, headers={"HX-Request": "true"}).text
    assert sentence in office.post(mark, said, follow=True).text
