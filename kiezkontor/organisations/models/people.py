from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.organisation import Organisation
from kiezkontor.organisations.models.provenance import FieldClaim


class Contact(models.Model):
    """Somebody at an organisation whom a district's office talks to; no other district knows of it.

    person: their account, where they have one and look after the entry. basis, said_on: how the office knows.
    do_not_contact_since: they asked not to be spoken to or written to; that beats everything.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    district = models.ForeignKey(District, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="de")
    basis = models.CharField(_("how the office knows"), max_length=20, choices=FieldClaim.Basis)
    said_on = models.DateField(_("as of"))
    do_not_contact_since = models.DateField(_("do not contact since"), null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["district", "organisation"], name="contact_by_district")]

    def __str__(self) -> str:
        return self.name


class StewardQuerySet(models.QuerySet["Steward"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(from_on__lte=day).filter(Q(until_on__isnull=True) | Q(until_on__gt=day))


class Steward(models.Model):
    """A person with an account who looks after the entry of an organisation during a half-open period."""

    class Way(models.TextChoices):
        INVITED = "invited", _("invited by mail")
        LETTER = "letter", _("with the code of a letter")
        CLAIMED = "claimed", _("asked for it, confirmed by the office")
        OFFICE = "office", _("entered by the office")

    person = models.ForeignKey(Person, models.CASCADE, related_name="stewardships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="stewards")
    way = models.CharField(max_length=10, choices=Way)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until (no longer on this day)"), null=True, blank=True)

    objects = StewardQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="steward_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(until_on__isnull=True), name="one_open_stewardship"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class EntryRequest(models.Model):
    """Somebody asks to look after an entry; the office decides. Forgotten some time after that."""

    class Standing(models.TextChoices):
        OWNER = "owner", _("It belongs to me, or I run it")
        EMPLOYEE = "employee", _("I work there")
        OTHER = "other", _("I write on behalf of it")

    class Decision(models.TextChoices):
        OPEN = "open", _("waiting")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="requests")
    district = models.ForeignKey(District, models.CASCADE, related_name="entry_requests")
    name = models.CharField(_("name"), max_length=120)
    standing = models.CharField(max_length=20, choices=Standing)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(max_length=5, default="de")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} · {self.organisation}"
