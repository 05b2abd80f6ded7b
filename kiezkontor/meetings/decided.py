"""Ideas and problems a meeting decided on, and what whoever gave them may be told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.meetings.models import AgendaItem, Decision, Meeting
from kiezkontor.voices import access as voices
from kiezkontor.voices.models import Voice
from kiezkontor.voices.rules.status import DUPLICATE, MOVES, after_decision, may_have_news


@dataclass(frozen=True)
class DecidedVoice:
    """moves: what it may become, what follows from the decision first, and at last what it is already.
    reason: words to begin with.

    What the closed part decided is for members alone, so its words are no beginning: others read the reason.
    """

    voice: Voice
    title: str
    moves: Sequence[str]
    reason: str


def decided_voices(viewer: Viewer, meeting: Meeting) -> list[DecidedVoice]:
    """In the order of the agenda, those the viewer decides on."""
    decided = Decision.objects.filter(item__meeting=meeting)
    items = AgendaItem.objects.filter(meeting=meeting, pk__in=decided.values("item"))
    items = items.filter(voice__in=voices.visible_to(viewer, meeting.event.district).values("pk"))
    return [decided_voice(item) for item in items.select_related("voice").prefetch_related("decisions")]


def decided_voice(item: AgendaItem) -> DecidedVoice:
    assert item.voice is not None
    decisions = list(item.decisions.all())
    counted = [each for each in decisions if each.has_quorum]
    follows = (
        after_decision(item.voice.status, is_adopted=any(each.is_adopted for each in counted)) if counted else None
    )
    moves = [to for to in MOVES[item.voice.status] if to != DUPLICATE]
    moves.sort(key=lambda to: to != follows)
    if may_have_news(item.voice.status):
        moves.append(item.voice.status)
    told = [each for each in decisions if each.is_adopted] or counted
    reason = "" if item.is_closed else "\n".join(each.wording for each in told)
    return DecidedVoice(item.voice, item.title, moves, reason)
