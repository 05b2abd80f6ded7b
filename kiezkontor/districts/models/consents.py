from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models.district import District


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """What somebody allowed an office to do with their data, word for word; kept as proof after it was withdrawn.

    purpose: what for, as the area that asks names it ("member_list.phone"). subject_type, subject_id: whose data, as in
    the audit ("organisations.contact"). text, version: what was agreed to. said_by: who said it, as a name.
    """

    class Channel(models.TextChoices):
        ONLINE = "online", _("on a page")
        PAPER = "paper", _("on paper")
        TALK = "talk", _("in a talk")
        PHONE = "phone", _("on the telephone")

    district = models.ForeignKey(District, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    said_by = models.CharField(max_length=120)
    text = models.TextField()
    version = models.CharField(max_length=20)
    channel = models.CharField(_("how it was said"), max_length=10, choices=Channel)
    given_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_channel = models.CharField(max_length=10, choices=Channel, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "district", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_valid_consent_a_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.said_by}"
