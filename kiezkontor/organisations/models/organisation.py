from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.organisations.models.categories import Category
from kiezkontor.organisations.models.hours import OpeningPattern
from kiezkontor.shared.web_addresses import WebAddress


class Wheelchair(models.TextChoices):
    YES = "yes", _("step-free")
    LIMITED = "limited", _("partly step-free")
    NO = "no", _("not step-free")
    UNKNOWN = "unknown", _("not known")


class Organisation(models.Model):
    """Every body of the installation, once: business, freelancer, social carrier, association, administration, owner.

    What the open source or the sign says stands in these columns; `FieldClaim` rows say which of them a person
    gave or confirmed, and only those are more than "listed". Unconfirmed entries show the public only what stands
    on the street or in the open source.
    do_not_contact_since: nobody there wants to be spoken to or written to; that beats everything, in all districts.
    do_not_contact_note, do_not_contact_in: who said so, and the district whose office alone reads that.
    keywords: the source's finer marks by which it is found ("cuisine=greek diet:vegan=yes"), blanks between.
    shuffle: a random number in [0, 2**31), the base of the fair random order.
    """

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business")
        FREELANCER = "freelancer", _("Freelancer")
        SOCIAL_CARRIER = "social_carrier", _("Social carrier")
        ASSOCIATION = "association", _("Association or initiative")
        ADMINISTRATION = "administration", _("Administration")
        POLITICS = "politics", _("Local politics")
        OWNER = "owner", _("Property owner")
        PARTNER = "partner", _("Partner institution")

    name = models.CharField(_("name"), max_length=200, blank=True)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.BUSINESS)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("category"),
    )
    is_chain = models.BooleanField(_("part of a chain"), default=False)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    is_sole_trader = models.BooleanField(_("a person of this name (sole trader)"), default=False)

    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_is_public = models.BooleanField(_("show the e-mail address"), default=False)
    website = WebAddress(_("website"), max_length=500, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=500, blank=True)
    hours_pattern = models.ForeignKey(
        OpeningPattern, models.SET_NULL, null=True, blank=True, related_name="organisations"
    )
    wheelchair = models.CharField(_("access"), max_length=10, choices=Wheelchair, default=Wheelchair.UNKNOWN)
    access_note = models.CharField(_("note on access"), max_length=255, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)

    who_we_are_de = models.TextField(_("Who we are (German)"), blank=True)
    who_we_are_en = models.TextField(_("Who we are (English)"), blank=True)
    what_we_offer_de = models.TextField(_("What we offer (German)"), blank=True)
    what_we_offer_en = models.TextField(_("What we offer (English)"), blank=True)
    what_district_means_de = models.TextField(_("What the district means to us (German)"), blank=True)
    what_district_means_en = models.TextField(_("What the district means to us (English)"), blank=True)
    why_we_take_part_de = models.TextField(_("Why we take part (German)"), blank=True)
    why_we_take_part_en = models.TextField(_("Why we take part (English)"), blank=True)

    keywords = models.TextField(blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    do_not_contact_since = models.DateField(_("do not contact since"), null=True, blank=True)
    do_not_contact_note = models.CharField(_("who said so, and how"), max_length=200, blank=True)
    do_not_contact_in = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("whose office heard it")
    )
    shuffle = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or (str(self.category) if self.category_id else f"#{self.pk}")

    @property
    def is_carrier(self) -> bool:
        """Whether it takes part as a social carrier; everybody else as a trader."""
        return self.kind in CARRIERS

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_on is not None


CARRIERS = frozenset({Organisation.Kind.SOCIAL_CARRIER, Organisation.Kind.ASSOCIATION})


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: date) -> Self:
        return self.filter(from_on__lte=day).filter(Q(until_on__isnull=True) | Q(until_on__gt=day))


class Membership(models.Model):
    """An organisation belongs to the network of one district during a half-open period."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    district = models.ForeignKey(District, models.CASCADE, related_name="memberships")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until (no longer on this day)"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="membership_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.district}"


class Photo(models.Model):
    """A picture of an organisation; it is public only with alternative text, caption and credit."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="photos")
    image = models.ImageField(_("picture"), upload_to="photos/", width_field="width", height_field="height")
    thumbnail = models.ImageField(upload_to="photos/", blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(_("what can be seen (for people who do not see it)"), max_length=255, blank=True)
    caption = models.CharField(_("caption"), max_length=255, blank=True)
    credit = models.CharField(_("credit (who took it or holds the rights)"), max_length=160, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public=False) | (~Q(alt="") & ~Q(caption="") & ~Q(credit="")),
                name="public_photo_has_alt_caption_credit",
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.alt
