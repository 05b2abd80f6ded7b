"""Reminders of an event as the office sets them; those that went out stay as they were."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.events import locked_event
from kiezkontor.calendar.models import Reminder
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def add_reminder(event_id: int, *, values: Mapping[str, Any], by: Viewer) -> Reminder:
    event = locked_event(event_id)
    made = Reminder.objects.create(event=event, **values)
    record("event.reminded", event, by=by, district=event.district)
    return made


@transaction.atomic
def change_reminder(pk: int, *, values: Mapping[str, Any], by: Viewer) -> Reminder:
    """Change when it goes out and what it says; refuses one that went out."""
    found = locked_reminder(pk)
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=[*values])
    record("event.reminded", found.event, by=by, district=found.event.district)
    return found


@transaction.atomic
def remove_reminder(pk: int, *, by: Viewer) -> None:
    found = locked_reminder(pk)
    found.delete()
    record("event.reminded", found.event, by=by, district=found.event.district)


def locked_reminder(pk: int) -> Reminder:
    found = Reminder.objects.select_for_update(of=("self",), no_key=True).select_related("event__district").get(pk=pk)
    if found.sent_at is not None:
        raise ActionRefused(_("This reminder went out already. Nothing was changed."))
    return found
