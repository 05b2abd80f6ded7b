from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.meetings.models.meetings import Meeting
from kiezkontor.meetings.rules.minutes import Readers


class MinutesVersion(models.Model):
    """Minutes as they were approved; a correction makes another one, and this one stays.

    content: as `minutes_content` makes it. readers: who reads it whole. has_public: a version without names and closed
    items is for everybody.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    readers = models.CharField(
        _("who reads them"),
        max_length=9,
        choices=[
            (Readers.ATTENDEES.value, _("only who was there")),
            (Readers.MEMBERS.value, _("all members of the network")),
            (Readers.BODY.value, _("all members of the body who were invited")),
        ],
        default=Readers.ATTENDEES.value,
    )
    has_public = models.BooleanField(_("a version without names is for everybody"), default=False)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    sent_to = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("minutes of a meeting")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_numbered_once")]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.number}"
