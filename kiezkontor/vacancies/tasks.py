from django.tasks import task
from django.utils import timezone

from kiezkontor.vacancies.actions import seeking


@task()
def follow_seekers() -> int:
    """Ask seekers who gave no sign of life whether they still look, let lapse what nobody answered for; how many."""
    return seeking.follow_the_clock(now=timezone.now())
