from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District


class Body(models.Model):
    """A body of a district by its name: "Beirat", "Jury". members: of them those count who are in a body today.

    quorum_percent: how much of the seats must be able to vote; None where more than half must.
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="bodies")
    name = models.CharField(_("name"), max_length=80)
    members = models.ManyToManyField(
        Person, through="BodyMember", related_name="bodies", blank=True, verbose_name=_("members")
    )
    seats = models.PositiveSmallIntegerField(_("number of seats"), null=True, blank=True)
    quorum_percent = models.PositiveSmallIntegerField(_("per cent for a quorum"), null=True, blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = "bodies"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="body_named_once"),
            models.CheckConstraint(
                condition=Q(quorum_percent=None) | Q(quorum_percent__gte=1, quorum_percent__lte=100),
                name="quorum_is_a_part_of_all",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """That somebody is in a body, which stands in what is told them of their own data.

    term_since, term_until: with both days; None where nobody knows. deputy_of: in whose place they come; deputies have
    no seat and are not invited with the others.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    term_since = models.DateField(_("first day of the term"), null=True, blank=True)
    term_until = models.DateField(_("last day of the term"), null=True, blank=True)
    deputy_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="deputies", verbose_name=_("deputy of")
    )

    class Meta:
        verbose_name = _("member of the body")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "person"], name="body_has_a_member_once"),
            models.CheckConstraint(
                condition=Q(term_since=None) | Q(term_until=None) | Q(term_until__gte=F("term_since")),
                name="term_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)
