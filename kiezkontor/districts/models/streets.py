from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models.district import District


class Street(models.Model):
    """A street, once in the installation; it belongs to every district it runs through.

    lines: list of lines, each a list of [lon, lat] in WGS 84; empty where only the name is known.
    key: the name folded for comparison ("karlstr." = "karlstraße"), see organisations.rules.addresses.
    """

    municipality = models.CharField(_("municipality"), max_length=120)
    name = models.CharField(_("name"), max_length=160)
    key = models.CharField(max_length=160)
    lines = models.JSONField(default=list)
    districts = models.ManyToManyField(District, related_name="streets")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "key"], name="street_once_in_a_municipality")]

    def __str__(self) -> str:
        return self.name
