from django.tasks import task
from django.utils import timezone

from kiezkontor.organisations.actions import hours


@task
def extend_opening_hours() -> int:
    return hours.extend_all_patterns(today=timezone.localdate())
