"""What pages that follow a meeting are told: one mark as long as nothing changed, else how things stand."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Event
from kiezkontor.meetings import access
from kiezkontor.meetings.models import AgendaItem, Ballot, Interest, Meeting, MeetingTask
from kiezkontor.meetings.models.meetings import AgendaItemQuerySet
from kiezkontor.meetings.rules.attending import Numbers


@dataclass(frozen=True)
class State:
    meeting: Meeting
    items: list[AgendaItem]
    numbers: Numbers


def with_results(items: AgendaItemQuerySet) -> AgendaItemQuerySet:
    """With decisions, interests, tasks and what was kept, in as many queries whatever their number."""
    interests = Interest.objects.select_related("attendance")
    tasks = MeetingTask.objects.select_related("task")
    ballots = Ballot.objects.counted()
    return items.prefetch_related(
        "decisions",
        Prefetch("ballots", ballots),
        "boards__clusters",
        "boards__cards",
        Prefetch("interests", interests),
        Prefetch("tasks", tasks),
        "captured__voice",
    )


def state_of(viewer: Viewer, event: Event, meeting: Meeting) -> State:
    return State(meeting, list(with_results(access.agenda_for(viewer, event))), access.numbers_at(meeting))


def mark_of(revision: int, *, page: str, language: str) -> str:
    """The tag of the answer: another one whenever somebody would read something else.

    page: "wall", or on telephones "all" with the closed part and "open" without.
    """
    return f'"{revision}-{page}-{language}"'


def as_data(state: State) -> dict[str, Any]:
    """For the page on which the minutes are written."""
    said = {"is_office": True, "may_take_back": not state.meeting.versions.exists()}
    return {
        "now_at": state.meeting.now_at_id,
        "present": state.numbers.present,
        "entitled": state.numbers.entitled,
        "items": [
            {
                "pk": item.pk,
                "version": item.version,
                "minutes": item.minutes,
                "results": render_to_string("meetings/parts/results.html", said | {"item": item}),
            }
            for item in state.items
        ],
    }
