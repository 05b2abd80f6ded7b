"""Who sees a ballot: who takes minutes all of it; in the room who may read its item, once it is open."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.meetings import access
from kiezkontor.meetings.entitling import cast_in
from kiezkontor.meetings.models import Attendance, Ballot, Meeting
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.rules.balloting import Stage


def ballot_or_404(viewer: Viewer, district: District, pk: int) -> Ballot:
    """Any ballot of the district, for who takes minutes."""
    found = Ballot.objects.counted().filter(item__meeting__event__district=district)
    found = found if viewer.has_role(district, *access.MINUTE_TAKERS) else found.none()
    return get_object_or_404(found.select_related("item__meeting__event__district"), pk=pk)


def in_the_room_or_404(viewer: Viewer, meeting: Meeting, pk: int) -> Ballot:
    """A ballot that is or was open, at an item that the viewer may read."""
    items = access.agenda_for(viewer, meeting.event)
    found = Ballot.objects.counted().filter(item__in=items).exclude(stage=Stage.DRAFT)
    return get_object_or_404(found.select_related("item__meeting__event__district"), pk=pk)


def who_has_an_interest(ballot: Ballot, keys: Collection[int]) -> list[Attendance]:
    """Of these people those who are there and do not vote because of an own interest in the item alone."""
    there = Attendance.objects.filter(meeting=ballot.item.meeting_id, state__in=THERE, may_vote=True, pk__in=keys)
    return list(there.filter(interests__item=ballot.item_id))


def who_has_no_vote(ballot: Ballot, keys: Collection[int]) -> list[Attendance]:
    """Of these people those who are there and vote on nothing at this meeting."""
    return list(Attendance.objects.filter(meeting=ballot.item.meeting_id, state__in=THERE, may_vote=False, pk__in=keys))


def who_votes(ballot: Ballot, keys: Collection[int]) -> list[Attendance]:
    """Of these people those who are there and vote, have no own interest in the item and whose vote is not cast yet."""
    cast = cast_in(ballot)
    return [each for each in entitled(ballot, keys) if not cast.is_out(each)]


def who_voted_by_others(ballot: Ballot, keys: Collection[int]) -> list[Attendance]:
    """Of these people those whose one vote was cast by their deputy, or by whom they stand for."""
    cast = cast_in(ballot)
    return [each for each in entitled(ballot, keys) if cast.is_out(each) and each.pk not in cast.keys]


def entitled(ballot: Ballot, keys: Collection[int]) -> QuerySet[Attendance]:
    there = Attendance.objects.filter(meeting=ballot.item.meeting_id, state__in=THERE, may_vote=True, pk__in=keys)
    return there.exclude(interests__item=ballot.item_id)
