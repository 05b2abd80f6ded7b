"""What is counted of the meetings of a network; nobody is named. Board and funder read totals alone."""

from collections import Counter, defaultdict
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import led_by
from kiezkontor.calendar.models import Answer, Event, Kind
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.quarters import MEETINGS
from kiezkontor.districts.models import District, Role
from kiezkontor.meetings.access import WRITERS, may_lead
from kiezkontor.meetings.models import Attendance, CourseDay, MeetingTask
from kiezkontor.meetings.rules.attending import THERE, same_name
from kiezkontor.meetings.rules.year import Agreed, Came, Joint, Learned, Met, people_in

LEARNING = (Kind.WORKSHOP, Kind.COURSE)
READERS_OF_TOTALS = (Role.Name.BOARD.value, Role.Name.FUNDER.value, Role.Name.BODY_MEMBER.value)
READERS = (*WRITERS, *READERS_OF_TOTALS)


def counted_for(viewer: Viewer, district: District) -> EventQuerySet:
    """What somebody leads; for whoever reads totals alone, all of the district."""
    if may_lead(viewer, district) or not viewer.has_role(district, *READERS_OF_TOTALS):
        return led_by(viewer, district)
    return Event.objects.filter(district=district)


def meetings_until(viewer: Viewer, district: District, *, until: datetime) -> QuerySet[Event]:
    """Member meetings that took place by that moment, the earliest first."""
    found = counted_for(viewer, district).filter(kind__in=MEETINGS, stage=stages.ANNOUNCED, ends_at__lte=until)
    return found.order_by("starts_at", "pk")


def actions_until(viewer: Viewer, district: District, *, until: datetime) -> QuerySet[Event]:
    """Joint actions that took place by that moment, the earliest first."""
    found = counted_for(viewer, district).filter(kind=Kind.ACTION, stage=stages.ANNOUNCED, ends_at__lte=until)
    return found.order_by("starts_at", "pk")


def workshops_and_courses(viewer: Viewer, district: District, *, since: datetime, until: datetime) -> QuerySet[Event]:
    """Those that began in this time and are over, the earliest first; a course by its first day."""
    found = counted_for(viewer, district).filter(kind__in=LEARNING, stage=stages.ANNOUNCED, course_day=None)
    return found.filter(starts_at__gte=since, ends_at__lte=until).order_by("starts_at", "pk")


def learned_in(events: QuerySet[Event]) -> dict[int, Learned]:
    """What workshops and courses came to, by key of the event; four statements. Who came to several days of a course
    counts once.
    """
    keys = [pk for (pk,) in events.values_list("pk")]
    first_days = dict(CourseDay.objects.filter(course__event__in=keys).values_list("event", "course__event"))
    people: defaultdict[int, set[str]] = defaultdict(set)
    for day, met in met_at(Event.objects.filter(pk__in=[*keys, *first_days])).items():
        people[first_days.get(day, day)] |= met.people
    signed_up: Counter[int] = Counter()
    places = Answer.objects.coming().filter(slot__event__in=keys, slot__cancelled_at=None)
    for event, count in places.order_by().values_list("slot__event", "people"):
        signed_up[event] += count
    return {pk: Learned(signed_up[pk], frozenset(people[pk])) for pk in keys}


def joint_in(events: QuerySet[Event]) -> dict[int, Joint]:
    """What joint actions came to, by key of the event; two statements.

    Nobody notes who came; a place is what is known. Names are forgotten soon, so that people count at each action.
    """
    people: Counter[int] = Counter()
    members: defaultdict[int, set[int]] = defaultdict(set)
    places = Answer.objects.coming().filter(slot__event__in=events.order_by().values("pk"), slot__cancelled_at=None)
    for event, count, organisation in places.order_by().values_list("slot__event", "people", "organisation"):
        people[event] += count
        if organisation is not None:
            members[event].add(organisation)
    rows = events.values_list("pk", "cost", "own_share")
    return {pk: Joint(people[pk], frozenset(members[pk]), cost, share) for pk, cost, share in rows}


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
    """What meetings of these days asked to be done, as far as the desk still knows it."""
    led = counted_for(viewer, district).filter(starts_at__date__gte=since, starts_at__date__lt=before)
    found = MeetingTask.objects.filter(item__meeting__event__in=led.order_by().values("pk"), task__isnull=False)
    rows = found.order_by().values_list("due_on", "task__done_at")
    return [Agreed(due_on, done_at and timezone.localdate(done_at)) for due_on, done_at in rows]
