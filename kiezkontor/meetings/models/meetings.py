from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Event
from kiezkontor.desk.models import Task
from kiezkontor.meetings.rules import kinds
from kiezkontor.organisations.models import Organisation
from kiezkontor.voices.models import Voice


class Meeting(models.Model):
    """What an event is beyond its time: an agenda, who came, what was said and decided.

    revision: grows with each change, so that a page that follows asks for one number.
    now_at: the item it is at. quorum: how many must be able to vote; None where the body has none.
    """

    event = models.OneToOneField(Event, models.CASCADE, related_name="meeting")
    revision = models.PositiveIntegerField(default=1)
    now_at = models.ForeignKey("AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+")
    quorum = models.PositiveSmallIntegerField(_("how many must be able to vote"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["event__starts_at", "pk"]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def is_confidential(self) -> bool:
        """Whether its name and deeds stay within the coordination in the log, as those of its event."""
        return self.event.is_confidential


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def public(self) -> Self:
        return self.filter(is_closed=False)


class AgendaItem(models.Model):
    """Something a meeting talks about.

    voice: the idea or problem it comes from; earlier: the item of an earlier meeting it goes on with.
    is_closed: only members and the office read it. presenter: who begins, in words.
    minutes: what was said; version: grows with each text, so that nobody writes over what they have not seen.
    goes_on: it is not settled and comes up again. begins: as planned, where `shown.with_times` says so.
    """

    begins: datetime | None = None

    class Source(models.TextChoices):
        TASKS = kinds.Source.TASKS.value, _("open tasks")
        EARLIER = kinds.Source.EARLIER.value, _("from an earlier meeting")
        PROBLEM = kinds.Source.PROBLEM.value, _("problem not solved yet")
        IDEA = kinds.Source.IDEA.value, _("idea or hint")
        STANDING = kinds.Source.STANDING.value, _("each time")
        OWN = kinds.Source.OWN.value, _("added")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=8, choices=Source, default=Source.OWN)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("what it is about"), blank=True)
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, blank=True, related_name="agenda_items")
    earlier = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="later")
    minutes_planned = models.PositiveSmallIntegerField(_("minutes"), default=10)
    is_closed = models.BooleanField(_("only for members"), default=False)
    presenter = models.CharField(_("who begins"), max_length=120, blank=True)
    minutes = models.TextField(_("what was said"), blank=True)
    version = models.PositiveIntegerField(default=0)
    goes_on = models.BooleanField(_("comes up again"), default=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an agenda")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], name="open_tasks_stand_once", condition=Q(source=kinds.Source.TASKS.value)
            ),
            models.UniqueConstraint(
                fields=["meeting", "voice"], name="voice_once_in_a_meeting", condition=~Q(voice=None)
            ),
            models.UniqueConstraint(
                fields=["meeting", "earlier"], name="item_goes_on_once_in_a_meeting", condition=~Q(earlier=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingTask(models.Model):
    """Something a meeting asked somebody to do.

    task: on the desk, where it is done and dated; None once it was done so long ago that the desk forgot it.
    what, due_on: as the meeting said it. owner: in words; organisation: the member that took it on, or person: of the
    office. was_done: by the end of a later meeting, as `access.tasks_talked_about` says.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="tasks")
    task = models.OneToOneField(Task, models.SET_NULL, null=True, blank=True, related_name="of_meeting")
    was_done: bool = False

    what = models.CharField(_("what is to do"), max_length=200)
    due_on = models.DateField(_("until"), null=True, blank=True)
    owner = models.CharField(_("who does it"), max_length=120, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("task of a meeting")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what
