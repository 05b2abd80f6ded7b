from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District
from kiezkontor.meetings.rules import plan
from kiezkontor.organisations.models import Organisation
from kiezkontor.voices.models import Voice


class PlanMeasure(models.Model):
    """What a district wants to do for a goal: the result of its analysis and workshops (location plan).

    organisation, responsible: who sees to it, a member or somebody in words. cost: in whole euros, as estimated.
    voice: the idea it carries out, if any. version: grows with each change.
    outcome: what came of it, or why it was dropped. cared_by: of something in the street, who looks after it, and until
    when they promised to. photo_before, photo_after: of the place, which the office alone sees.
    """

    class Status(models.TextChoices):
        DRAFT = plan.DRAFT, _("draft")
        DISCUSSED = plan.DISCUSSED, _("discussed")
        ADOPTED = plan.ADOPTED, _("adopted")
        IN_WORK = plan.IN_WORK, _("in work")
        DONE = plan.DONE, _("done")
        DROPPED = plan.DROPPED, _("dropped")

    district = models.ForeignKey(District, models.CASCADE, related_name="plan_measures")
    goal = models.CharField(_("goal"), max_length=160)
    target_group = models.CharField(_("target group"), max_length=120, blank=True)
    what = models.CharField(_("measure"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="plan_measures",
        verbose_name=_("member who sees to it"),
    )
    responsible = models.CharField(_("who sees to it, in words"), max_length=120, blank=True)
    cost = models.PositiveIntegerField(_("cost in euros, estimated"), null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.DRAFT)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    cared_by = models.CharField(_("who looks after it afterwards"), max_length=120, blank=True)
    cared_until = models.DateField(_("looked after until"), null=True, blank=True)
    photo_before = models.ImageField(_("photo before"), upload_to="plan/", blank=True)
    photo_after = models.ImageField(_("photo after"), upload_to="plan/", blank=True)
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, blank=True, related_name="measures")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["goal", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cared_until=None) | ~Q(cared_by=""), name="care_is_somebodys")
        ]

    def __str__(self) -> str:
        return self.what
