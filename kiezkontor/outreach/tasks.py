from collections.abc import Sequence

from django.tasks import task
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions import letters
from kiezkontor.outreach.actions.invitations import invite_by_mail
from kiezkontor.outreach.actions.pipeline import follow
from kiezkontor.outreach.sheets import PAPERS


@task
def follow_memberships() -> int:
    """Memberships begin and end on days, some of them noted ahead."""
    return follow()


@task
def print_sheets(run_id: int) -> None:
    letters.carry_out(run_id, PAPERS, today=timezone.localdate())


@task
def invite_to_answer(ids: Sequence[int], district_id: int, person_id: int | None) -> int:
    by = Viewer(person=Person.objects.filter(pk=person_id).first() if person_id else None)
    return invite_by_mail(ids, on=timezone.localdate(), district=District.objects.get(pk=district_id), by=by)
