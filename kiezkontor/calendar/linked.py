"""An event as search engines read it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kiezkontor.calendar.models import Event, Slot
from kiezkontor.calendar.rules.linked_data import linked_event
from kiezkontor.calendar.shown import with_day


def linked_data(event: Event, slots: Sequence[Slot], *, url: str, day: str = "") -> dict[str, Any]:
    """slots: all of the event, in their order. day: which of several days it is, in words."""
    slots = [slot for slot in slots if slot.cancelled_at is None]
    capacities = [slot.capacity for slot in slots]
    is_counted = event.takes_answers and bool(slots) and None not in capacities
    said = {
        name: getattr(event, name)
        for name in (
            *("title", "text", "language", "stage", "place", "address", "lat", "lon", "step_free", "access_note"),
            *("online_url", "organiser"),
        )
    }
    said |= {
        "title": with_day(event.title, day),
        "starts_at": written(event, event.starts_at),
        "ends_at": written(event, event.ends_at),
        "moved_from": event.moved_from and written(event, event.moved_from),
        "capacity": sum(filter(None, capacities)) if is_counted else None,
    }
    timed = [slot for slot in slots if slot.starts_at and slot.ends_at] if len(slots) > 1 else []
    times = [
        (slot.label or event.title, written(event, slot.starts_at), written(event, slot.ends_at)) for slot in timed
    ]
    return linked_event(said, url=url, city=event.district.municipality, times=times)


def written(event: Event, at: Any) -> str:
    local = timezone.localtime(at)
    return local.date().isoformat() if event.is_all_day else local.isoformat(timespec="seconds")
