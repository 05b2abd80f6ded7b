"""Reminders as the office sets them, of an event or of all of a series; those that went out stay as they were."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.events import locked_event
from kiezkontor.calendar.models import Event, Reminder, Series
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
    for name, value in {**values, "by_series": False}.items():
        setattr(found, name, value)
    found.save(update_fields=[*values, "by_series"])
    record("event.reminded", found.event, by=by, district=found.event.district)
    return found


@transaction.atomic
def remove_reminder(pk: int, *, by: Viewer) -> None:
    found = locked_reminder(pk)
    found.delete()
    record("event.reminded", found.event, by=by, district=found.event.district)


def remind_as_series(series: Series, events: Iterable[Event]) -> None:
    """Let these events begin with the reminder of their series, if it has one."""
    if series.remind_hours is None:
        return
    hours, text = series.remind_hours, series.remind_text
    Reminder.objects.bulk_create(
        Reminder(event=event, hours_before=hours, text=text, by_series=True) for event in events
    )


def follow_series(series: Series, *, had_one: bool) -> None:
    """Reminders that did not go out and that nobody changed by hand say what their series says now.

    had_one: where it had none before, events to come without a reminder begin with one.
    """
    coming = series.events.filter(starts_at__gt=timezone.now())
    own = Reminder.objects.filter(event__in=coming.order_by().values("pk"), by_series=True, sent_at=None)
    if series.remind_hours is None:
        own.delete()
    elif had_one:
        own.update(hours_before=series.remind_hours, text=series.remind_text)
    else:
        remind_as_series(series, coming.filter(reminders=None))


def locked_reminder(pk: int) -> Reminder:
    found = Reminder.objects.select_for_update(of=("self",), no_key=True).select_related("event__district").get(pk=pk)
    if found.sent_at is not None:
        raise ActionRefused(_("This reminder went out already. Nothing was changed."))
    return found
