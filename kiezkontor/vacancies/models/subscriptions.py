from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District, SubLocation
from kiezkontor.vacancies.rules import exposes as rules


class OfferSubscriptionQuerySet(models.QuerySet["OfferSubscription"]):
    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class OfferSubscription(models.Model):
    """Somebody who hears by mail of rooms on offer that fit; what is left empty counts for nothing.

    part: the sub-location, None for all. street: or a piece of its name. kind: a way to have a room.
    rent_max: a month, with utilities. confirmed_at: None until whoever has the address said yes behind a link.
    """

    class Way(models.TextChoices):
        PERMANENT = rules.PERMANENT, _("permanently")
        INTERIM = rules.INTERIM, _("for a time")
        SALE = rules.SALE, _("for sale")

    district = models.ForeignKey(District, models.CASCADE, related_name="offer_subscriptions")
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=5, default="de")
    part = models.ForeignKey(
        SubLocation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sub-location")
    )
    street = models.CharField(_("street"), max_length=120, blank=True)
    kind = models.CharField(_("how it can be had"), max_length=9, choices=Way, blank=True)
    area_min = models.PositiveIntegerField(_("from m²"), null=True, blank=True)
    area_max = models.PositiveIntegerField(_("up to m²"), null=True, blank=True)
    rent_max = models.PositiveIntegerField(_("rent at most"), null=True, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = OfferSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to rooms on offer")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["district", "confirmed_at"], name="subscription_by_district")]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_min=None) | Q(area_max=None) | Q(area_max__gte=models.F("area_min")),
                name="subscription_area_from_below",
            )
        ]

    def __str__(self) -> str:
        # No address: this stands in the log.
        return str(date_format(localtime(self.asked_at), "SHORT_DATE_FORMAT"))


class OfferTold(models.Model):
    """That a room on offer was told of, or was there before: nobody hears of it twice. code: of the exposé."""

    subscription = models.ForeignKey(OfferSubscription, models.CASCADE, related_name="told")
    code = models.CharField(max_length=16)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["subscription", "code"], name="offer_told_once")]

    def __str__(self) -> str:
        return self.code
