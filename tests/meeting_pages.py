"""The pages of meetings in the access table, and what they are about."""

from typing import Any

from kiezkontor.meetings.tests import builders as meetings

MEETINGS_OF_THE_OFFICE = {f"meetings:{page}" for page in ("agenda", "take", "item_new")}
MEETINGS_OF_THE_OFFICE |= {f"meetings:item_{page}" for page in ("change", "up", "down", "remove")}


def in_meetings(district: Any) -> dict[str, dict[str, Any]]:
    """A public round with an item on its agenda."""
    event = meetings.event(district)
    item = meetings.item(event)
    return {"meetings:": {"pk": event.pk}, "meetings:item_": {"pk": item.pk}, "meetings:item_new": {"pk": event.pk}}
