"""What goes with an event that is removed before anybody heard of it: its files, and the further days of a course."""

from functools import partial

from django.db import transaction
from django.db.models.fields.files import FieldFile

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.actions.events import remove_event
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.meetings.models import BallotOption, CourseMaterial


def clear_away(event: Event, by: Viewer) -> None:
    """Belongs into the transaction of the removal; files go once it is committed. Days that people know of stay."""
    for material in CourseMaterial.objects.filter(course__event=event):
        drop(material.file)
    for option in BallotOption.objects.filter(ballot__item__meeting__event=event).exclude(image=""):
        drop(option.image)
    days = Event.objects.filter(course_day__course__event=event, stage=stages.PLANNED, invitations=None)
    for pk in list(days.values_list("pk", flat=True)):
        remove_event(pk, by=by)


def drop(file: FieldFile) -> None:
    transaction.on_commit(partial(file.storage.delete, str(file.name)))
