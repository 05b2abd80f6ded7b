"""What an agenda is offered: open tasks first, the welcome, what was not settled, problems, ideas, and "what else?"."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Event
from kiezkontor.meetings import access
from kiezkontor.meetings.models import AgendaItem, Meeting
from kiezkontor.meetings.rules.agenda import CHOSEN_AT_FIRST, MINUTES, Place, in_order
from kiezkontor.meetings.rules.kinds import Source
from kiezkontor.voices.models import Voice

# So many ideas and problems are offered at once, the oldest first.
MOST_VOICES = 30


@dataclass(frozen=True)
class Proposal:
    """key: names it in a form. note: what it says beside its title."""

    key: str
    source: Source
    title: str
    note: str = ""
    voice: Voice | None = None
    earlier: AgendaItem | None = None

    @property
    def minutes(self) -> int:
        return MINUTES[self.source]

    @property
    def is_chosen(self) -> bool:
        return self.source in CHOSEN_AT_FIRST

    @property
    def label(self) -> str:
        return str(AgendaItem.Source(self.source).label)


def proposals(viewer: Viewer, event: Event, meeting: Meeting | None) -> list[Proposal]:
    """In the order of an agenda, without what it holds already."""
    with translation.override(event.language):
        found = [*of_tasks(event), *of_the_last(event), *of_voices(viewer, event), *each_time()]
        found = [found[at] for at in in_order([place_of(each.source, each.title) for each in found])]
    items = list(meeting.items.all()) if meeting else []
    taken = {item.voice_id for item in items if item.voice_id}
    titles = {item.title for item in items}
    has_tasks = any(item.source == Source.TASKS for item in items)
    return [
        each
        for each in found
        if not (each.voice and each.voice.pk in taken)
        and each.title not in titles
        and not (each.source == Source.TASKS and has_tasks)
    ]


def of_tasks(event: Event) -> Iterable[Proposal]:
    if count := access.open_tasks_before(event).count():
        yield Proposal("tasks", Source.TASKS, _("Open tasks of earlier meetings"), str(count))


def of_the_last(event: Event) -> Iterable[Proposal]:
    """What the last meeting did not settle and no idea or problem stands for."""
    for item in access.unsettled_before(event):
        yield Proposal(f"item-{item.pk}", Source.EARLIER, item.title, earlier=item)


def of_voices(viewer: Viewer, event: Event) -> Iterable[Proposal]:
    found = list(access.voices_for(viewer, event)[:MOST_VOICES])
    problems = [each for each in found if each.kind == Voice.Kind.PROBLEM or each.carried_over]
    ideas = [each for each in found if each not in problems]
    for source, several in ((Source.PROBLEM, problems), (Source.IDEA, ideas)):
        for voice in several:
            yield Proposal(f"voice-{voice.pk}", source, str(voice), voice=voice)


def each_time() -> Iterable[Proposal]:
    for number, title in enumerate([*opening_titles(), *closing_titles()]):
        yield Proposal(f"standing-{number}", Source.STANDING, title)


def opening_titles() -> list[str]:
    return [_("Welcome and introductions"), _("News from the network")]


def closing_titles() -> list[str]:
    return [_("What else?")]


def place_of(source: str, title: str) -> Place:
    """Where an item stands that nobody has moved; in the language of its event."""
    if source == Source.TASKS:
        return Place.TASKS
    if source == Source.STANDING and title in opening_titles():
        return Place.OPENING
    return Place.CLOSING if source == Source.STANDING and title in closing_titles() else Place.BETWEEN
