"""What areas above add to the pages of an event; filled at start-up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Event


@dataclass(frozen=True)
class Part:
    """A piece of the public page of an event: a template that reads `part`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    """A way on from the office's page of an event."""

    label: str
    url: str
    icon: str


# Called with who looks and an event they may see.
event_parts: list[Callable[[Viewer, Event], Iterable[Part]]] = []
office_links: list[Callable[[Viewer, Event], Iterable[Link]]] = []


def parts_of(viewer: Viewer, event: Event) -> list[Part]:
    return [part for find in event_parts for part in find(viewer, event)]


def links_of(viewer: Viewer, event: Event) -> list[Link]:
    return [link for find in office_links for link in find(viewer, event)]
