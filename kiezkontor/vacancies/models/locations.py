from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District, Street
from kiezkontor.shared.web_addresses import WebAddress


class LocationFigure(models.Model):
    """A figure about a location that nothing here counts and the office knows: how many people pass by, for example.

    street: None for the whole district. basis: what the value counts, of what and in which time ("an hour, Saturday
    11 to 12"). on: the day it is of.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="location_figures")
    street = models.ForeignKey(
        Street, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("street")
    )
    name = models.CharField(_("what it tells"), max_length=100)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    basis = models.CharField(_("counted in what"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200)
    url = WebAddress(_("address of the source"), max_length=500, blank=True)
    on = models.DateField(_("day it is of"))
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("figure about a location")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
