"""Who reads an agenda and who leads a meeting; the closed part is for whom `access_closed` says."""

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar import access as calendar
from kiezkontor.calendar.access_bodies import invited_to_body
from kiezkontor.calendar.models import Audience, Event, Invitation
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Kind
from kiezkontor.calendar.rules.quarters import MEETINGS as MEMBER_MEETINGS
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.meetings.access_closed import reads_closed_at
from kiezkontor.meetings.models import AgendaItem, Attendance, Meeting, MeetingTask
from kiezkontor.meetings.models.meetings import AgendaItemQuerySet
from kiezkontor.meetings.rules.attending import BEFORE, THERE, Numbers, numbers_of
from kiezkontor.meetings.rules.kinds import MEETINGS, MEMBERS_PLAN_AT
from kiezkontor.shared.meanwhile import fingerprint
from kiezkontor.voices import access as voices
from kiezkontor.voices.models import Voice

WRITERS = calendar.WRITERS
# Who writes and approves minutes; who plans meetings besides may put agendas together.
MINUTE_TAKERS = (COORDINATOR,)
NOT_HELD = (stages.CANCELLED, stages.POSTPONED)
# What an agenda says of an item before the meeting.
SAID_BEFORE = ("title", "text", "minutes_planned", "presenter", "is_closed")


def may_lead(viewer: Viewer, district: District) -> bool:
    return calendar.may_write(viewer, district)


def event_or_404(viewer: Viewer, district: District, pk: int) -> Event:
    """An event that may have an agenda, for who leads meetings."""
    found = calendar.led_by(viewer, district).filter(kind__in=MEETINGS)
    return get_object_or_404(found.select_related("district", "series", "meeting"), pk=pk)


def tasks_open_to(event: Event) -> str:
    """Who in the office reads what it asked for."""
    return Task.OpenTo.COORDINATION if event.is_confidential else Task.OpenTo.OFFICE


def meeting_of(event: Event) -> Meeting | None:
    return Meeting.objects.filter(event=event).first()


def numbers_at(meeting: Meeting) -> Numbers:
    return numbers_of(list(Attendance.objects.filter(meeting=meeting).order_by().values_list("state", "may_vote")))


def item_or_404(viewer: Viewer, district: District, pk: int) -> AgendaItem:
    found = AgendaItem.objects.filter(meeting__event__in=calendar.led_by(viewer, district))
    return get_object_or_404(found.select_related("meeting__event__district", "voice"), pk=pk)


def state_of(item: AgendaItem) -> str:
    """A mark of what the form of an item shows of it; texts of the minutes are told apart by their own version."""
    return fingerprint([getattr(item, name) for name in SAID_BEFORE])


def agenda_for(viewer: Viewer, event: Event) -> AgendaItemQuerySet:
    """What somebody who may see the event reads of its agenda, in order."""
    found = AgendaItem.objects.filter(meeting__event=event)
    return found if reads_closed_at(viewer, event) else found.public()


def minutes_planned_at(event: Event) -> list[tuple[int, int]]:
    """Key and length of each item in order, without anything it says: times hold for whoever reads some of them."""
    return list(AgendaItem.objects.filter(meeting__event=event).values_list("pk", "minutes_planned"))


def meeting_followed(district: District, **which: int) -> Meeting:
    """A meeting of the district with its event, in one query: it is asked for every few seconds."""
    found = Meeting.objects.filter(event__district=district).select_related("event")
    meeting = get_object_or_404(found, **which)
    meeting.event.district = district
    return meeting


def people_there(meeting: Meeting) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting=meeting, state__in=THERE).exclude(name_key="")


def there_at(item: AgendaItem) -> QuerySet[Attendance]:
    """Who may be noted with an own interest in an item."""
    found = Attendance.objects.filter(meeting=item.meeting_id, state__in=THERE)
    return found.exclude(interests__item=item).select_related("organisation")


