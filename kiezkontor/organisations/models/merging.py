from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.organisation import Organisation


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)

    def kept_of(self, ids: Collection[int]) -> dict[int, int]:
        """By the key of each absorbed organisation among these the one it is today; one statement, none for none."""
        if not ids:
            return {}
        return dict(self.standing().filter(absorbed_id__in=ids).values_list("absorbed_id", "kept_id"))

    def today_of(self, ids: Collection[int]) -> dict[int, int]:
        """By key: which organisation each of these is today; who is gone without a merge is missing. One statement."""
        if not ids:
            return {}
        there = Organisation.objects.order_by().filter(pk__in=ids).values_list("pk", "pk")
        merged = self.standing().order_by().filter(absorbed_id__in=ids).values_list("absorbed_id", "kept_id")
        rows = list(there.union(merged).order_by())
        # While two are merged the row of the absorbed one is still there.
        return dict(rows) | {before: today for before, today in rows if before != today}


class Merge(models.Model):
    """Two entries told of one body: the absorbed one is gone and found as the kept one, until this is undone.

    absorbed_id: its key, which nobody gets again. reasons: kinds as in rules.duplicates, empty where a person chose.
    districts: keys of those whose office reads of it in its log, and of its undoing.
    steps: what was written, in order, as in journal; emptied when it is kept no longer, and then nothing can be
    undone. kept follows where the kept one is absorbed later itself.
    """

    kept = models.ForeignKey(Organisation, models.CASCADE, related_name="merges")
    absorbed_id = models.BigIntegerField()
    absorbed_name = models.CharField(max_length=200)
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    districts = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merged entries")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed_id"], condition=Q(undone_at__isnull=True), name="absorbed_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.absorbed_name or f"#{self.absorbed_id}"


class ToldApart(models.Model):
    """Somebody said that two alike entries are two different bodies; they are not proposed again. first < second."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("entries told apart")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="told_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"


class FoundDuplicates(models.Model):
    """What the latest search for duplicates in a district found; derived, made anew each night and when asked for.

    pairs: [first, second, points, [reasons]], the surest first, as rules.duplicates gives them.
    """

    district = models.OneToOneField(District, models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    pairs = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.district}: {len(self.pairs)}"
