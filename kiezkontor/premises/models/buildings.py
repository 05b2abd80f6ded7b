from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District, Street, SubLocation


class Building(models.Model):
    """A house, or the site of a stall or square where no house stands; once in the installation.

    ref: the name at the source ("way/123"), empty where the office added it. lat, lon: a point inside.
    """

    ref = models.CharField(max_length=80, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    is_site = models.BooleanField(_("a site without a building"), default=False)
    districts = models.ManyToManyField(District, through="DistrictBuilding", related_name="buildings")

    class Meta:
        indexes = [models.Index(fields=["lat", "lon"], name="building_by_place")]
        constraints = [models.UniqueConstraint(fields=["ref"], condition=~Q(ref=""), name="building_ref_once")]

    def __str__(self) -> str:
        return self.ref or f"{self.lat:.5f}, {self.lon:.5f}"


class DistrictBuilding(models.Model):
    """A building lies in a district: computed from the boundary, or decided by hand (which a computation respects)."""

    class Decided(models.TextChoices):
        COMPUTED = "computed", _("from the boundary")
        INCLUDED = "included", _("added by hand")
        EXCLUDED = "excluded", _("removed by hand")

    district = models.ForeignKey(District, models.CASCADE)
    building = models.ForeignKey(Building, models.CASCADE)
    sub_location = models.ForeignKey(SubLocation, models.SET_NULL, null=True, blank=True)
    decided = models.CharField(max_length=10, choices=Decided, default=Decided.COMPUTED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "building"], name="building_once_in_a_district")]

    def __str__(self) -> str:
        return f"{self.building_id} in {self.district_id}"


class Address(models.Model):
    """A house number. number_key: the number folded for comparison ("12 A" = "12a")."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="addresses")
    street = models.ForeignKey(Street, models.PROTECT, related_name="addresses")
    number = models.CharField(_("number"), max_length=20)
    number_key = models.CharField(max_length=20)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["building", "street", "number_key"], name="address_once_at_a_building")
        ]
        indexes = [models.Index(fields=["street", "number_key"], name="address_by_number")]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"


def existing_on(day: date, units: str = "") -> Q:
    """The condition that units exist on a day. units: the way to them, such as "unit__"."""
    begun = Q(**{f"{units}exists_from__isnull": True}) | Q(**{f"{units}exists_from__lte": day})
    return begun & (Q(**{f"{units}exists_until__isnull": True}) | Q(**{f"{units}exists_until__gt": day}))


class Unit(models.Model):
    """A room or shop that one user can occupy; splits and merges end it and begin others.

    exists_from, exists_until: half-open, None where it is not known. condition and renovation say nothing of who is in
    it: a renovated unit may be vacant. steps: 0 for a level entrance. equipment: values of Equipment that are there;
    equipment_seen_on: when somebody looked at all of it, so that the others are not there; None: they are not known.
    street_name … city: the address as the source printed it, for units whose house has several or none.
    """

    class Position(models.TextChoices):
        LEFT = "left", _("left")
        RIGHT = "right", _("right")
        MIDDLE = "middle", _("middle")
        CORNER = "corner", _("corner")
        COURTYARD = "courtyard", _("courtyard")

    class Condition(models.IntegerChoices):
        GOOD = 1, _("good")
        FAIR = 2, _("fair")
        WORN = 3, _("worn")
        BAD = 4, _("bad")
        RUIN = 5, _("ruin")

    class Renovation(models.TextChoices):
        NONE = "none", _("not renovated")
        PARTLY = "partly", _("partly renovated")
        RENOVATED = "renovated", _("renovated")

    class Equipment(models.TextChoices):
        WC = "wc", _("toilet")
        WATER = "water", _("water")
        HEATING = "heating", _("heating")
        KITCHEN = "kitchen", _("kitchen")
        EXTRACTION = "extraction", _("kitchen extraction")
        STORAGE = "storage", _("store room")

    building = models.ForeignKey(Building, models.PROTECT, related_name="units")
    address = models.ForeignKey(Address, models.SET_NULL, null=True, blank=True, related_name="units")
    street_name = models.CharField(_("street"), max_length=160, blank=True)
    house_number = models.CharField(_("number"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    position = models.CharField(_("position in the house"), max_length=60, blank=True)
    floor = models.SmallIntegerField(_("floor"), default=0)
    area_sqm = models.DecimalField(_("floor area in m²"), max_digits=8, decimal_places=1, null=True, blank=True)
    sales_sqm = models.DecimalField(_("sales area in m²"), max_digits=8, decimal_places=1, null=True, blank=True)
    side_sqm = models.DecimalField(_("side rooms in m²"), max_digits=8, decimal_places=1, null=True, blank=True)
    area_is_estimated = models.BooleanField(_("areas are estimated"), default=False)
    window_front_m = models.DecimalField(_("window front in m"), max_digits=5, decimal_places=1, null=True, blank=True)
    steps = models.PositiveSmallIntegerField(_("steps at the door"), null=True, blank=True)
    condition = models.PositiveSmallIntegerField(_("condition"), choices=Condition, null=True, blank=True)
    renovation = models.CharField(_("renovation"), max_length=10, choices=Renovation, blank=True)
    equipment = models.JSONField(_("equipment"), default=list, blank=True)
    equipment_seen_on = models.DateField(_("all of the equipment looked at on"), null=True, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    ref = models.CharField(max_length=80, blank=True, db_index=True)
    exists_from = models.DateField(null=True, blank=True)
    exists_until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["lat", "lon"], name="unit_by_place"),
            models.Index(fields=["ref"], name="unit_by_ref"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(exists_until__isnull=True)
                | Q(exists_from__isnull=True)
                | Q(exists_until__gt=F("exists_from")),
                name="unit_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.street_name} {self.house_number}".strip() or gettext("a unit without an address")


class UnitSuccession(models.Model):
    """A unit came from another one by splitting or merging on a day; the former ends then, the later begins."""

    former = models.ForeignKey(Unit, models.PROTECT, related_name="followed_by")
    later = models.ForeignKey(Unit, models.PROTECT, related_name="follows")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["former", "later"], name="unit_succession_once"),
            models.CheckConstraint(condition=~Q(former=F("later")), name="unit_follows_another"),
        ]

    def __str__(self) -> str:
        return f"{self.former_id} → {self.later_id}"
