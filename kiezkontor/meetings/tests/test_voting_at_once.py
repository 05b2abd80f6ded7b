"""Two votes with one paper at the same moment are one; votes of many at once are all there."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.districts.tests import builders as districts
from kiezkontor.meetings.actions import attending, balloting
from kiezkontor.meetings.models import Attendance, Ballot
from kiezkontor.meetings.tests import builders
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.tests.moments import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = ("Anna", "Bernd", "Cem", "Dora", "Elif", "Fritz")


@pytest.fixture
def ballot():
    event = calendar.event(districts.district(), starts_at=timezone.now() + timedelta(minutes=5))
    item = builders.item(event)
    for name in PEOPLE:
        attending.check_in(event, key="", name=name, of_what="", by=VISITOR)
    return builders.ballot(item, is_open=True)


def by_phone(ballot, person, option):
    return lambda: balloting.vote_by_phone(ballot, person, {option: 1})


def result(ballot):
    found = Ballot.objects.counted().get(pk=ballot.pk)
    return [each.votes for each in found.options.all()], found.of_papers.used


def test_two_votes_with_one_paper_at_one_moment_are_one(ballot):
    person, (first, second) = balloting.may_vote(ballot)[0], ballot.options.values_list("pk", flat=True)
    ended = at_once(by_phone(ballot, person, first), by_phone(ballot, person, second), by_phone(ballot, person, first))
    assert ended == [ActionRefused.__name__, ActionRefused.__name__, "done"]
    votes, used = result(ballot)
    assert (sum(votes), used) == (1, 1)


def test_a_code_typed_in_twice_at_one_moment_counts_once(ballot):
    office = calendar.office_of(ballot.item.meeting.event.district)
    balloting.print_papers(ballot, 1, by=office)
    code, option = ballot.papers.exclude(code="").get().code, ballot.options.all()[1].pk
    typed = partial(balloting.vote_on_paper, ballot, code, {option: 1})
    assert at_once(partial(typed, by=office), partial(typed, by=VISITOR)) == [ActionRefused.__name__, "done"]
    assert result(ballot) == ([0, 1], 1)


def test_votes_of_all_at_one_moment_are_all_counted(ballot):
    first, second = ballot.options.values_list("pk", flat=True)
    deeds = [by_phone(ballot, pk, second if at % 3 else first) for at, pk in enumerate(balloting.may_vote(ballot))]
    assert at_once(*deeds) == ["done"] * len(PEOPLE)
    assert result(ballot) == ([2, 4], len(PEOPLE))


def test_who_votes_while_the_ballot_is_closed_is_counted_or_told(ballot):
    office = calendar.office_of(ballot.item.meeting.event.district)
    person, option = balloting.may_vote(ballot)[0], ballot.options.all()[0].pk
    ended = at_once(by_phone(ballot, person, option), lambda: balloting.close(ballot, by=office))
    votes, used = result(ballot)
    assert (sum(votes), used) == ((1, 1) if ended == ["done", "done"] else (0, 0))


def test_who_votes_while_they_are_taken_off_the_list_votes_once_at_most(ballot):
    event = ballot.item.meeting.event
    office = calendar.office_of(event.district)
    person, option = balloting.may_vote(ballot)[0], ballot.options.all()[0].pk
    off = partial(attending.mark, event, f"attendance-{person}", state="", by=office)
    ended = at_once(by_phone(ballot, person, option), off)
    is_there = Attendance.objects.filter(pk=person).exists()
    assert ended == [ActionRefused.__name__, "done"]
    assert result(ballot)[1] == (1 if is_there else 0)