def of_line(event: Event, to_item: str = "") -> Q:
    """What items of meetings before it hold: those of its line, and for a member meeting all others at which members
    plan, but for what was for fewer ears there. The closed part of a meeting of its own format is for the same ears,
    but for that of another body and what that one talks about among those invited. to_item: the way to the item, as
    lookups write it.
    """
    meeting = f"{to_item}meeting__event__"
    before = Q(**{f"{meeting}district": event.district_id, f"{meeting}starts_at__lt": event.starts_at})
    confidential = Q(**{f"{meeting}is_confidential": True})
    if not event.is_confidential:
        before &= ~confidential
    line = Q(**{f"{meeting}series": event.series_id}) if event.series_id else Q(**{f"{meeting}kind": event.kind})
    closed, invited = Q(**{f"{to_item}is_closed": True}), Q(**{f"{meeting}audience": Audience.INVITED})
    if event.kind == Kind.BODY and not event.series_id:
        line &= ~(Q(Exists(of_other_bodies(event, f"{meeting}pk"))) & (closed | invited))
    if event.kind not in MEMBER_MEETINGS:
        return before & line
    elsewhere = (Q(**{f"{meeting}kind__in": MEMBERS_PLAN_AT}) & ~closed) | Q(**{f"{meeting}kind": event.kind})
    few = confidential | invited
    if not event.series_id and event.audience != Audience.INVITED:
        return before & elsewhere & ~few
    return before & (line | (elsewhere & ~few))


def of_other_bodies(event: Event, to_event: str) -> QuerySet[Invitation]:
    """Invitations by the name of a body that is not invited to this event. to_event: the way to theirs."""
    own = invited_to_body(event).exclude(body=None)
    return invited_to_body(OuterRef(to_event)).exclude(body=None).exclude(body__in=own.values("body"))


def tasks_of_line(event: Event) -> QuerySet[MeetingTask]:
    """What meetings before it asked for, the longest waiting first."""
    found = MeetingTask.objects.filter(of_line(event, "item__"))
    return found.select_related("task__assigned_to", "organisation", "item__meeting__event").order_by("pk")


def open_tasks_before(event: Event) -> QuerySet[MeetingTask]:
    """Of these what nobody has done yet."""
    return tasks_of_line(event).filter(task__isnull=False, task__done_at=None)


def tasks_talked_about(meeting: Meeting) -> list[MeetingTask]:
    """Open tasks of earlier meetings as this one had before it: still open, or done since it began.

    Each with `was_done`: by its end, or by now as long as it goes on.
    """
    event = meeting.event
    since = event.starts_at - BEFORE
    found = tasks_of_line(event).filter(Q(task__done_at=None) | Q(task__done_at__gte=since))
    tasks = list(found.filter(task__isnull=False))
    for each in tasks:
        done_at = each.task.done_at if each.task else None
        each.was_done = done_at is not None and (meeting.ended_at is None or done_at <= meeting.ended_at)
    return tasks


def unsettled_before(event: Event) -> QuerySet[AgendaItem]:
    """Items of earlier meetings that go on and that no later agenda has taken up, the longest waiting first.

    Ideas and problems come up by themselves. A meeting that did not take place settles nothing and takes nothing away.
    """
    off = Q(meeting__event__stage__in=NOT_HELD)
    taken_up = AgendaItem.objects.filter(~off | Q(meeting__event=event.pk), earlier=OuterRef("pk"))
    found = AgendaItem.objects.filter(of_line(event), ~off, ~Exists(taken_up), goes_on=True, voice=None)
    return found.select_related("meeting__event").order_by("meeting__event__starts_at", "meeting", "position", "pk")


def voices_for(viewer: Viewer, event: Event) -> QuerySet[Voice]:
    """Ideas and problems its agenda may take up."""
    return voices.open_for_agenda(viewer, event.district)


def noted_at[Noted: Model](of_item: QuerySet[Noted], pk: int) -> Noted | None:
    """One of what was noted at an item; None where it is there no longer, 404 where it stands at another item."""
    found = of_item.filter(pk=pk).first()
    if found is None and of_item.model._default_manager.filter(pk=pk).exists():
        raise Http404
    return found
