"""What an agenda is offered: open tasks first, the welcome, what was not settled, problems, ideas, and "what else?"."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Event
from kiezkontor.meetings import access
from kiezkontor.meetings.models import AgendaItem, Meeting
from kiezkontor.meetings.rules.agenda import CHOSEN_AT_FIRST, MINUTES, Place, in_order
from kiezkontor.meetings.rules.kinds import Source
from kiezkontor.voices.models import Voice

# So many problems and so many ideas are offered at first sight, the oldest first; the others below them.
MOST_VOICES = 30


@dataclass(frozen=True)
class Proposal:
    """key: names it in a form. note: what it says beside its title. is_further: offered below the first ones."""

    key: str
    source: Source
    title: str
    note: str = ""
    voice: Voice | None = None
    earlier: AgendaItem | None = None
    is_further: bool = False

    @property
    def minutes(self) -> int:
        return MINUTES[self.source]

    @property
    def is_chosen(self) -> bool:
        return self.source in CHOSEN_AT_FIRST and not self.is_further

    @property
    def label(self) -> str:
        return str(AgendaItem.Source(self.source).label)


def proposals(viewer: Viewer, event: Event, meeting: Meeting | None) -> list[Proposal]:
    """In the order of an agenda, without what it holds already."""
    with translation.override(event.language):
        found = [*of_tasks(event), *of_earlier_ones(event), *of_voices(viewer, event), *each_time()]
        found = [found[at] for at in in_order([place_of(each.source, each.title) for each in found])]
    items = list(meeting.items.all()) if meeting else []
    taken = {item.voice_id for item in items if item.voice_id}
    titles = {item.title for item in items}
    has_tasks = any(item.source == Source.TASKS for item in items)
    left = [
        each
        for each in found
        if not (each.voice and each.voice.pk in taken)
        and each.title not in titles
        and not (each.source == Source.TASKS and has_tasks)
    ]
    return list(with_further(left))


def with_further(found: Iterable[Proposal]) -> Iterable[Proposal]:
    """The same ones, told which of them are offered below the first ones."""
    counted: Counter[Source] = Counter()
    for each in found:
        counted[each.source] += each.voice is not None
        yield replace(each, is_further=counted[each.source] > MOST_VOICES)


def of_tasks(event: Event) -> Iterable[Proposal]:
    if count := access.open_tasks_before(event).count():
        yield Proposal("tasks", Source.TASKS, _("Open tasks of earlier meetings"), str(count))


def of_earlier_ones(event: Event) -> Iterable[Proposal]:
    """What earlier meetings did not settle and no idea or problem stands for."""
    for item in access.unsettled_before(event):
        begun = timezone.localtime(item.meeting.event.starts_at)
        note = date_format(begun, "DATE_FORMAT")
        yield Proposal(f"item-{item.pk}", Source.EARLIER, item.title, note, earlier=item)


def of_voices(viewer: Viewer, event: Event) -> Iterable[Proposal]:
    found = list(access.voices_for(viewer, event))
    problems = [each for each in found if each.kind == Voice.Kind.PROBLEM or each.carried_over]
    others = {each.pk for each in problems}
    ideas = [each for each in found if each.pk not in others]
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
