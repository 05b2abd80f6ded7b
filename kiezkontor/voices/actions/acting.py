"""What comes of an idea: a joint action or another event of the calendar."""

from datetime import datetime
from typing import Any

from django.db import transaction

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.actions.events import add_event
from kiezkontor.calendar.models import Event, Kind
from kiezkontor.voices.actions.publishing import locked
from kiezkontor.voices.models import Voice


@transaction.atomic
def plan_action(pk: int, *, title: str, starts_at: datetime, ends_at: datetime, by: Viewer) -> Event:
    """Plan a joint action that carries a voice out; nobody outside of the office sees it before it is announced.

    It says whose idea it was where its author wants to be named. Refuses one that ends before it begins.
    """
    voice = locked(pk)
    values: dict[str, Any] = {"title": title, "kind": Kind.ACTION, "starts_at": starts_at, "ends_at": ends_at}
    if voice.names_organisation and voice.organisation:
        values["initiator"] = str(voice.organisation)[:160]
    event = add_event(voice.district, values=values, by=by)
    lead_to(voice.pk, event, by=by)
    return event


@transaction.atomic
def lead_to(pk: int, event: Event, *, by: Viewer) -> Voice:
    """Note that an event of the same district came of a voice; once, however often it is said."""
    voice = locked(pk)
    if not voice.events.filter(pk=event.pk).exists():
        voice.events.add(event)
        record("voice.acted_on", voice, by=by, district=voice.district, event=str(event))
    return voice


@transaction.atomic
def lead_no_more(pk: int, event: Event, *, by: Viewer) -> Voice:
    """Take back that an event came of a voice; both stay."""
    voice = locked(pk)
    if voice.events.filter(pk=event.pk).exists():
        voice.events.remove(event)
        record("voice.acted_on_no_more", voice, by=by, district=voice.district, event=str(event))
    return voice
