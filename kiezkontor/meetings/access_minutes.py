"""Who reads the minutes of a meeting: who was there, all members, or a body; office and board; else what is public.

What of them is closed is for whom `access_closed` says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.calendar.access import led_by
from kiezkontor.calendar.models import Event
from kiezkontor.districts.models import District
from kiezkontor.meetings.access import MINUTE_TAKERS
from kiezkontor.meetings.access_closed import Standing, standings
from kiezkontor.meetings.models import AgendaItem, Attendance, Meeting, MinutesVersion
from kiezkontor.meetings.rules.minutes import open_part, public_part, reads
from kiezkontor.notices import links

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


def parts_read(viewer: Viewer, district: District, readers_of: Mapping[int, str]) -> dict[int, bool]:
    """Of which of these minutes of the district the viewer reads more than what is public, and whether whole.

    readers_of: by key of the event, for whom its minutes are.
    """
    found = standings(viewer, district, Event.objects.filter(pk__in=readers_of))
    return {pk: each.reads_closed for pk, each in found.items() if reads_minutes(each, readers_of[pk])}


def reads_minutes(standing: Standing, readers: str) -> bool:
    return reads(
        readers,
        is_inside=standing.is_inside,
        attended=standing.attended,
        is_member=standing.is_member,
        is_in_body=standing.is_in_body,
    )


def latest_versions(events: Iterable[Event]) -> QuerySet[MinutesVersion]:
    later = MinutesVersion.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    return MinutesVersion.objects.filter(~Exists(later), meeting__event__in=events)


def reading_of(viewer: Viewer, event: Event) -> Reading | None:
    """The latest minutes as far as the viewer may read them; None where there are none for them."""
    version = latest_of(event)
    if version is None:
        return None
    is_whole = parts_read(viewer, event.district, {event.pk: version.readers}).get(event.pk)
    if is_whole is not None:
        return whole(version) if is_whole else for_guests(version)
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
