from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.notices.rules.codes import as_printed
from kiezkontor.vacancies.models.cases import VacancyCase
from kiezkontor.vacancies.rules import exposes as rules


class Expose(models.Model):
    """What may be told of a vacant unit to those who look for one, as far as its owner has released it.

    code: what its addresses are made of; it tells nothing of the case. Areas and equipment are the register's.
    longest_months: None for as long as one likes. wanted, excluded: use classes. The rent is a month's;
    price: of what is for sale. energy_heat, energy_power: kWh a square metre and year. contact_…: whom to ask where
    the owner wants that.
    """

    class Kind(models.TextChoices):
        PERMANENT = rules.PERMANENT, _("permanently")
        INTERIM = rules.INTERIM, _("for a time")
        BOTH = rules.BOTH, _("permanently or for a time")
        SALE = rules.SALE, _("for sale")

    class Energy(models.TextChoices):
        MISSING = "", _("there is none yet")
        DEMAND = "demand", _("by demand")
        CONSUMPTION = "consumption", _("by consumption")
        EXEMPT = "exempt", _("none is needed (monument or very small house)")

    class House(models.TextChoices):
        OTHER = "other", _("not a house of homes")
        HOMES = "homes", _("a house of homes")

    class EnergyClass(models.TextChoices):
        NONE = "", _("not given")
        A_PLUS = "A+", "A+"
        A = "A", "A"
        B = "B", "B"
        C = "C", "C"
        D = "D", "D"
        E = "E", "E"
        F = "F", "F"
        G = "G", "G"
        H = "H", "H"

    case = models.OneToOneField(VacancyCase, models.CASCADE, related_name="expose")
    code = models.CharField(max_length=8, unique=True)
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("how it can be had"), max_length=9, choices=Kind, default=Kind.BOTH)
    free_from = models.DateField(_("free from"), null=True, blank=True)
    longest_months = models.PositiveSmallIntegerField(_("at most for how many months"), null=True, blank=True)
    wanted = models.JSONField(_("wanted uses"), default=list, blank=True)
    excluded = models.JSONField(_("excluded uses"), default=list, blank=True)
    rent_cold = models.DecimalField(_("rent without utilities"), max_digits=9, decimal_places=2, null=True, blank=True)
    utilities = models.DecimalField(_("utilities"), max_digits=9, decimal_places=2, null=True, blank=True)
    rent_includes = models.CharField(_("what it includes"), max_length=200, blank=True)
    deposit = models.DecimalField(_("deposit"), max_digits=9, decimal_places=2, null=True, blank=True)
    price = models.DecimalField(_("purchase price"), max_digits=11, decimal_places=2, null=True, blank=True)
    energy_kind = models.CharField(_("energy certificate"), max_length=11, choices=Energy, blank=True)
    energy_house = models.CharField(_("kind of house"), max_length=5, choices=House, default=House.OTHER)
    energy_heat = models.DecimalField(_("heat"), max_digits=6, decimal_places=1, null=True, blank=True)
    energy_power = models.DecimalField(_("power"), max_digits=6, decimal_places=1, null=True, blank=True)
    energy_carrier = models.CharField(_("main source of energy"), max_length=80, blank=True)
    energy_class = models.CharField(_("energy class"), max_length=2, choices=EnergyClass, blank=True)
    energy_year = models.PositiveSmallIntegerField(_("year the house was built"), null=True, blank=True)
    contact_name = models.CharField(_("name"), max_length=160, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("exposé")

    def __str__(self) -> str:
        # The title may tell what is not released, and this stands in the log.
        return as_printed(self.code)


class ExposePicture(models.Model):
    """A photo or floor plan of an exposé; its files lie in a folder that no public address leads to.

    may_show: whoever added it says that whoever made it agrees to its being published.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        PLAN = "plan", _("Floor plan")

    expose = models.ForeignKey(Expose, models.CASCADE, related_name="pictures")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.PHOTO)
    image = models.ImageField(_("picture"), upload_to="exposes/", width_field="width", height_field="height")
    thumbnail = models.ImageField(upload_to="exposes/")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(_("what can be seen"), max_length=255)
    credit = models.CharField(_("who made it"), max_length=120)
    may_show = models.BooleanField(_("whoever made it agrees"), default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("picture of an exposé")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(may_show=True), name="picture_of_an_expose_may_be_shown"),
            models.CheckConstraint(condition=~Q(alt="") & ~Q(credit=""), name="picture_of_an_expose_is_described"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ExposeReleaseQuerySet(models.QuerySet["ExposeRelease"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)


class ExposeRelease(models.Model):
    """That an owner released one part of an exposé: who, when, how and what for; and that they took it back.

    by_whom: the name of who said so. scope: what for, in their words. ended_how: "" while it holds.
    """

    class Group(models.TextChoices):
        PAGE = rules.PAGE, _("that it is offered: title, description, in which part, energy")
        ROOM = rules.ROOM, _("areas and equipment")
        TERMS = rules.TERMS, _("from when, for how long, wanted and excluded uses")
        RENT = rules.RENT, _("rent, utilities, deposit and purchase price")
        ADDRESS = rules.ADDRESS, _("address and exact position")
        PHOTOS = rules.PHOTOS, _("photos")
        PLAN = rules.PLAN, _("floor plan")
        OWNER = rules.OWNER, _("name and contact of the owner")

    class How(models.TextChoices):
        TALK = "talk", _("in a talk")
        PHONE = "phone", _("by telephone")
        MAIL = "mail", _("by e-mail")
        LETTER = "letter", _("by letter")
        LINK = "link", _("themselves, by their link")

    class Ended(models.TextChoices):
        NOT = "", pgettext_lazy("a release", "in force")
        TALK = "talk", _("in a talk")
        PHONE = "phone", _("by telephone")
        MAIL = "mail", _("by e-mail")
        LETTER = "letter", _("by letter")
        LINK = "link", _("themselves, by their link")
        OFFICE = "office", _("by the office")
        OVER = "over", _("because the unit is no longer offered")

    expose = models.ForeignKey(Expose, models.CASCADE, related_name="releases")
    group = models.CharField(_("what"), max_length=7, choices=Group)
    by_whom = models.CharField(_("who released it"), max_length=160)
    on = models.DateField(_("day"))
    how = models.CharField(_("how"), max_length=6, choices=How)
    scope = models.CharField(_("what for"), max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_how = models.CharField(_("how"), max_length=6, choices=Ended, blank=True)

    objects = ExposeReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of an exposé")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expose", "group"], condition=Q(withdrawn_at=None), name="part_of_an_expose_is_released_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, ended_how="") | (Q(withdrawn_at__isnull=False) & ~Q(ended_how="")),
                name="release_of_an_expose_ends_somehow",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_group_display())
