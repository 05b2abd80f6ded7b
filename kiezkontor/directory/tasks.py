from django.tasks import task
from django.utils import timezone

from kiezkontor.directory import actions


@task
def refresh_what_the_day_changed() -> int:
    return actions.refresh_what_the_day_changed(today=timezone.localdate())
