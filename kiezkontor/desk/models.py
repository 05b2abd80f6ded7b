from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District


class Task(models.Model):
    """Something the office of one district has to do, noted by a person or by another area.

    kind: empty where a person noted it, else the area's word for it ("outreach.next_step").
    about_type, about_id: what it is about ("organisations.organisation", its key); both empty where it is nothing.
    open_to: who in the office may read it.
    """

    class OpenTo(models.TextChoices):
        OFFICE = "office", _("the whole office")
        OUTREACH = "outreach", _("coordination and inventory walks")
        COORDINATION = "coordination", _("coordination alone")

    district = models.ForeignKey(District, models.CASCADE, related_name="tasks")
    what = models.CharField(_("what is to do"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    open_to = models.CharField(max_length=12, choices=OpenTo, default=OpenTo.OFFICE)
    assigned_to = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("who does it")
    )
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["district", "done_at", "due_on"], name="task_by_day"),
            models.Index(fields=["about_type", "about_id"], name="task_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about_type="", about_id__isnull=True) | (~Q(about_type="") & Q(about_id__isnull=False)),
                name="task_names_what_it_is_about",
            )
        ]

    def __str__(self) -> str:
        return self.what
