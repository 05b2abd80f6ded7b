from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models.district import District


class RoleQuerySet(models.QuerySet["Role"]):
    def held_on(self, day: date) -> Self:
        return self.filter(from_on__lte=day).filter(Q(until_on__isnull=True) | Q(until_on__gt=day))


class Role(models.Model):
    """A person holds a role in a district during a half-open period."""

    class Name(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordination")
        EDITOR = "editor", _("Public relations")
        FIELD_WORKER = "field_worker", _("Inventory walk")
        BOARD = "board", _("Board of the network")
        FUNDER = "funder", _("Funder or administration")
        TRADER = "trader", _("Trader")
        SOCIAL_CARRIER = "social_carrier", _("Social carrier")
        RESIDENT = "resident", _("Resident")
        OWNER = "owner", _("Property owner or manager")
        SEEKER = "seeker", _("Looking for a space")
        ADVISER = "adviser", _("Adviser or mediator")
        BODY_MEMBER = "body_member", _("Member of a body or jury")
        PARTNER = "partner", _("Partner institution")
        CASE_WORKER = "case_worker", _("Case work")
        FINANCE = "finance", _("Finance")
        ORGANISER = "organiser", _("Organisation of joint actions")
        AUDITOR = "auditor", _("Data protection or audit")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles")
    district = models.ForeignKey(District, models.CASCADE, related_name="roles")
    name = models.CharField(_("role"), max_length=20, choices=Name)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until (no longer valid on this day)"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["person_id", "district_id", "name", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="role_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_name_display()}"


class Invitation(models.Model):
    """A role offered to an e-mail address; the link in the mail is valid once and until it expires."""

    district = models.ForeignKey(District, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.Name)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email
