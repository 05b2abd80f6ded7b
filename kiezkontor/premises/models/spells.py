import hmac
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Category, Organisation, SourceRun, UseClass
from kiezkontor.premises.models.buildings import Unit, existing_on


class Occupancy(models.TextChoices):
    OCCUPIED = "occupied", _("occupied")
    VACANT = "vacant", _("vacant")
    INTERIM_USE = "interim_use", _("interim use")
    USED_AS_HOUSING = "used_as_housing", _("used as housing")
    UNDER_WORKS = "under_works", _("under works")
    UNKNOWN = "unknown", _("not determinable")


class Ending(models.TextChoices):
    """Why a use ended, as far as somebody knows."""

    GAVE_UP = "gave_up", _("given up")
    MOVED = "moved", _("moved away")
    RETIRED = "retired", _("retired")
    INSOLVENT = "insolvent", _("insolvent")
    RENT = "rent", _("rent too high")
    LEASE = "lease", _("lease not renewed")
    HEALTH = "health", _("illness or death")
    HANDED_ON = "handed_on", _("handed on or sold")
    WORKS = "works", _("building works")
    OTHER = "other", _("another reason")


class SurveyRound(models.Model):
    """A dated set of observations of one district, numbered by the office.

    From the freeze on no observation is added to it. checksum: of what was frozen, empty before. salt: known to the
    office alone; without it nobody can try out what the checksum would be of other units.
    """

    class Stage(models.TextChoices):
        PLANNED = "planned", _("planned")
        IN_FIELD = "in_field", _("in the field")
        REVIEW = "review", _("being checked")
        FROZEN = "frozen", _("frozen")
        PUBLISHED = "published", _("published")

    district = models.ForeignKey(District, models.CASCADE, related_name="survey_rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    reference_on = models.DateField(_("reference date"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PLANNED)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    checksum = models.CharField(max_length=80, blank=True)
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["district_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="survey_round_number_once"),
            models.CheckConstraint(
                condition=Q(stage__in=["frozen", "published"], frozen_at__isnull=False)
                | (~Q(stage__in=["frozen", "published"]) & Q(frozen_at__isnull=True)),
                name="survey_round_frozen_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.reference_on})"

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def public_checksum(self) -> str:
        """The checksum keyed with the salt, for everybody; empty before the freeze."""
        if not self.checksum:
            return ""
        return f"hmac-sha256:{hmac.new(self.salt.encode(), self.checksum.encode(), 'sha256').hexdigest()}"


class Observation(models.Model):
    """What was seen or said about a unit on a day; never overwritten, only superseded.

    values: the observed fields: {"occupancy": "occupied", "since": [earliest, latest], "use_class": …,
    "category": "shop=bakery", "organisations": [ids], "note": …, "former_ended": why the use before ended, of Ending};
    dates as ISO text, either end of `since` may be null.
    district: whose office noted it; its note is for that office alone. None for what an open source says.
    """

    class Effect(models.TextChoices):
        CONFIRMS = "confirms", _("unchanged")
        CHANGES = "changes", _("changed")
        SUPERSEDES = "supersedes", _("correction")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="observations")
    survey_round = models.ForeignKey(SurveyRound, models.PROTECT, null=True, blank=True, related_name="observations")
    observer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    source_run = models.ForeignKey(SourceRun, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    seen_on = models.DateField()
    entered_at = models.DateTimeField()
    values = models.JSONField()
    effect = models.CharField(max_length=12, choices=Effect, default=Effect.CHANGES)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta:
        ordering = ["unit_id", "seen_on", "pk"]
        indexes = [models.Index(fields=["unit", "seen_on"], name="observation_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(effect="supersedes", supersedes__isnull=False)
                | (~Q(effect="supersedes") & Q(supersedes__isnull=True)),
                name="correction_names_what_it_corrects",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.seen_on}"


class UseSpellQuerySet(models.QuerySet["UseSpell"]):
    def current_on(self, day: date) -> Self:
        """The one spell of each unit that holds on a day.

        Units not known yet on that day have none, nor have those that did not exist yet or any more.
        """
        later = UseSpell.objects.filter(
            unit=OuterRef("unit"), begins_latest__lte=day, begins_latest__gt=OuterRef("begins_latest")
        )
        return self.filter(existing_on(day, "unit__"), begins_latest__lte=day).filter(~Exists(later))


class UseSpell(models.Model):
    """A use of a unit, derived from its valid observations; it ends where the next one of the unit begins.

    Only the beginning is stored, as the earliest and the latest day it can have begun; earliest None: "some time
    before". The state on a day is the spell with the greatest begins_latest that is not after it. former_ended: why
    the use before ended.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="spells")
    begins_earliest = models.DateField(null=True, blank=True)
    begins_latest = models.DateField()
    occupancy = models.CharField(max_length=20, choices=Occupancy)
    use_class = models.CharField(max_length=20, choices=UseClass, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    former_ended = models.CharField(max_length=12, choices=Ending, blank=True)
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="+")
    occupants = models.ManyToManyField(Organisation, through="SpellOccupant", related_name="spells")

    objects = UseSpellQuerySet.as_manager()

    class Meta:
        ordering = ["unit_id", "begins_latest"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "begins_latest"], name="one_spell_begins_on_a_day"),
            models.CheckConstraint(
                condition=Q(begins_earliest__isnull=True) | Q(begins_earliest__lte=F("begins_latest")),
                name="spell_earliest_before_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.occupancy} {self.begins_latest}"


class SpellOccupant(models.Model):
    spell = models.ForeignKey(UseSpell, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["spell", "organisation"], name="occupant_once_in_a_spell")]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.spell_id}"
