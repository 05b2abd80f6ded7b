"""A report about the notice board as a task on the desk of the office."""

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.desk.actions import add_task, finish_task
from kiezkontor.desk.hooks import About
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.members import access
from kiezkontor.members.models import Complaint

TABLE = Complaint._meta.label_lower


def put_on_the_desk(complaint: Complaint, *, by: Viewer) -> None:
    with override(settings.LANGUAGE_CODE):
        what = _("Decide on a report about the notice board")
    add_task(complaint.post.district, what=what, about=complaint, kind=TABLE, by=by)


def take_off_the_desk(complaint: Complaint, *, by: Viewer) -> None:
    for task in Task.objects.filter(kind=TABLE, about_type=TABLE, about_id=complaint.pk, done_at=None):
        finish_task(task.pk, by=by)


def complaints_named(viewer: Viewer, district: District, ids: Collection[int]) -> dict[int, About]:
    found = access.complaints_of(viewer, district).filter(pk__in=ids)
    return {each.pk: About(each.post.title, reverse("members:office")) for each in found}
