from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.organisation import Organisation


class Relation(models.Model):
    """How one organisation stands to another, as a district's office knows it; no other district reads it.

    Read from one to the other: "one rents to other". from_on, until_on: half-open, None where it is not known.
    """

    class Kind(models.TextChoices):
        PART_OF = "part_of", _("is part or a branch of")
        LANDLORD_OF = "landlord_of", _("rents to")
        MEMBER_OF = "member_of", _("is a member of")
        COOPERATES_WITH = "cooperates_with", _("works together with")
        SUPPORTS = "supports", _("supports or funds")
        SUPPLIES = "supplies", _("supplies")
        SUCCESSOR_OF = "successor_of", _("has taken over from")

    one = models.ForeignKey(Organisation, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Organisation, models.CASCADE, related_name="relations_to_it")
    kind = models.CharField(_("how they stand to each other"), max_length=20, choices=Kind)
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until (no longer on this day)"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("relation between entries")
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["district", "one"], name="relation_by_district")]
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="relation_between_two"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="relation_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["district", "one", "other", "kind"],
                condition=Q(until_on__isnull=True),
                name="one_open_relation_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} · {self.other}"
