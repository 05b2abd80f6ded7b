"""What the office counts of its member meetings; nobody is named."""

from collections import defaultdict
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.quarters import MEETINGS
from kiezkontor.districts.models import District
from kiezkontor.meetings.access import may_lead
from kiezkontor.meetings.models import Attendance, MeetingTask
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.meetings.rules.year import Agreed, Met


def meetings_until(viewer: Viewer, district: District, *, until: datetime) -> QuerySet[Event]:
    """Member meetings that took place by that moment, the earliest first; none for who leads none."""
    found = Event.objects.filter(district=district, kind__in=MEETINGS, stage=stages.ANNOUNCED, ends_at__lte=until)
    return (found if may_lead(viewer, district) else found.none()).order_by("starts_at", "pk")


def met_at(events: QuerySet[Event]) -> dict[int, Met]:
    """Who was at each of them, by key of the event; two statements."""
    there: defaultdict[int, list[tuple[int | None, int | None, str, int]]] = defaultdict(list)
    rows = Attendance.objects.filter(meeting__event__in=events.order_by().values("pk"), state__in=THERE)
    columns = ("meeting__event", "organisation", "person", "name_key", "pk")
    for event, *who in rows.order_by().values_list(*columns):
        there[event].append((who[0], who[1], who[2], who[3]))
    return {
        pk: Met(timezone.localdate(starts_at), frozenset(guest(*who) for who in there[pk]), len(there[pk]))
        for pk, starts_at in events.values_list("pk", "starts_at")
    }


def guest(organisation: int | None, person: int | None, name_key: str, row: int) -> str:
    """As whom somebody counts; whose name is forgotten counts for themselves."""
    if organisation is not None:
        return f"o{organisation}"
    if person is not None:
        return f"p{person}"
    return f"n:{name_key}" if name_key else f"r{row}"


def agreed_in(viewer: Viewer, district: District, *, since: date, before: date) -> list[Agreed]:
    """What meetings of these days asked somebody to do, as far as the desk still knows it."""
    found = MeetingTask.objects.filter(
        item__meeting__event__district=district,
        item__meeting__event__starts_at__date__gte=since,
        item__meeting__event__starts_at__date__lt=before,
        task__isnull=False,
    )
    found = found if may_lead(viewer, district) else found.none()
    rows = found.order_by().values_list("due_on", "task__done_at")
    return [Agreed(due_on, done_at and timezone.localdate(done_at)) for due_on, done_at in rows]
