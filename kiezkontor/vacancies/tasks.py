from django.tasks import task
from django.utils import timezone

from kiezkontor.vacancies import telling_subscribers
from kiezkontor.vacancies.actions import seeking


@task()
def follow_seekers() -> int:
    """Ask seekers who gave no sign of life whether they still look, let lapse what nobody answered for; how many."""
    return seeking.follow_the_clock(now=timezone.now())


@task()
def tell_subscribers() -> int:
    """Write to whoever wants to hear of rooms on offer, where there is a new one that fits; returns to how many."""
    return telling_subscribers.tell_all(now=timezone.now())
