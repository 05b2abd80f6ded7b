"""What OpenStreetMap can be told, as a list of tasks for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.premises.models import Unit
from kiezkontor.surveys.rules.osm_out import Kind, Stays, Step, counted
from kiezkontor.surveys.street_news import StreetNews

KINDS = {
    Kind.NEW: gettext_lazy("Not on the map yet"),
    Kind.TAKEN_OVER: gettext_lazy("Somebody else in it"),
    Kind.VACANT: gettext_lazy("Vacant now"),
    Kind.CHANGED: gettext_lazy("Other details"),
    Kind.CONFIRMED: gettext_lazy("Still as on the map"),
}
STAYS = {
    Stays.INVENTED: gettext_lazy("Somebody invented has seen it; the demonstration tells the world nothing."),
    Stays.NOT_OWN: gettext_lazy("It comes from an import and was not seen by the office itself."),
    Stays.NEWER: gettext_lazy("Something else was noted later, or the unit was split or merged."),
    Stays.CONTRADICTED: gettext_lazy("Two notes contradict each other."),
    Stays.WAITING: gettext_lazy("A difference of the last import waits for a decision."),
    Stays.NO_USE: gettext_lazy("Housing, works and what could not be told are not entered on the map."),
    Stays.UNCLEAR: gettext_lazy("Several share the unit, or nobody knows who is in it."),
    Stays.NOT_SEEN: gettext_lazy("What it is was not noted on the walk but comes from elsewhere."),
    Stays.NO_PLACE: gettext_lazy("Its place comes from another source."),
    Stays.ELSEWHERE: gettext_lazy("The map has this entry at another place; somebody must look there."),
    Stays.MAP_IS_NEWER: gettext_lazy("The map was checked on the same day or later."),
}
COLUMNS = (
    gettext_lazy("What to do"),
    gettext_lazy("Address"),
    gettext_lazy("Object"),
    gettext_lazy("Latitude"),
    gettext_lazy("Longitude"),
    gettext_lazy("Seen on"),
    gettext_lazy("What changes"),
    gettext_lazy("Tags afterwards"),
    gettext_lazy("In the OsmChange file"),
)


@dataclass(frozen=True, slots=True)
class Task:
    step: Step
    what: str
    address: str
    changes: tuple[str, ...]


def tasks_of(steps: Iterable[Step]) -> list[Task]:
    steps = list(steps)
    units = Unit.objects.select_related("address__street").in_bulk([step.unit for step in steps])
    return [Task(step, str(KINDS[step.kind]), str(units[step.unit]), changes_of(step)) for step in steps]


def changes_of(step: Step) -> tuple[str, ...]:
    return tuple(change(key, *pair) for key, pair in step.changes.items())


def change(key: str, before: str, after: str) -> str:
    if not before:
        return f"{key}={after}"
    return f"{key}: {before} → {after}" if after else _("without %(key)s") % {"key": key}


def counts_of(news: StreetNews) -> list[tuple[str, int]]:
    return [(str(KINDS[kind]), number) for kind, number in counted(news.steps).items()]


def stays_of(news: StreetNews) -> list[tuple[str, str]]:
    """How many units stay here, and why."""
    return [
        (ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}, str(STAYS[why]))
        for why, count in sorted(news.stays.items())
    ]


def rows_of(news: StreetNews) -> Iterator[list[Any]]:
    for task in tasks_of(news.steps):
        step = task.step
        lat, lon = step.place or ("", "")
        yield [
            task.what,
            task.address,
            step.ref,
            lat,
            lon,
            step.seen_on,
            "; ".join(task.changes),
            "; ".join(f"{key}={value}" for key, value in sorted(step.tags.items())),
            _("Yes") if step.is_in_file else _("No"),
        ]
