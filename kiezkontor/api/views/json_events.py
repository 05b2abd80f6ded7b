"""The public events of one district; the same filters as its calendar."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from kiezkontor.accounts.viewer import VISITOR
from kiezkontor.api.schemas import EventOut, EventPage, EventQuery, Problem
from kiezkontor.calendar import access, hooks
from kiezkontor.calendar.choosing import chosen
from kiezkontor.calendar.days import today_began_at
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.shown import day_of_several
from kiezkontor.districts.requests import DistrictRequest

SAID = (
    *("uid", "title", "kind", "topic", "text", "language", "starts_at", "ends_at", "is_all_day", "moved_from"),
    *("place", "address", "lat", "lon", "step_free", "access_note", "online_url", "organiser", "takes_answers"),
    *("source_url", "changed_at"),
)

events = Router()


@events.get("/events", response=EventPage)
def all_events(request: DistrictRequest, asked: Query[EventQuery]) -> dict[str, Any]:
    """Public events of the district in the order of their beginning."""
    wanted = {"q": asked.q, "kind": asked.kind, "topic": asked.topic, "from": asked.begins}
    found = chosen(access.visible_to(VISITOR, request.district), wanted, of=request.district).events
    if asked.begins is None:
        found = found.filter(ends_at__gte=today_began_at())
    pages = Paginator(found.order_by("starts_at", "pk").prefetch_related("slots", "groups__group"), asked.per_page)
    items = list(pages.page(asked.page).object_list) if asked.page <= pages.num_pages else []
    days = hooks.days_among(items)
    return {
        "total": pages.count,
        "page": asked.page,
        "pages": pages.num_pages,
        "items": [event_out(request, event, days.get(event.pk)) for event in items],
    }


@events.get("/events/{pk}", response={200: EventOut, 404: Problem})
def one_event(request: DistrictRequest, pk: int) -> Status[dict[str, Any]]:
    """One event."""
    found = access.visible_to(VISITOR, request.district).filter(pk=pk).first()
    if found is None:
        return Status(404, {"detail": _("There is no public event of this number in the district.")})
    return Status(200, event_out(request, found, hooks.days_among([found]).get(found.pk)))


def event_out(request: DistrictRequest, event: Event, day: tuple[int, int] | None) -> dict[str, Any]:
    said = {name: getattr(event, name) for name in SAID}
    url = request.build_absolute_uri(reverse("calendar:event", args=[event.pk]))
    return (
        said
        | {"id": event.pk, "status": event.stage, "times": times_out(event), "url": url}
        | {"target_groups": [named.group.name for named in event.groups.all()], "day": day_out(day)}
    )


def day_out(day: tuple[int, int] | None) -> dict[str, Any] | None:
    return {"number": day[0], "count": day[1], "label": day_of_several(*day)} if day else None


def times_out(event: Event) -> list[dict[str, Any]]:
    timed = [slot for slot in access.slots_of(event) if slot.starts_at is not None]
    return [
        {
            "label": slot.label,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "is_cancelled": slot.cancelled_at is not None,
        }
        for slot in timed
        if len(timed) > 1
    ]
