"""Who reads contacts swapped at a meeting: in the room who gave one there, and nobody without that."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.access import led_by
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Attendance, Meeting, SwappedContact
from kiezkontor.meetings.rules.attending import THERE


def there(meeting: Meeting, keys: Collection[int]) -> list[Attendance]:
    """Of these people those who are there, with what they gave."""
    found = Attendance.objects.filter(meeting=meeting, state__in=THERE, pk__in=keys)
    return list(found.select_related("swapped", "organisation").order_by("pk"))


def there_or_404(viewer: Viewer, district: District, event_pk: int, pk: int) -> Attendance:
    """Somebody who is at a meeting, for who leads meetings."""
    led = led_by(viewer, district).filter(pk=event_pk)
    found = Attendance.objects.filter(meeting__event__in=led, state__in=THERE)
    return get_object_or_404(found.select_related("meeting__event__district", "swapped", "organisation"), pk=pk)


def swapped_by(row: Attendance) -> SwappedContact | None:
    found: SwappedContact | None = getattr(row, "swapped", None)
    return found


def given_at(meeting: Meeting) -> QuerySet[SwappedContact]:
    """What people who are there gave, by name."""
    found = SwappedContact.objects.filter(attendance__meeting=meeting, attendance__state__in=THERE)
    return found.select_related("attendance__organisation")


def read_by(meeting: Meeting, rows: Collection[Attendance]) -> list[SwappedContact]:
    """What the others gave, for people of whom one gave something; none for who gave nothing."""
    if not any(swapped_by(row) for row in rows):
        return []
    return list(given_at(meeting).exclude(attendance__in=rows))
