"""What areas above add to events: to their pages, and to whom may be invited; filled at start-up."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Answer, Event, Invitation
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation


@dataclass(frozen=True)
class Part:
    """A piece of the public page of an event: a template that reads `part`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """A way on from the office's calendar, or from its page of an event."""

    label: str
    url: str
    icon: str


class OfSeveral(Protocol):
    """What it takes to know whether an event is one day of several."""

    pk: int
    kind: str


@dataclass(frozen=True)
class Segment:
    """Organisations that may be invited together. key: names it in forms, for good. find: who they are today."""

    key: str
    label: str
    find: Callable[[], QuerySet[Organisation]]


# Called with who looks and an event they may see.
event_parts: list[Callable[[Viewer, Event], Iterable[Part]]] = []
# Called with an event and the invitation behind somebody's own link to it, None where they came without one.
parts_behind_link: list[Callable[[Event, Invitation | None], Iterable[Part]]] = []
# Called with an invitation: lines of the mail that invites, under a heading.
invited_lines: list[Callable[[Invitation], Iterable[tuple[str, Sequence[str]]]]] = []
office_links: list[Callable[[Viewer, Event], Iterable[Link]]] = []
# Called with who looks at the calendar of a district.
calendar_links: list[Callable[[Viewer, District], Iterable[Link]]] = []
# Called with who looks at what is over in a district.
past_links: list[Callable[[Viewer, District], Iterable[Link]]] = []
# Called in the transaction that removes an event nobody heard of, before it goes, with who removes it.
before_removal: list[Callable[[Event, Viewer], None]] = []
# Called in the transaction that gives an event another stage, with the event, the stage before, and who did it.
after_stage: list[Callable[[Event, str, Viewer], None]] = []
# Called in the transaction that gives an event people know of another time, with the event and its beginning before.
after_move: list[Callable[[Event, datetime], None]] = []
# Called in the transaction that notes or changes an answer, with the answer and who noted it.
after_answer: list[Callable[[Answer, Viewer], None]] = []
# Called with events of a page: those that are one day of several, by key, each with its number and how many there are.
day_numbers: list[Callable[[Iterable[OfSeveral]], Mapping[int, tuple[int, int]]]] = []
# Called with an event: its further days, where who signs up to it comes on several.
further_days: list[Callable[[Event], Sequence[Event]]] = []
# Called with who invites, and where.
segments: list[Callable[[Viewer, District], Iterable[Segment]]] = []


def segments_for(viewer: Viewer, district: District) -> list[Segment]:
    return [segment for find in segments for segment in find(viewer, district)]


def days_among(events: Collection[OfSeveral]) -> dict[int, tuple[int, int]]:
    return {key: number for find in day_numbers for key, number in find(events).items()}


def further_days_of(event: Event) -> list[Event]:
    return [day for find in further_days for day in find(event)]


def parts_of(viewer: Viewer, event: Event) -> list[Part]:
    return [part for find in event_parts for part in find(viewer, event)]


def parts_for_invited(event: Event, invitation: Invitation | None) -> list[Part]:
    return [part for find in parts_behind_link for part in find(event, invitation)]


def lines_for_invited(invitation: Invitation) -> list[tuple[str, Sequence[str]]]:
    return [lines for find in invited_lines for lines in find(invitation)]


def links_of(viewer: Viewer, event: Event) -> list[Link]:
    return [link for find in office_links for link in find(viewer, event)]


def links_of_calendar(viewer: Viewer, district: District) -> list[Link]:
    return [link for find in calendar_links for link in find(viewer, district)]
