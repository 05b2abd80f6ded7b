"""What the office counts of its member meetings; nobody is named."""

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
from kiezkontor.meetings.rules.attending import THERE, same_name
from kiezkontor.meetings.rules.year import Agreed, Came, Met, people_in


def meetings_until(viewer: Viewer, district: District, *, until: datetime) -> QuerySet[Event]:
    """Member meetings that took place by that moment, the earliest first; none for who leads none."""
    found = Event.objects.filter(district=district, kind__in=MEETINGS, stage=stages.ANNOUNCED, ends_at__lte=until)
    return (found if may_lead(viewer, district) else found.none()).order_by("starts_at", "pk")


def met_at(events: QuerySet[Event]) -> dict[int, Met]:
    """Who was at each of them, by key of the event; two statements."""
    there: dict[int, list[Came]] = {}
    days = {pk: timezone.localdate(starts_at) for pk, starts_at in events.values_list("pk", "starts_at")}
    rows = Attendance.objects.filter(meeting__event__in=events.order_by().values("pk"), state__in=THERE)
    columns = ("meeting__event", "person", "name_key", "organisation", "of_what")
    for event, person, name, organisation, of_what in rows.order_by().values_list(*columns):
        there.setdefault(event, []).append(Came(person, name, shop_of(organisation, of_what)))
    people = people_in(there)
    return {
        pk: Met(on, people.get(pk, frozenset()), frozenset(each.shop for each in there.get(pk, ()) if each.shop))
        for pk, on in days.items()
    }


def shop_of(organisation: int | None, of_what: str) -> str:
    return f"member {organisation}" if organisation is not None else same_name(of_what)


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
