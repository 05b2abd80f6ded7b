from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import Street
from kiezkontor.organisations.models import UseClass
from kiezkontor.premises.models import Address, Occupancy, SurveyRound, Unit


class Segment(models.Model):
    """A part of a round given to somebody: a street, one side of it or both, from one number to another.

    first, last: house numbers as written, both included; empty for no limit. Berlin's older streets count up one side
    and down the other, so that a side is a range of numbers there.
    """

    class Side(models.TextChoices):
        BOTH = "both", _("both sides")
        EVEN = "even", _("even numbers")
        ODD = "odd", _("odd numbers")

    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="segments")
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", verbose_name=_("street"))
    side = models.CharField(_("side"), max_length=4, choices=Side, default=Side.BOTH)
    first = models.CharField(_("from number"), max_length=20, blank=True)
    last = models.CharField(_("up to number"), max_length=20, blank=True)
    assigned_to = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["street__name", "pk"]

    def __str__(self) -> str:
        numbers = "–".join(part for part in (self.first, self.last) if part)
        return " ".join(part for part in (str(self.street), numbers) if part)


class EmptyHouse(models.Model):
    """Somebody looked at a house in a round and found no unit there."""

    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="empty_houses")
    address = models.ForeignKey(Address, models.CASCADE, related_name="+")
    seen_on = models.DateField()
    seen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey_round", "address"], name="empty_house_once_a_round")]

    def __str__(self) -> str:
        return str(self.address)


class FrozenUnit(models.Model):
    """A unit as a frozen round found it; never written again.

    occupants: ids of organisations by size, parted by spaces: whom a round names is known, how they are called may be
    forgotten. chains: how many of them were chains. came_from: ids of units it was split or merged from, the same way.
    state: occupancy, use class, category and occupants in one text, by which rounds are compared.
    """

    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="frozen_units", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    street = models.CharField(max_length=160, blank=True)
    number = models.CharField(max_length=20, blank=True)
    position = models.CharField(max_length=60, blank=True)
    floor = models.SmallIntegerField(default=0)
    sub_location = models.CharField(max_length=120, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    area_sqm = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    condition = models.PositiveSmallIntegerField(choices=Unit.Condition, null=True)
    renovation = models.CharField(max_length=10, choices=Unit.Renovation, blank=True)
    occupancy = models.CharField(max_length=20, choices=Occupancy)
    use_class = models.CharField(max_length=20, choices=UseClass, blank=True)
    category = models.CharField(max_length=120, blank=True)
    occupants = models.TextField(blank=True)
    chains = models.PositiveSmallIntegerField(default=0)
    came_from = models.TextField(blank=True)
    begins_earliest = models.DateField(null=True)
    begins_latest = models.DateField(null=True)
    state = models.TextField()

    class Meta:
        ordering = ["survey_round_id", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["survey_round", "unit"], name="unit_frozen_once_a_round"),
            models.CheckConstraint(
                condition=Q(begins_earliest__isnull=True) | Q(begins_earliest__lte=F("begins_latest")),
                name="frozen_earliest_before_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.occupancy}"
