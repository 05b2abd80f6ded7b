"""What areas above want to hear of ideas and hints, and what they add to their pages; filled at start-up."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.voices.models import Voice


@dataclass(frozen=True)
class Link:
    """Where a voice is dealt with: an item of an agenda, an action, an application for funds."""

    label: str
    url: str


# Called inside the action's transaction with a voice whose status has changed, and who changed it.
voices_moved: list[Callable[[Voice, Viewer], None]] = []

# Called with who looks, the district and ids of voices: by id, where each is dealt with.
dealt_with: list[Callable[[Viewer, District, Collection[int]], Mapping[int, Iterable[Link]]]] = []


# Called with who looks and a voice: what the office may make of it, beyond an event.
ways_on: list[Callable[[Viewer, Voice], Iterable[Link]]] = []


def tell_moved(voice: Voice, by: Viewer) -> None:
    for listener in voices_moved:
        listener(voice, by)


def links_of(viewer: Viewer, voice: Voice) -> list[Link]:
    found = (find(viewer, voice.district, [voice.pk]).get(voice.pk, ()) for find in dealt_with)
    return [link for several in found for link in several]


def ways_of(viewer: Viewer, voice: Voice) -> list[Link]:
    return [link for find in ways_on for link in find(viewer, voice)]
