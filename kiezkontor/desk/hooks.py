"""What other areas give to the desk; filled at start-up."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District


@dataclass(frozen=True)
class Due:
    """Something to do that an area finds by looking: a sentence with its number, and where it is done.

    It goes away once it is done there. due_on: None where it waits without a day.
    """

    sentence: str
    url: str
    icon: str
    due_on: date | None = None


@dataclass(frozen=True)
class About:
    """What a task is about: its name, and its page, empty where the viewer may not open it."""

    name: str
    url: str = ""


# Called with who looks, the district and the day: what waits for this viewer.
computed: list[Callable[[Viewer, District, date], Iterable[Due]]] = []

# "app.model" → called with who looks, the district and ids: what tasks are about, by id; one that is missing is gone.
about: dict[str, Callable[[Viewer, District, Collection[int]], Mapping[int, About]]] = {}


def all_computed(viewer: Viewer, district: District, on: date) -> list[Due]:
    return [due for find in computed for due in find(viewer, district, on)]
