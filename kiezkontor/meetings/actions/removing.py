"""What goes with an event that is removed before anybody heard of it: its files, and the further days of a course."""

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.calendar.actions.events import remove_event
from kiezkontor.calendar.models import Event
from kiezkontor.calendar.rules import stages
from kiezkontor.meetings.models import BallotOption, CourseMaterial
from kiezkontor.shared.media import drop_once_certain


def clear_away(event: Event, by: Viewer) -> None:
    """Belongs into the transaction of the removal; files go once it is committed. Days that people know of stay."""
    for material in CourseMaterial.objects.filter(course__event=event):
        drop_once_certain(material.file)
    for option in BallotOption.objects.filter(ballot__item__meeting__event=event):
        drop_once_certain(option.image)
    days = Event.objects.filter(course_day__course__event=event, stage=stages.PLANNED, invitations=None)
    for pk in list(days.values_list("pk", flat=True)):
        remove_event(pk, by=by)
