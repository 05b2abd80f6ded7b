"""What becomes of an idea or a hint: sorted, given to somebody, decided with a reason its author reads."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many
from kiezkontor.desk.actions import add_task, change_task, finish_task, refuse_unless_readable
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District, Street
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.voices import access, hooks, telling
from kiezkontor.voices.actions.publishing import locked
from kiezkontor.voices.models import Topic, Voice, VoiceStep
from kiezkontor.voices.rules.status import has_ended, may_move, needs_reason

TASK = "voices.next_step"
TABLE = Voice._meta.label_lower


@dataclass(frozen=True)
class Sorting:
    """Where the office puts a voice. next_step and due_on: what its responsible person does, as a task on the desk."""

    kind: str
    topic: Topic | None
    street: Street | None
    way: str
    responsible: Person | None
    is_need: bool
    next_step: str = ""
    due_on: date | None = None


@transaction.atomic
def sort(pk: int, sorting: Sorting, *, by: Viewer) -> Voice:
    """Note topic, street, responsible person and the next step; the step is a task on the desk as long as it is named.

    Refuses a person who does not work in the office, and a day without a step.
    """
    voice = locked(pk)
    if sorting.due_on and not sorting.next_step.strip():
        raise ActionRefused(_("Please write what is to be done until that day."), field="next_step")
    refuse_unless_readable(sorting.responsible, voice.district, Task.OpenTo.OFFICE)
    new = {
        "kind": sorting.kind,
        "topic": sorting.topic,
        "street": sorting.street,
        "way": sorting.way,
        "responsible": sorting.responsible,
        "need_since": (voice.need_since or timezone.now()) if sorting.is_need else None,
    }
    changed = [name for name, value in new.items() if getattr(voice, name) != value]
    for name in changed:
        setattr(voice, name, new[name])
    if changed:
        voice.save(update_fields=changed)
        record("voice.sorted", voice, by=by, district=voice.district, fields=changed)
    keep_step(voice, sorting, by=by)
    return voice


def tasks_of(voice: Voice) -> list[Task]:
    """The open tasks this area noted about it, the latest last."""
    found = Task.objects.filter(kind=TASK, about_type=TABLE, about_id=voice.pk, done_at=None)
    return list(found.order_by("pk"))


def keep_step(voice: Voice, sorting: Sorting, *, by: Viewer) -> None:
    what, waiting = sorting.next_step.strip(), tasks_of(voice)
    if not what:
        for task in waiting:
            finish_task(task.pk, by=by)
    elif waiting:
        change_task(waiting[-1].pk, what=what, due_on=sorting.due_on, assigned_to=sorting.responsible, by=by)
    else:
        add_task(
            voice.district,
            what=what,
            due_on=sorting.due_on,
            assigned_to=sorting.responsible,
            about=voice,
            kind=TASK,
            by=by,
        )


@transaction.atomic
def move(pk: int, *, to: str, reason: str = "", duplicate_of: Voice | None = None, by: Viewer) -> Voice:
    """Change the status as the table of moves has it, or leave it and say what is new; the author is told of both.

    The same news twice is told once. Whoever listens above hears of changes.
    Refuses a move the table does not know, one without the reason it needs, and a duplicate of nothing or of itself.
    """
    voice, reason = locked(pk), reason.strip()
    if voice.status == to:
        return with_news(voice, reason, by=by)
    if not may_move(voice.status, to):
        raise ActionRefused(
            _("It is %(status)s meanwhile; this step does not follow from it. Please look at it again.")
            % {"status": voice.get_status_display()}
        )
    if needs_reason(to) and not reason:
        raise ActionRefused(_("Please write the reason or the outcome: whoever gave it wants to know."), field="reason")
    is_duplicate = to == Voice.Status.DUPLICATE
    if is_duplicate and (
        duplicate_of is None or duplicate_of.pk == pk or duplicate_of.district_id != voice.district_id
    ):
        raise ActionRefused(_("Please choose which one it repeats."), field="duplicate_of")
    voice.status, voice.since = to, timezone.now()
    voice.duplicate_of = duplicate_of if is_duplicate else None
    voice.save(update_fields=["status", "since", "duplicate_of"])
    VoiceStep.objects.create(voice=voice, at=voice.since, by=by.person, status=to, reason=reason)
    record("voice.moved", voice, by=by, district=voice.district, status=to)
    if has_ended(to):
        for task in tasks_of(voice):
            finish_task(task.pk, by=by)
    telling.tell(voice, "moved", {"reason": reason, "other": other_shown(voice)})
    hooks.tell_moved(voice, by)
    return voice


def with_news(voice: Voice, reason: str, *, by: Viewer) -> Voice:
    """Note and tell what is new about a voice whose status stays; nothing without words or with the last ones."""
    last = voice.steps.order_by("at", "pk").last()
    if not reason or (last is not None and last.reason == reason):
        return voice
    VoiceStep.objects.create(voice=voice, at=timezone.now(), by=by.person, status=voice.status, reason=reason)
    record("voice.news_told", voice, by=by, district=voice.district)
    telling.tell(voice, "moved", {"reason": reason, "other": other_shown(voice)})
    return voice


def other_shown(voice: Voice) -> Voice | None:
    other = voice.duplicate_of
    return other if other is not None and other.published_at is not None else None


@transaction.atomic
def carry_over(district: District, ids: list[int], *, by: Viewer) -> int:
    """What a meeting talked about and did not solve comes up again in the next one; returns how many those are."""
    found = access.visible_to(by, district).open().filter(pk__in=ids)
    carried = list(found.order_by("pk"))
    Voice.objects.filter(pk__in=[voice.pk for voice in carried]).update(carried_over=F("carried_over") + 1)
    record_many("voice.carried_over", [(voice, {}) for voice in carried], by=by, district=district)
    return len(carried)
