"""In which meetings an idea or a problem is talked about, for its own pages: all of it, with tasks, for the office."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import led_by, visible_to
from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.meetings import access, access_plan
from kiezkontor.meetings.access_minutes import public_minutes, reading_of
from kiezkontor.meetings.models import AgendaItem, MeetingTask
from kiezkontor.voices.hooks import Link
from kiezkontor.voices.models import Voice


def meetings_of(viewer: Viewer, district: District, ids: Collection[int]) -> Mapping[int, Iterable[Link]]:
    """By voice. Who leads no meetings finds events they may see and minutes for everybody, of open items alone."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    items = AgendaItem.objects.filter(meeting__event__district=district, voice__in=ids).select_related("meeting__event")
    items = items.order_by("meeting__event__starts_at", "pk")
    if access.may_lead(viewer, district):
        items = items.filter(meeting__event__in=led_by(viewer, district))
        tasks = MeetingTask.objects.select_related("task")
        for item in items.prefetch_related(Prefetch("tasks", tasks)):
            event = item.meeting.event
            agenda = reverse("meetings:agenda", args=[event.pk])
            found[item.voice_id or 0] += [
                on_the_agenda(event, agenda),
                *(asked(each, agenda) for each in item.tasks.all()),
            ]
        return found
    open_items = list(items.public().prefetch_related(Prefetch("tasks", MeetingTask.objects.select_related("task"))))
    events = {item.meeting.event_id: item.meeting.event for item in open_items}
    if not events:
        return found
    visible = set(visible_to(viewer, district).filter(pk__in=events).values_list("pk", flat=True))
    told = minutes_read_by(viewer, district, events)
    for item in open_items:
        event, links = item.meeting.event, found[item.voice_id or 0]
        if event.pk in visible:
            links.append(on_the_agenda(event, reverse("calendar:event", args=[event.pk])))
        if event.pk in told:
            minutes = reverse("meetings:minutes", args=[event.pk])
            links.append(Link(_("Minutes: %(title)s") % {"title": event}, minutes))
            if not viewer.is_visitor:
                written = (task for task in item.tasks.all() if task.what in told[event.pk])
                links += [Link(task_in_words(task), minutes) for task in written]
    return found


def minutes_read_by(viewer: Viewer, district: District, events: Mapping[int, Event]) -> dict[int, set[str]]:
    """Of which of these events the viewer reads minutes, and the tasks that stand in what they read."""
    if viewer.is_visitor:
        public = public_minutes(district).filter(meeting__event__in=events)
        return {version.meeting.event_id: set() for version in public}
    found = {}
    for pk, event in events.items():
        event.district = district
        if reading := reading_of(viewer, event):
            found[pk] = {task["what"] for item in reading.content["items"] for task in item["tasks"]}
    return found


def measures_of(viewer: Viewer, district: District, ids: Collection[int]) -> Mapping[int, Iterable[Link]]:
    """By voice, the measures of the location plan that carry it out; for who reads the plan."""
    found: defaultdict[int, list[Link]] = defaultdict(list)
    for measure in access_plan.measures_for(viewer, district).filter(voice__in=ids).order_by("pk"):
        names = {"measure": measure, "status": measure.get_status_display()}
        words = _("Measure of the location plan: %(measure)s (%(status)s)") % names
        found[measure.voice_id or 0].append(Link(words, reverse("meetings:measure", args=[measure.pk])))
    return found


def into_the_plan(viewer: Viewer, voice: Voice) -> Iterable[Link]:
    if access.may_lead(viewer, voice.district):
        yield Link(_("Put it into the location plan"), f"{reverse('meetings:measure_new')}?idee={voice.pk}")


def on_the_agenda(event: Event, url: str) -> Link:
    day = date_format(timezone.localtime(event.starts_at), "DATE_FORMAT")
    return Link(_("On the agenda: %(event)s, %(day)s") % {"event": event, "day": day}, url)


def asked(task: MeetingTask, agenda: str) -> Link:
    """What the meeting asked for because of it: on the desk as long as nobody has done it."""
    is_done = task.task is None or task.task.done_at is not None
    return Link(task_in_words(task), agenda if is_done else reverse("desk:edit", args=[task.task_id]))


def task_in_words(task: MeetingTask) -> str:
    if task.task is None or task.task.done_at is not None:
        return _("Task, done: %(what)s") % {"what": task.what}
    return _("Task, still open: %(what)s") % {"what": task.what}
