"""What is forgotten of people who were at meetings; how many they were stays."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from kiezkontor.meetings.models import Attendance

# As long as a funding year is accounted for: who came is proof that a round took place [inferred, adjustable].
KEPT = timedelta(days=3 * 365)


def attendances_over(before: datetime) -> QuerySet[Attendance]:
    """Of meetings that ended before that moment, where somebody is still named."""
    return Attendance.objects.filter(meeting__event__ends_at__lt=before).exclude(name_key="")


def forget_attendances(old: QuerySet[Attendance]) -> int:
    return old.update(name="", name_key="", of_what="", stood_for="", person=None)
