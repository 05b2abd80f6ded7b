"""Help for whoever moves in, as tasks on the desk of the coordination."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.actions import add_task
from kiezkontor.desk.models import Task
from kiezkontor.vacancies import access_lettings
from kiezkontor.vacancies.access_lettings import MOVING_IN
from kiezkontor.vacancies.actions.lettings import locked_running
from kiezkontor.vacancies.rules.moving_in import due_on


@transaction.atomic
def help_with(pk: int, steps: Mapping[str, str], *, by: Viewer) -> int:
    """Note steps as tasks about a use that runs, each once however often it is asked for; returns how many are new.

    steps: keys of `rules.moving_in.STEPS` with the words of the task.
    """
    letting, today = locked_running(pk), timezone.localdate()
    known = set(Task.objects.filter(access_lettings.about(letting)).values_list("kind", flat=True))
    new = {step: words for step, words in steps.items() if f"{MOVING_IN}{step}" not in known}
    for step, words in new.items():
        add_task(
            letting.case.district,
            what=words,
            due_on=due_on(step, begins_on=letting.begins_on, today=today),
            about=letting,
            kind=f"{MOVING_IN}{step}",
            open_to=Task.OpenTo.COORDINATION,
            by=by,
        )
    return len(new)
