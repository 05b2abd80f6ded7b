from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.vacancies.models.cases import VacancyCase


class Owner(models.Model):
    """Whom units belong to, as the office of one district knows them; nobody else reads it.

    manager: who looks after the house for them. address: lines as on an envelope. source: where the data are from;
    reason: why the office may have them, needed where they are from the land register and for a legitimate interest.
    wants_sale: None where nobody knows. wants_no_letters: they have objected.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("a person")
        COMPANY = "company", _("a company")
        HEIRS = "heirs", _("several heirs or owners together")
        PUBLIC = "public", _("town, church or another public body")

    class Source(models.TextChoices):
        THEMSELVES = "themselves", _("they told us themselves")
        MANAGER = "manager", _("the manager of the house")
        CADASTRE = "cadastre", _("land register or cadastre")
        ADMINISTRATION = "administration", _("another office of the administration")
        PUBLIC = "public", _("a sign, a website or a directory")
        SOMEBODY = "somebody", _("somebody else told us")

    class Basis(models.TextChoices):
        """Article 6 (1) of the General Data Protection Regulation, by its letters."""

        UNKNOWN = "", _("not noted yet")
        CONSENT = "consent", _("they agreed (consent)")
        CONTRACT = "contract", _("they asked us for something (contract or what leads to it)")
        TASK = "task", _("a task of the town or an agreement with it (public task)")
        INTEREST = "interest", _("a legitimate interest, written below")

    class Willing(models.TextChoices):
        UNKNOWN = "", _("not known yet")
        YES = "yes", pgettext_lazy("an owner wants to let", "yes")
        CONDITIONAL = "conditional", _("on conditions")
        NO = "no", pgettext_lazy("an owner wants to let", "no")

    district = models.ForeignKey(District, models.CASCADE, related_name="owners")
    kind = models.CharField(_("kind of owner"), max_length=8, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=160)
    manager = models.CharField(_("manager of the house"), max_length=160, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    source = models.CharField(_("where the data are from"), max_length=14, choices=Source)
    basis = models.CharField(_("legal basis"), max_length=8, choices=Basis, blank=True)
    reason = models.TextField(_("why the office may have them"), blank=True)
    wants_no_letters = models.BooleanField(_("wants no letters from us"), default=False)
    willing = models.CharField(_("willing to let"), max_length=11, choices=Willing, blank=True)
    wants_sale = models.BooleanField(_("wants to sell"), null=True, blank=True)
    motive = models.TextField(_("why it is vacant, in their words"), blank=True)
    note = models.TextField(_("note"), blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    units = models.ManyToManyField(Unit, through="OwnedUnit", related_name="owners")

    class Meta:
        verbose_name = _("owner of units")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["district", "name"], name="owner_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source="cadastre") | ~Q(reason=""), name="owner_of_the_cadastre_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OwnedUnit(models.Model):
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="owned")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="owned")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "unit"], name="owner_has_a_unit_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} of {self.owner_id}"


class OwnerTalk(models.Model):
    """One attempt to speak with an owner. was_reached: they or their manager answered; only then it is a talk."""

    class Channel(models.TextChoices):
        PHONE = "phone", _("telephone")
        VISIT = "visit", _("visit")
        MEETING = "meeting", _("meeting at the office")
        MAIL = "mail", _("e-mail")
        LETTER = "letter", _("letter")
        EVENT = "event", _("event for owners")

    owner = models.ForeignKey(Owner, models.CASCADE, related_name="talks")
    case = models.ForeignKey(VacancyCase, models.SET_NULL, null=True, blank=True, related_name="talks")
    on = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=8, choices=Channel)
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    was_reached = models.BooleanField(_("somebody answered"), default=True)
    result = models.TextField(_("result"), blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("talk with an owner")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.on}"


class OwnerLetter(models.Model):
    """A letter to an owner that was made to be printed. step: how far the office goes with it."""

    class Step(models.TextChoices):
        PAGE = "page", _("What the office offers owners")
        ASK = "ask", _("What do you plan for your unit?")
        HELP = "help", _("Offer of help")

    owner = models.ForeignKey(Owner, models.CASCADE, related_name="letters")
    case = models.ForeignKey(VacancyCase, models.SET_NULL, null=True, blank=True, related_name="letters")
    step = models.CharField(_("which letter"), max_length=4, choices=Step)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("letter to an owner")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.get_step_display())
