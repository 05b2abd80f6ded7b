"""What a meeting asks somebody to do: a task on the desk, and its owner in the minutes."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.actions import add_task, finish_task
from kiezkontor.meetings.access import open_tasks_before, tasks_open_to
from kiezkontor.meetings.actions.agenda import changed, locked_meeting, tell_followers
from kiezkontor.meetings.models import AgendaItem, MeetingTask
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

KIND = "meetings.task"


@transaction.atomic
def tick_off(item: AgendaItem, pk: int, *, by: Viewer) -> bool:
    """Finish a task of an earlier meeting that this one talks about; whether it was open until now."""
    meeting = locked_meeting(item.meeting.event)
    waiting = open_tasks_before(meeting.event).filter(pk=pk).first()
    if waiting is None or waiting.task_id is None:
        return False
    finish_task(waiting.task_id, by=by)
    tell_followers(meeting)
    return True


@transaction.atomic
def ask(
    item: AgendaItem,
    *,
    what: str,
    due_on: date | None = None,
    owner: str = "",
    organisation: Organisation | None = None,
    person: Person | None = None,
    by: Viewer,
) -> MeetingTask:
    """Note who does what until when. A task of somebody outside of the office is looked after by whoever has time, of a
    confidential meeting by the coordination.

    Refuses a day before the meeting.
    """
    if due_on is not None and due_on < timezone.localdate(item.meeting.event.starts_at):
        raise ActionRefused(_("This day lies before the meeting. Please look at it again."), field="due_on")
    meeting = locked_meeting(item.meeting.event)
    task = add_task(
        meeting.event.district,
        what=what,
        due_on=due_on,
        assigned_to=person,
        about=item,
        kind=KIND,
        open_to=tasks_open_to(meeting.event),
        by=by,
    )
    made = MeetingTask.objects.create(
        item=item,
        task=task,
        what=task.what,
        due_on=due_on,
        owner=owner.strip() or str(organisation or person or ""),
        organisation=organisation,
        person=person,
    )
    changed(meeting, by=by, verb="minutes.task_given")
    return made
