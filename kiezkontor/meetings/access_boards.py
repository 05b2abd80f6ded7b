"""Who sees a board: who takes minutes all of it; in the room who may read its item."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.meetings import access
from kiezkontor.meetings.models import Board, Meeting


def board_or_404(viewer: Viewer, district: District, pk: int) -> Board:
    found = Board.objects.filter(item__meeting__event__district=district)
    found = found if viewer.has_role(district, *access.MINUTE_TAKERS) else found.none()
    return get_object_or_404(whole(found), pk=pk)


def in_the_room_or_404(viewer: Viewer, meeting: Meeting, pk: int) -> Board:
    items = access.agenda_for(viewer, meeting.event)
    return get_object_or_404(whole(Board.objects.filter(item__in=items)), pk=pk)


def whole(boards: QuerySet[Board]) -> QuerySet[Board]:
    return boards.select_related("item__meeting__event__district").prefetch_related("clusters", "cards")
