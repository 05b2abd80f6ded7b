from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models.events import Event
from kiezkontor.districts.models import District


class TargetGroup(models.Model):
    """Whom events of a district are made for in particular: "Gründerinnen". Whoever comes may say so, of themselves.

    is_offered: it can be chosen for events.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="target_groups")
    name = models.CharField(_("name"), max_length=80)
    is_offered = models.BooleanField(_("can be chosen for events"), default=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="target_group_named_once")]

    def __str__(self) -> str:
        return self.name


class EventGroup(models.Model):
    """That an event is for a target group in particular, and how many said they belong to it: sums and nothing else.

    asked: how many were asked when they signed up; declared: how many of them said yes. Nothing leads from here to an
    answer: each one who was asked changes all rows of the event alike, in a transaction of its own.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="groups")
    group = models.ForeignKey(TargetGroup, models.CASCADE, related_name="events")
    asked = models.PositiveIntegerField(default=0)
    declared = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["group__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "group"], name="event_names_a_group_once"),
            models.CheckConstraint(condition=Q(declared__lte=F("asked")), name="only_who_was_asked_declares"),
        ]

    def __str__(self) -> str:
        return str(self.group)
