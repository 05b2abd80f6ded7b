from django.tasks import task
from django.utils import timezone

from kiezkontor.organisations.actions import hours, letters


@task
def print_letters(run_id: int) -> None:
    letters.carry_out(run_id, today=timezone.localdate())


@task
def extend_opening_hours() -> int:
    return hours.extend_all_patterns(today=timezone.localdate())
