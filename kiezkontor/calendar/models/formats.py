from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models.events import Audience, Kind
from kiezkontor.calendar.models.target_groups import TargetGroup
from kiezkontor.districts.models import District


class EventFormat(models.Model):
    """A template of events: "Gewerberunde". What it says is proposed when one is planned from it.

    is_planned: the format itself is still in planning. remind_hours: of the reminder its events begin with, None where
    they begin with none.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="event_formats")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("format"), max_length=12, choices=Kind)
    is_planned = models.BooleanField(_("still in planning"), default=False)
    audience = models.CharField(_("for"), max_length=8, choices=Audience, default=Audience.PUBLIC)
    begins_at = models.TimeField(_("begins at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=120)
    takes_answers = models.BooleanField(_("with registration"), default=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    text = models.TextField(_("what it is about"), blank=True)
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="+", blank=True, verbose_name=_("in particular for")
    )
    remind_hours = models.PositiveSmallIntegerField(_("reminder: hours before"), null=True, blank=True)
    remind_text = models.TextField(_("what the reminder says"), blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="format_named_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="format_lasts"),
            models.CheckConstraint(
                condition=Q(remind_hours=None) | Q(remind_hours__gt=0), name="format_reminds_before"
            ),
        ]

    def __str__(self) -> str:
        return self.name
