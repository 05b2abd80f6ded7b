"""What areas above know of units, and what they add to their pages; filled at start-up."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit


@dataclass(frozen=True)
class Link:
    label: str
    url: str


# Called with ids of units that are to go because a split or merger is taken back: whether something hangs on one.
hangs_on: list[Callable[[Collection[int]], bool]] = []

# Called with who looks, the district and a unit that exists: where else something is done about it.
dealt_with: list[Callable[[Viewer, District, Unit], Iterable[Link]]] = []


def is_needed(units: Collection[int]) -> bool:
    return any(asked(units) for asked in hangs_on)


def links_of(viewer: Viewer, district: District, unit: Unit) -> list[Link]:
    return [link for find in dealt_with for link in find(viewer, district, unit)]
