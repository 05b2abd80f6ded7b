"""Viewings that their seekers decline: the appointment is called off once nobody is left who may come."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from kiezkontor.accounts.viewer import system_viewer
from kiezkontor.calendar.actions.events import become
from kiezkontor.calendar.actions.readdressing import hold
from kiezkontor.calendar.models import Answer, Event
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.kinds import Reply
from kiezkontor.vacancies.models import Tour, Viewing


@task()
def call_off_if_declined(event_pk: int) -> bool:
    """Whether it was called off. Whoever declined hears no more of it than that it was noted.

    After the answer, not within it: whoever moves an event locks it before its times, and whoever answers the times.
    """
    with transaction.atomic():
        hold([event_pk])
        event = Event.objects.select_related("district").get(pk=event_pk)
        if event.stage != stages.ANNOUNCED or event.starts_at <= timezone.now() or somebody_may_come(event):
            return False
        become(event_pk, stages.CANCELLED, by=system_viewer("calendar"))
        return True


def somebody_may_come(event: Event) -> bool:
    """A tour takes place all the same."""
    ahead = Viewing.objects.ahead().filter(event=event)
    others = Answer.objects.filter(slot__event=event).exclude(reply=Reply.NO)
    unanswered = event.invitations.filter(answer=None)
    return any(found.exists() for found in (ahead, others, unanswered, Tour.objects.filter(event=event)))
