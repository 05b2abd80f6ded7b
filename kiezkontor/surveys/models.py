from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Device, Person
from kiezkontor.districts.models import District, Street
from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.premises.models import Address, Ending, Observation, Occupancy, SurveyRound, Unit


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
    forgotten. chains: how many of them were chains. is_listed: it was vacant, and the open map showed that to
    everybody. came_from: ids of units it was split or merged from, the same way. former_ended: why the use before
    ended, as it was known at the freeze. state: occupancy, use class, category and occupants in one text, by which
    rounds are compared.
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
    former_ended = models.CharField(max_length=12, choices=Ending, blank=True)
    is_listed = models.BooleanField(default=False)
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


class WalkLease(models.Model):
    """The data of a round on one device for some days; what is kept there is locked with `key`.

    It is over at ends_at, when it is given back, and as soon as the device is signed out or the role is gone. token:
    what the device shows to hear whether it still holds. The key stays here, so that what was noted but not sent opens
    again on the same device once somebody has signed in.
    """

    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="leases")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.survey_round_id}"


class WalkOperation(models.Model):
    """Something noted on a device, taken in once; sent again it is answered with the same `answer`.

    op: the name the device gave it. local: of a new unit, what the device calls it until it has a number.
    """

    lease = models.ForeignKey(WalkLease, models.CASCADE, related_name="operations")
    op = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12)
    local = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+")
    observation = models.ForeignKey(Observation, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField()
    answer = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["lease", "local"], name="walk_operation_by_local")]

    def __str__(self) -> str:
        return f"{self.kind} {self.op}"


class WalkConflict(models.Model):
    """Two people noted different things of one unit, or one note came after the freeze; a person decides.

    mine: the values that could not be merged, as an observation has them. fields: their names. against: what was
    there already and stands meanwhile; None of a unit that nobody had seen before a late note.
    """

    class Decision(models.TextChoices):
        OPEN = "open", _("open")
        MINE = "mine", _("what came later")
        THEIRS = "theirs", _("what was there")

    operation = models.OneToOneField(WalkOperation, models.CASCADE, related_name="conflict")
    survey_round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="conflicts")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    against = models.ForeignKey(Observation, models.CASCADE, null=True, related_name="+")
    mine = models.JSONField()
    fields = models.JSONField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decision = models.CharField(max_length=6, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit_id} {', '.join(self.fields)}"


class OfficialCount(models.Model):
    """How many businesses of a branch an official source counts in an area on a day; a number, never a business.

    area: a Planungsraum or another part, by name; empty for the whole district. Either use_class or category.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="official_counts")
    area = models.CharField(max_length=120, blank=True)
    use_class = models.CharField(max_length=20, choices=UseClass, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    counted_on = models.DateField()

    class Meta:
        ordering = ["area", "use_class", "category_id", "source", "counted_on"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(category=None) & ~Q(use_class="")) | Q(category__isnull=False, use_class=""),
                name="official_count_of_one_branch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.use_class or self.category_id} {self.count}"
