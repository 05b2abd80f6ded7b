from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.organisations.models import Organisation, SourceRun
from kiezkontor.premises.models.buildings import Unit


class ImportProposal(models.Model):
    """One dated difference between what a source says now and what we hold; a person accepts or declines it.

    before, after: {field: value}; for a new object `after` holds all the source says ("tags", "lat", "lon", …).
    """

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        NEWLY_COVERED = "newly_covered", _("Newly covered by the source")
        CHANGED = "changed", _("Changed")
        MOVED = "moved", _("Moved")
        GONE = "gone", _("Gone")

    class Decision(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    run = models.ForeignKey(SourceRun, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=20, choices=Kind)
    ref = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["run_id", "kind", "label", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "kind", "ref"], name="proposal_once_a_run")]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class DecisionOrder(models.Model):
    """One decision on many differences of a run, which the background worker carries out; one at a time for a run.

    kind: only differences of this kind; empty for all. total: how many were open when it was given.
    """

    run = models.ForeignKey(SourceRun, models.CASCADE, related_name="decision_orders")
    decision = models.CharField(max_length=10, choices=ImportProposal.Decision)
    kind = models.CharField(max_length=20, choices=ImportProposal.Kind, blank=True)
    total = models.PositiveIntegerField()
    ordered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(finished_at__isnull=True), name="decision_order_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.total} of {self.run_id}"
