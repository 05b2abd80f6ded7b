from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.rules import stages
from kiezkontor.districts.models import District
from kiezkontor.meetings.models import Attendance, Meeting
from kiezkontor.meetings.rules.attending import THERE
from kiezkontor.outreach.actions.activity import note_taking_part

# So long after a meeting it is still corrected who was there.
CORRECTED = timedelta(days=7)


@task
def follow_attendance() -> int:
    """Members who came to a meeting of the last days are active in the pipeline; returns how many moved."""
    now = timezone.now()
    lately = Meeting.objects.filter(event__ends_at__range=(now - CORRECTED, now), event__stage=stages.ANNOUNCED)
    moved = 0
    for meeting in lately.select_related("event").order_by("event__starts_at", "pk"):
        there = Attendance.objects.filter(meeting=meeting, state__in=THERE).exclude(organisation=None)
        moved += note_taking_part(
            set(there.values_list("organisation_id", flat=True)),
            district=District.objects.defer("boundary").get(pk=meeting.event.district_id),
            on=timezone.localdate(meeting.event.starts_at),
            by=system_viewer("nightly"),
        )
    return moved
