from django.tasks import task
from django.utils import timezone

from kiezkontor.organisations.actions import hours, letters, merging
from kiezkontor.organisations.letters_about_entries import PAPERS


@task
def print_letters(run_id: int) -> None:
    letters.carry_out(run_id, PAPERS, today=timezone.localdate())


@task
def extend_opening_hours() -> int:
    return hours.extend_all_patterns(today=timezone.localdate())


@task
def find_duplicates() -> int:
    return merging.find_all_duplicates(now=timezone.now())
