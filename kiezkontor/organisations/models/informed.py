from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.organisation import Organisation


class DataNotice(models.Model):
    """That people behind an entry were told which data an office has of them, and from where (Article 14 GDPR)."""

    class Way(models.TextChoices):
        MAIL = "mail", _("with a mail")
        LETTER = "letter", _("with a letter")
        HAND = "hand", _("with a sheet handed over")

    district = models.ForeignKey(District, models.CASCADE, related_name="data_notices")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="data_notices")
    way = models.CharField(_("how"), max_length=10, choices=Way)
    on = models.DateField(_("day"))
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("information on data from other sources")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "organisation"], name="informed_once_in_a_district"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.district}"
