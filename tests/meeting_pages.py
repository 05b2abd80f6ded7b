"""The pages of meetings in the access table, and what they are about."""

from typing import Any

from django.utils import timezone

from kiezkontor.calendar.tests import builders as calendar
from kiezkontor.meetings import room
from kiezkontor.meetings.tests import builders as meetings

# Behind the code on the wall.
PUBLIC_MEETINGS = {"meetings:check_in", "meetings:checked_in"}
MEETINGS_OF_THE_OFFICE = {f"meetings:{page}" for page in ("agenda", "take", "item_new")}
MEETINGS_OF_THE_OFFICE |= {f"meetings:{page}" for page in ("attendance", "mark", "add_person", "open_room", "door")}
MEETINGS_OF_THE_OFFICE |= {f"meetings:item_{page}" for page in ("change", "up", "down", "remove")}


def in_meetings(district: Any) -> dict[str, dict[str, Any]]:
    """A public round with an item on its agenda."""
    event = meetings.event(district)
    item = meetings.item(event)
    now = calendar.event(district, starts_at=timezone.now(), audience="invited")
    behind_the_code = {"token": room.token_of(meetings.item(now).meeting)}
    return {
        "meetings:": {"pk": event.pk},
        "meetings:item_": {"pk": item.pk},
        "meetings:item_new": {"pk": event.pk},
        **dict.fromkeys(PUBLIC_MEETINGS, behind_the_code),
    }
