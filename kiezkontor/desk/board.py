"""What is to do, as a page shows it: tasks and what areas find, by when it is due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk import access, hooks
from kiezkontor.desk.hooks import About
from kiezkontor.desk.models import Task
from kiezkontor.desk.rules.board import PLACES, Place, place_of
from kiezkontor.districts.models import District

type Whose = Literal["mine", "all", "done"]

SHOWN, DONE_SHOWN = 200, 50
TITLES = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
    "undated": _("Without a day"),
}
CHOICES: tuple[tuple[Whose, object], ...] = (
    ("mine", _("Mine and unassigned")),
    ("all", _("All")),
    ("done", _("Completed")),
)


@dataclass(frozen=True)
class Line:
    """One thing to do. task: None where an area found it; about: None where it is about nothing or that is gone."""

    sentence: str
    url: str
    icon: str
    due_on: date | None
    task: Task | None = None
    about: About | None = None


@dataclass(frozen=True)
class Part:
    place: Place
    title: object
    lines: list[Line]

    @property
    def is_late(self) -> bool:
        return self.place == "overdue"


@dataclass(frozen=True)
class Board:
    """parts: those with something in them, in order. has_more: tasks beyond those shown. undo: what was just done."""

    whose: Whose
    parts: list[Part]
    done: list[Line]
    has_more: bool = False
    undo: Task | None = None


def whose_of(asked: str) -> Whose:
    return next((value for value, _label in CHOICES if value == asked), "mine")


def board_of(viewer: Viewer, district: District, *, whose: Whose, on: date, undo: Task | None = None) -> Board:
    visible = access.visible_to(viewer, district)
    if whose == "done":
        done = visible.filter(done_at__isnull=False).select_related("assigned_to", "done_by")
        done = done.order_by("-done_at", "-pk")
        return Board(whose, [], lines_of(list(done[:DONE_SHOWN]), viewer, district), undo=undo)
    waiting = visible.filter(done_at__isnull=True)
    if whose == "mine":
        waiting = waiting.filter(Q(assigned_to=viewer.person) | Q(assigned_to__isnull=True))
    tasks = list(access.in_order(waiting)[: SHOWN + 1])
    found = [Line(due.sentence, due.url, due.icon, due.due_on) for due in hooks.all_computed(viewer, district, on)]
    lines = found + lines_of(tasks[:SHOWN], viewer, district)
    return Board(whose, parts_of(lines, on=on), [], has_more=len(tasks) > SHOWN, undo=undo)


def parts_of(lines: Iterable[Line], *, on: date) -> list[Part]:
    """By place; within it by day, what areas found before tasks of the same day."""
    placed: defaultdict[Place, list[Line]] = defaultdict(list)
    for line in lines:
        placed[place_of(line.due_on, on=on)].append(line)
    return [
        Part(place, TITLES[place], sorted(placed[place], key=lambda line: line.due_on or date.max))
        for place in PLACES
        if placed[place]
    ]


def lines_of(tasks: list[Task], viewer: Viewer, district: District) -> list[Line]:
    known = subjects_of(tasks, viewer, district)
    return [
        Line(task.what, "", "check", task.due_on, task, known.get((task.about_type, task.about_id or 0)))
        for task in tasks
    ]


def subjects_of(tasks: Iterable[Task], viewer: Viewer, district: District) -> Mapping[tuple[str, int], About]:
    """What the tasks are about, by type and key; one question for each type."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for task in tasks:
        if task.about_id is not None:
            wanted[task.about_type].add(task.about_id)
    return {
        (kind, pk): about
        for kind, ids in wanted.items()
        if kind in hooks.about
        for pk, about in hooks.about[kind](viewer, district, ids).items()
    }
