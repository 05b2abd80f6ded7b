from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.premises.models.buildings import Unit
from kiezkontor.premises.models.spells import Observation


class UnitPhoto(models.Model):
    """A picture of a unit from outside, without people, for the office of the district alone that took it.

    observation: with which it was taken, where there was one. Files lie in a folder that no public address leads to.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="photos")
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    observation = models.ForeignKey(Observation, models.SET_NULL, null=True, blank=True, related_name="photos")
    image = models.ImageField(_("picture"), upload_to="units/", width_field="width", height_field="height")
    thumbnail = models.ImageField(upload_to="units/")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    caption = models.CharField(_("what can be seen"), max_length=255, blank=True)
    taken_on = models.DateField(_("taken on"))
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_on", "-pk"]

    def __str__(self) -> str:
        return self.caption or f"{self.unit_id} {self.taken_on}"
