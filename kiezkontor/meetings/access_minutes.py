"""Who reads the minutes of a meeting: who was there, all members, or a body; office and board; else what is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, Viewer
from kiezkontor.calendar.access import led_by
from kiezkontor.calendar.access_bodies import is_in_body
from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.meetings.access import MINUTE_TAKERS
from kiezkontor.meetings.models import AgendaItem, Attendance, Meeting, MinutesVersion
from kiezkontor.meetings.rules.attending import THERE, State
from kiezkontor.meetings.rules.minutes import open_part, public_part, reads_whole
from kiezkontor.notices import links
from kiezkontor.organisations.access import looked_after_by
from kiezkontor.organisations.members import BOARD, is_member
from kiezkontor.organisations.models import Contact, Membership

INSIDE = (COORDINATOR, EDITOR, BOARD)
# Purposes of the personal links by which minutes are sent, whole or to guests; for the meeting, so that a correction is
# read as well.
SENT, SENT_OPEN = "meetings.minutes", "meetings.minutes_open"


@dataclass(frozen=True)
class Reading:
    """Minutes as somebody may read them. note: what is left out, in words."""

    version: MinutesVersion
    content: dict[str, Any]
    note: str = ""


def whole(version: MinutesVersion) -> Reading:
    return Reading(version, version.content)


def for_guests(version: MinutesVersion) -> Reading:
    """Guests who were there know who was; what is for members alone was not for them."""
    return Reading(version, open_part(version.content), _("Without what is for members alone."))


def for_everybody(version: MinutesVersion) -> Reading:
    note = _("Public version, without names and without what is for members.")
    return Reading(version, public_part(version.content), note)


def latest_of(event: Event) -> MinutesVersion | None:
    found = MinutesVersion.objects.filter(meeting__event=event).order_by("-number")
    return found.select_related("meeting").first()


def versions_of(meeting: Meeting) -> QuerySet[MinutesVersion]:
    return MinutesVersion.objects.filter(meeting=meeting)


def unsent_for(viewer: Viewer, district: District, *, held_before: datetime) -> QuerySet[Event]:
    """Meetings with an agenda that took place before then and of which no minutes were sent, the longest ago first."""
    if not viewer.has_role(district, *MINUTE_TAKERS):
        return Event.objects.none()
    held = led_by(viewer, district).taking_place().filter(ends_at__lt=held_before)
    items = AgendaItem.objects.filter(meeting__event=OuterRef("pk"))
    versions = MinutesVersion.objects.filter(meeting__event=OuterRef("pk"))
    return held.filter(Exists(items), ~Exists(versions)).order_by("ends_at", "pk")


def people_at(meeting: Meeting) -> list[str]:
    """Names of people on its list, without those that are the name of an organisation."""
    rows = Attendance.objects.filter(meeting=meeting).exclude(name="").select_related("organisation")
    return [name for row in rows for name in (row.name, row.stood_for) if name and name != str(row.organisation or "")]


def was_there(viewer: Viewer, district: District) -> Q:
    """Attendance of theirs, or of the member whose entry they look after; who was represented was not there."""
    own = looked_after_by(viewer, district, on=timezone.localdate())
    return Q(person=viewer.person) | Q(organisation__in=own) & ~Q(state=State.DEPUTY)


def attended_by(viewer: Viewer, district: District) -> QuerySet[Attendance]:
    return Attendance.objects.filter(was_there(viewer, district), state__in=THERE)


def reached_at(email: str, district: District) -> Q:
    """Attendance of somebody whom the office knows by this address; whoever chose a name at the door only said it."""
    contacts = Contact.objects.filter(district=district, email__iexact=email)
    by_list = Q(answer__email__iexact=email) | Q(invitation__email__iexact=email)
    return by_list | Q(organisation__email__iexact=email) | Q(organisation__in=contacts.values("organisation"))


def read_whole(viewer: Viewer, district: District, versions: QuerySet[MinutesVersion]) -> set[int]:
    """Keys of the events whose minutes, among these of the district, the viewer reads whole.

    Minutes of a body are for who was in it on the day of the meeting, as `calendar.access_bodies` says.
    """
    is_inside = viewer.has_role(district, *INSIDE)
    if viewer.person is None:
        return set(versions.values_list("meeting__event", flat=True)) if is_inside else set()
    there = attended_by(viewer, district).filter(meeting=OuterRef("meeting"))
    members = Membership.objects.valid_on(timezone.localdate()).filter(district=district)
    for_member = there.filter(
        reached_at(viewer.person.email, district), organisation__in=members.values("organisation")
    )
    in_body = is_in_body(viewer.person, event=OuterRef("meeting__event"), day=OuterRef("day"))
    of_day = versions.annotate(day=TruncDate("meeting__event__starts_at"))
    asked = of_day.values_list("meeting__event", "readers", Exists(there), Exists(for_member), in_body)
    belongs = is_member(viewer, district)
    has_guests = belongs or members.exists()
    return {
        event
        for event, readers, attended, came_for_member, sits_there in asked
        if reads_whole(
            readers,
            is_inside=is_inside,
            attended=attended and (belongs or came_for_member or sits_there or not has_guests),
            is_member=belongs,
            is_in_body=sits_there,
        )
    }


def latest_versions(events: Iterable[Event]) -> QuerySet[MinutesVersion]:
    later = MinutesVersion.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    return MinutesVersion.objects.filter(~Exists(later), meeting__event__in=events)


def reading_of(viewer: Viewer, event: Event) -> Reading | None:
    """The latest minutes as far as the viewer may read them; None where there are none for them."""
    version = latest_of(event)
    if version is None:
        return None
    if read_whole(viewer, event.district, versions_of(version.meeting).filter(pk=version.pk)):
        return whole(version)
    if viewer.person is not None and attended_by(viewer, event.district).filter(meeting=version.meeting).exists():
        return for_guests(version)
    return for_everybody(version) if version.has_public else None


def public_minutes(district: District) -> QuerySet[MinutesVersion]:
    """Of each meeting the latest version, where everybody may read a part of it; the last meeting first."""
    later = MinutesVersion.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    found = MinutesVersion.objects.filter(meeting__event__district=district, has_public=True).exclude(Exists(later))
    return found.select_related("meeting").order_by("-meeting__event__starts_at", "-pk")


def reading_or_404(viewer: Viewer, district: District, event_pk: int) -> Reading:
    event = get_object_or_404(Event.objects.filter(district=district).select_related("district"), pk=event_pk)
    reading = reading_of(viewer, event)
    if reading is None:
        raise Http404
    reading.version.meeting.event = event
    return reading


def reading_behind(district: District, token: str) -> Reading:
    """What a personal link from the mail opens; 404 for all else."""
    link = links.opened_by(token, purposes={SENT, SENT_OPEN}, scope_id=district.pk)
    if link is None or links.state_of(link) != "open":
        raise Http404
    found = MinutesVersion.objects.filter(meeting=link.subject_id, meeting__event__district=district)
    version = found.select_related("meeting__event").order_by("-number").first()
    if version is None:
        raise Http404
    version.meeting.event.district = district
    return whole(version) if link.purpose == SENT else for_guests(version)


def version_or_404(viewer: Viewer, district: District, pk: int) -> MinutesVersion:
    """Any version, also an earlier one, for the office."""
    found = MinutesVersion.objects.filter(meeting__event__district=district)
    found = found if viewer.has_role(district, COORDINATOR) else found.none()
    return get_object_or_404(found.select_related("meeting__event__district"), pk=pk)
