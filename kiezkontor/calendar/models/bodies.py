from django.db import models
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District


class Body(models.Model):
    """A body of a district by its name: "Beirat", "Jury". members: of them those count who are in a body today."""

    district = models.ForeignKey(District, models.CASCADE, related_name="bodies")
    name = models.CharField(_("name"), max_length=80)
    members = models.ManyToManyField(
        Person, through="BodyMember", related_name="bodies", blank=True, verbose_name=_("members")
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = "bodies"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="body_named_once")]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """That somebody is in a body, which stands in what is told them of their own data."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("member of the body")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["body", "person"], name="body_has_a_member_once")]

    def __str__(self) -> str:
        return str(self.body)
