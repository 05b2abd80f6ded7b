from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.rules import exposes, stages


class VacancyCaseQuerySet(models.QuerySet["VacancyCase"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)


class VacancyCase(models.Model):
    """What the office of a district does about one vacant unit, or one that will be vacant.

    Since when the unit is vacant is the register's to say, by its uses. expected_from: from when it will be vacant;
    None where it is already. causes, obstacles: values of Cause and Obstacle. answered_at: what the register was told
    later is asked about. outcome: why it was closed.
    """

    class Stage(models.TextChoices):
        OWNER_UNKNOWN = stages.OWNER_UNKNOWN, _("owner unknown")
        NO_CONTACT = stages.NO_CONTACT, _("no contact")
        IN_TALKS = stages.IN_TALKS, _("in talks")
        INTERIM_USE = stages.INTERIM_USE, pgettext_lazy("stage of a vacancy", "interim use")
        LET = stages.LET, pgettext_lazy("stage of a vacancy", "let")
        DILAPIDATED = stages.DILAPIDATED, _("dilapidated")
        WITHDRAWN = stages.WITHDRAWN, pgettext_lazy("stage of a vacancy", "withdrawn")

    class Kind(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        TURNOVER = "turnover", _("by turnover")
        STRUCTURAL = "structural", _("structural")

    class Cause(models.TextChoices):
        TURNOVER = "turnover", _("change of tenants")
        SIZE = "size", _("size or cut")
        VISIBILITY = "visibility", _("visibility")
        ACCESS = "access", _("steps or access")
        CONDITION = "condition", _("condition")
        PRICE = "price", _("rent")
        LOCATION = "location", _("location")
        OWNER = "owner", _("owner not willing")
        SUCCESSION = "succession", _("no successor")
        OTHER = "other", _("another cause")

    class Obstacle(models.TextChoices):
        VALUE = "value", _("wrong idea of its value")
        HEIRS = "heirs", _("quarrelling heirs")
        TAXES = "taxes", _("tax reasons")
        FAILED = "failed", _("failed first attempts")
        TIME = "time", _("no time")
        WORKS = "works", _("wants to rebuild or sell first")
        OTHER = "other", _("another obstacle")

    class Origin(models.TextChoices):
        WALK = "walk", _("a walk")
        IMPORT = "import", _("an import")
        REPORT = "report", _("a report")
        OWNER = "owner", _("the owner")
        OFFICE = "office", _("the office")

    class Outcome(models.TextChoices):
        LET = "let", _("let with our help")
        USED = "used", _("in use again without our help")
        HOUSING = "housing", _("turned into housing or something else")
        WITHDRAWN = "withdrawn", _("the owner does not want to let it")
        CHANGED = "changed", _("the unit was split, merged or pulled down")
        MISTAKE = "mistake", _("it was not vacant")

    district = models.ForeignKey(District, models.CASCADE, related_name="vacancy_cases")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="vacancy_cases")
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, default=Stage.OWNER_UNKNOWN)
    stage_since = models.DateTimeField()
    expected_from = models.DateField(_("expected from"), null=True, blank=True)
    kind = models.CharField(_("kind of vacancy"), max_length=10, choices=Kind, blank=True)
    causes = models.JSONField(_("causes"), default=list, blank=True)
    obstacles = models.JSONField(_("what keeps the owner from letting it"), default=list, blank=True)
    origin = models.CharField(_("how the office came to know"), max_length=8, choices=Origin)
    note = models.TextField(_("note"), blank=True)
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField()
    outcome = models.CharField(_("why it was closed"), max_length=10, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = VacancyCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("vacancy")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["district", "closed_at", "stage"], name="vacancy_case_by_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "unit"], condition=Q(closed_at=None), name="one_open_vacancy_case_of_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="vacancy_case_is_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit.address or self.unit)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def can_be_had(self) -> bool:
        """Whether somebody may view the unit or negotiate about it, beside an interim use for later."""
        return self.is_open and exposes.is_offered(self.stage, "")


class CaseStep(models.Model):
    """How a case went on: that it was opened, each change of its stage, notes, and that it was closed.

    stage: what it was from then on, "" where only something was noted.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        MOVED = "moved", _("new stage")
        NOTED = "noted", _("note")
        ANSWERED = "answered", _("the register was followed")
        REPORTED = "reported", _("reported once more")
        CLOSED = "closed", pgettext_lazy("a vacancy", "closed")
        REOPENED = "reopened", _("opened again")

    case = models.ForeignKey(VacancyCase, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    stage = models.CharField(_("stage"), max_length=14, choices=VacancyCase.Stage, blank=True)
    words = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of a vacancy")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())
