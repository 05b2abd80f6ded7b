from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.meetings.models.attendance import Attendance
from kiezkontor.meetings.models.meetings import AgendaItem
from kiezkontor.voices.models import Voice


class Interest(models.Model):
    """Somebody there has an own interest in an item: they do not vote on it and are not counted."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="interests")
    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="interests")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("own interest in an item")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "attendance"], name="interest_declared_once")]

    def __str__(self) -> str:
        return str(self.attendance)


class Decision(models.Model):
    """What a meeting decided on an item.

    yes, no, abstained: all None where nobody counted because nobody spoke against it.
    entitled, excluded, quorum: as they were when it was decided: who could vote, who had an own interest, how many the
    body needs.
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    wording = models.TextField(_("wording"))
    yes = models.PositiveSmallIntegerField(_("yes"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("no"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    entitled = models.PositiveSmallIntegerField()
    excluded = models.PositiveSmallIntegerField(default=0)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    has_quorum = models.BooleanField()
    is_adopted = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("decision of a meeting")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(yes=None, no=None, abstained=None)
                | Q(yes__isnull=False, no__isnull=False, abstained__isnull=False),
                name="votes_are_counted_together",
            ),
            models.CheckConstraint(condition=Q(has_quorum=True) | Q(is_adopted=False), name="adopted_with_a_quorum"),
        ]

    def __str__(self) -> str:
        return self.wording


class CapturedVoice(models.Model):
    """An idea or a hint that came up at an item of a meeting."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="captured")
    voice = models.OneToOneField(Voice, models.CASCADE, related_name="captured")

    class Meta:
        verbose_name = _("idea of a meeting")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.voice)
