"""Boards with cards: asked, written on by everybody in the room, put in order by who leads."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.meetings.actions.agenda import changed, locked_meeting, tell_followers
from kiezkontor.meetings.models import AgendaItem, Board, Card, Cluster, Meeting
from kiezkontor.meetings.rules.boards import QUADRANTS, SWOT
from kiezkontor.shared.errors import ActionRefused

# What a wall holds; a meeting of sixty that writes five cards each stays below it.
MOST_CARDS, MOST_CLUSTERS = 400, 40


@transaction.atomic
def put_up(item: AgendaItem, *, question: str, kind: str, by: Viewer) -> Board:
    """Hang up an empty board; cards can be written at once, unless the meeting is over."""
    meeting = locked_meeting(item.meeting.event)
    goes_on = meeting.ended_at is None
    board = Board.objects.create(item=item, question=question.strip(), kind=kind, is_open=goes_on)
    if kind == SWOT:
        Cluster.objects.bulk_create([Cluster(board=board, quadrant=quadrant) for quadrant in QUADRANTS])
    changed(meeting, by=by, verb="minutes.board_put_up", question=board.question)
    return board


def locked(board: Board) -> tuple[Board, Meeting]:
    meeting = locked_meeting(board.item.meeting.event)
    return Board.objects.get(pk=board.pk), meeting


@transaction.atomic
def write_card(board: Board, *, text: str, author: str = "", cluster: int | None = None) -> Card:
    """A card from the room. The log keeps no word of it: nobody is to know who wrote what."""
    board, meeting = locked(board)
    if meeting.ended_at is not None:
        raise ActionRefused(_("The meeting is over. Your card was not added; its text is here."))
    if not board.is_open:
        raise ActionRefused(_("No more cards are taken for this question. Yours was not added; its text is here."))
    (card,) = add_cards(board, meeting, [text], author=author, cluster=cluster)
    return card


@transaction.atomic
def type_in(board: Board, *, texts: Sequence[str], author: str, cluster: int | None, by: Viewer) -> int:
    """Cards from paper, also when none are taken from telephones any longer. Returns how many."""
    board, meeting = locked(board)
    made = add_cards(board, meeting, texts, author=author, cluster=cluster)
    changed(meeting, by=by, verb="minutes.cards_typed_in", question=board.question, count=len(made))
    return len(made)


def add_cards(board: Board, meeting: Meeting, texts: Sequence[str], *, author: str, cluster: int | None) -> list[Card]:
    if board.cards.count() + len(texts) > MOST_CARDS:
        raise ActionRefused(_("At most %(most)s cards hang on one board. Nothing was added.") % {"most": MOST_CARDS})
    place = board.clusters.filter(pk=cluster).first() if cluster else None
    made = [Card.objects.create(board=board, text=text.strip(), author=author, cluster=place) for text in texts]
    tell_followers(meeting)
    return made


@transaction.atomic
def sort(board: Board, cards: Collection[int], *, cluster: int | None, name: str = "", by: Viewer) -> int:
    """Put these cards into a cluster, into a new one with that name, or back beside them all.

    A name that is there already means that cluster. Clusters without a card go, but for the quadrants. Returns how many
    cards were moved; those taken away meanwhile are left out.
    """
    board, meeting = locked(board)
    moved = board.cards.filter(pk__in=cards).update(cluster=target(board, cluster, name.strip()))
    board.clusters.filter(quadrant="", cards=None).delete()
    changed(meeting, by=by, verb="minutes.cards_sorted", question=board.question, count=moved)
    return moved


def target(board: Board, cluster: int | None, name: str) -> Cluster | None:
    if not name:
        return board.clusters.filter(pk=cluster).first() if cluster else None
    if board.kind == SWOT:
        raise ActionRefused(_("This board has its four fields and no others."), field="name")
    found = board.clusters.filter(name__iexact=name).first()
    if found is None and board.clusters.count() >= MOST_CLUSTERS:
        raise ActionRefused(_("At most %(most)s clusters fit on one board.") % {"most": MOST_CLUSTERS}, field="name")
    return found or Cluster.objects.create(board=board, name=name)


@transaction.atomic
def take_off(board: Board, cards: Collection[int], *, by: Viewer) -> int:
    """Take cards away for good, because they are there twice or name somebody."""
    board, meeting = locked(board)
    count = board.cards.filter(pk__in=cards).delete()[0]
    board.clusters.filter(quadrant="", cards=None).delete()
    changed(meeting, by=by, verb="minutes.cards_taken_off", question=board.question, count=count)
    return count


@transaction.atomic
def take_cards(board: Board, *, is_open: bool, by: Viewer) -> None:
    """Go on or stop taking cards from telephones; what hangs there stays. Refuses to go on after the meeting."""
    board, meeting = locked(board)
    if is_open and meeting.ended_at is not None:
        raise ActionRefused(_("The meeting is over. Cards from paper can still be typed in."))
    board.is_open = is_open
    board.save(update_fields=["is_open"])
    verb = "minutes.board_opened" if is_open else "minutes.board_closed"
    changed(meeting, by=by, verb=verb, question=board.question)


def close_all(meeting: Meeting) -> None:
    """No telephone writes a card any longer; what hangs there stays."""
    Board.objects.filter(item__meeting=meeting, is_open=True).update(is_open=False)


@transaction.atomic
def take_down(board: Board, *, by: Viewer) -> None:
    """Remove a board on which nobody has written."""
    board, meeting = locked(board)
    if board.cards.exists():
        raise ActionRefused(_("There are cards on this board. Please take them off first."))
    question = board.question
    board.delete()
    changed(meeting, by=by, verb="minutes.board_taken_down", question=question)
