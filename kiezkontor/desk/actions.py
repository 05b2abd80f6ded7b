from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many
from kiezkontor.desk import access
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused

TYPED_BY_HAND = ""


@transaction.atomic
def add_task(
    district: District,
    *,
    what: str,
    due_on: date | None = None,
    assigned_to: Person | None = None,
    about: models.Model | None = None,
    kind: str = TYPED_BY_HAND,
    open_to: str = Task.OpenTo.OFFICE,
    by: Viewer,
) -> Task:
    """Note something to do; refuses a person who may not read it."""
    subjects = [about] if about is not None else [None]
    made = add_tasks(
        district,
        what=what,
        due_on=due_on,
        assigned_to=assigned_to,
        about=subjects,
        kind=kind,
        open_to=open_to,
        by=by,
    )
    return made[0]


@transaction.atomic
def add_tasks(
    district: District,
    *,
    what: str,
    due_on: date | None = None,
    assigned_to: Person | None = None,
    about: Iterable[models.Model | None],
    kind: str = TYPED_BY_HAND,
    open_to: str = Task.OpenTo.OFFICE,
    by: Viewer,
) -> list[Task]:
    """The same task about each of several objects; refuses a person who may not read it."""
    what = what.strip()
    if not what:
        raise ActionRefused(_("Please write what needs doing."), field="what")
    refuse_unless_readable(assigned_to, district, open_to)
    now = timezone.now()
    rows = [
        Task(
            district=district,
            what=what,
            due_on=due_on,
            kind=kind,
            about_type="" if subject is None else subject._meta.label_lower,
            about_id=None if subject is None else subject.pk,
            open_to=open_to,
            assigned_to=assigned_to,
            noted_at=now,
            noted_by=by.person,
        )
        for subject in about
    ]
    insert_many(rows)
    told = {"due_on": due_on.isoformat() if due_on else None}
    record_many("task.added", [(row, told) for row in rows], by=by, district=district)
    return rows


def refuse_unless_readable(person: Person | None, district: District, open_to: str) -> None:
    if person is None or person.is_operator:
        return
    if not access.people_of(district, on=timezone.localdate(), open_to=open_to).filter(pk=person.pk).exists():
        raise ActionRefused(
            _("%(person)s may not read this task and therefore cannot do it. Please choose somebody else.")
            % {"person": person},
            field="assigned_to",
        )


@transaction.atomic
def change_task(pk: int, *, what: str, due_on: date | None, assigned_to: Person | None, by: Viewer) -> Task:
    task = Task.objects.select_for_update(no_key=True).get(pk=pk)
    if not what.strip():
        raise ActionRefused(_("Please write what needs doing."), field="what")
    if assigned_to is not None and assigned_to.pk != task.assigned_to_id:
        refuse_unless_readable(assigned_to, task.district, task.open_to)
    new = {"what": what.strip(), "due_on": due_on, "assigned_to": assigned_to}
    changed = [name for name, value in new.items() if getattr(task, name) != value]
    if not changed:
        return task
    for name in changed:
        setattr(task, name, new[name])
    task.save(update_fields=changed)
    record("task.changed", task, by=by, district=task.district, fields=changed)
    return task


@transaction.atomic
def finish_task(pk: int, *, by: Viewer) -> Task:
    """Done; pressed twice, the first press stands."""
    task = Task.objects.select_for_update(no_key=True).get(pk=pk)
    if task.done_at is None:
        task.done_at, task.done_by = timezone.now(), by.person
        task.save(update_fields=["done_at", "done_by"])
        record("task.done", task, by=by, district=task.district)
    return task


@transaction.atomic
def reopen_task(pk: int, *, by: Viewer) -> Task:
    task = Task.objects.select_for_update(no_key=True).get(pk=pk)
    if task.done_at is not None:
        task.done_at = task.done_by = None
        task.save(update_fields=["done_at", "done_by"])
        record("task.reopened", task, by=by, district=task.district)
    return task


def tasks_over(before: datetime) -> QuerySet[Task]:
    """Tasks done before that moment."""
    return Task.objects.filter(done_at__lt=before)


def follow_merge(notes: Journal, kept: int, absorbed: int) -> None:
    """Tasks about an entry that was merged are about the one that stayed."""
    about = Task.objects.filter(about_type=Organisation._meta.label_lower, about_id=absorbed)
    notes.move(about, "about_id", before=absorbed, after=kept)
