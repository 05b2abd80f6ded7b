from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.accounts.models import Person
from kiezkontor.districts.models import District, Street
from kiezkontor.districts.models.changes import random_mark
from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.vacancies.models.cases import VacancyCase
from kiezkontor.vacancies.models.exposes import Expose
from kiezkontor.vacancies.rules import seekers


class SpaceRequestQuerySet(models.QuerySet["SpaceRequest"]):
    def update(self, **values: Any) -> int:
        """Also gives the rows another mark, so that whoever keeps what requests say reads them anew."""
        return super().update(**{"mark": random_mark(), **values})

    def sent(self) -> Self:
        """Without those that somebody has begun and not sent."""
        return self.exclude(sent_at=None)

    def open(self) -> Self:
        return self.sent().exclude(status__in=seekers.ENDED)

    def looking(self) -> Self:
        """Those to whom a vacancy may be proposed."""
        return self.sent().filter(status__in=seekers.LOOKING)


class SpaceRequest(models.Model):
    """What somebody looks for who wants a shop, an office or a room: for how long, how large, where, and for what.

    sent_at: None while a visitor still fills it in, who alone can read it then. heard_at: the last sign of life of the
    seeker. email_confirmed_at: since when mail may go there. places: keys of streets and sub-locations ("street:12",
    "part:3"), none for anywhere in the district; elsewhere: another district does as well. Rent is per month with
    utilities, in euros; price_max: for whoever wants to buy. needs, musts: keys of equipment, what would be good and
    what it cannot do without. category: as precisely as the seeker likes to say; None where they did not. mark: another
    one with each change; all of a district summed up tell whether what a process keeps of them still holds.
    """

    class Kind(models.TextChoices):
        STARTER = "starter", _("I want to open a business or move one")
        INTERIM = "interim", _("I look for a room for a time")
        EVENT = "event", _("I plan an event or an exhibition")
        INVESTOR = "investor", _("I want to invest or buy")

    class Status(models.TextChoices):
        NEW = seekers.NEW, pgettext_lazy("a request for space", "new")
        CHECKED = seekers.CHECKED, _("checked")
        ADVISING = seekers.ADVISING, _("being advised")
        PROPOSED = seekers.PROPOSED, _("got proposals")
        VIEWING = seekers.VIEWING, _("viewing")
        NEGOTIATING = seekers.NEGOTIATING, _("negotiating")
        PLACED = seekers.PLACED, _("found a place")
        ON_HOLD = seekers.ON_HOLD, _("on hold")
        WITHDRAWN = seekers.WITHDRAWN, pgettext_lazy("a request for space", "withdrawn")
        EXPIRED = seekers.EXPIRED, pgettext_lazy("a request for space", "lapsed")

    class Term(models.TextChoices):
        OPEN = "", _("still open")
        SHORT = "short", _("days to a few months")
        MEDIUM = "medium", _("one to three years")
        LONG = "long", _("for good")

    class Equipment(models.TextChoices):
        KITCHEN = "kitchen", _("kitchen")
        WATER = "water", _("water")
        WC = "wc", _("toilet")
        HEATING = "heating", _("heating")
        EXTRACTION = "extraction", _("kitchen extraction")
        STORAGE = "storage", _("store room")
        STEP_FREE = "step_free", _("entrance without a step")
        WINDOW = "window", _("shop window")

    class Emission(models.TextChoices):
        NOISE = "noise", _("noise")
        SMELL = "smell", _("smell")
        DELIVERIES = "deliveries", _("many deliveries")
        LATE = "late", _("open after 10 p.m.")

    class Founding(models.TextChoices):
        OPEN = "", _("does not apply")
        IDEA = "idea", _("an idea so far")
        PLANNED = "planned", _("business plan written")
        FOUNDED = "founded", _("founded lately")
        RUNNING = "running", _("running for more than a year")

    class Help(models.TextChoices):
        CONCEPT = "concept", _("the concept")
        MONEY = "money", _("funding and loans")
        PERMITS = "permits", _("permits")
        LEASE = "lease", _("the lease")
        WORKS = "works", _("rebuilding")
        CONTACTS = "contacts", _("contacts in the district")

    district = models.ForeignKey(District, models.CASCADE, related_name="space_requests")
    kind = models.CharField(_("what it is about"), max_length=10, choices=Kind)
    idea = models.TextField(_("plan"))
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    use_class = models.CharField(_("kind of use"), max_length=20, choices=UseClass, blank=True)
    area_min = models.PositiveIntegerField(_("at least, in m²"), null=True, blank=True)
    area_max = models.PositiveIntegerField(_("at most, in m²"), null=True, blank=True)
    rent_max = models.PositiveIntegerField(_("rent at most"), null=True, blank=True)
    price_max = models.PositiveIntegerField(_("purchase price at most"), null=True, blank=True)
    places = models.JSONField(_("places wanted"), default=list, blank=True)
    elsewhere = models.BooleanField(_("another district as well"), default=False)
    term = models.CharField(_("for how long"), max_length=8, choices=Term, blank=True)
    from_day = models.DateField(_("from"), null=True, blank=True)
    until_day = models.DateField(_("until"), null=True, blank=True)
    needs = models.JSONField(_("would be good"), default=list, blank=True)
    musts = models.JSONField(_("cannot do without"), default=list, blank=True)
    emissions = models.JSONField(_("noise, smell and the like"), default=list, blank=True)
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    founding = models.CharField(_("how far the business is"), max_length=8, choices=Founding, blank=True)
    concept = models.TextField(_("concept"), blank=True)
    funding = models.CharField(_("funding"), max_length=300, blank=True)
    asked_about = models.ForeignKey(
        Expose, models.SET_NULL, null=True, blank=True, related_name="interested", verbose_name=_("asked about")
    )
    help_wanted = models.JSONField(_("help wanted with"), default=list, blank=True)

    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company or association"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email_confirmed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, default="de")

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    status_since = models.DateTimeField()
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("responsible")
    )

    mark = models.PositiveBigIntegerField(default=random_mark, editable=False)

    objects = SpaceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for space")
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(fields=["district", "mark"], name="space_request_by_mark"),
            models.Index(fields=["district", "status", "sent_at"], name="space_request_by_status"),
            models.Index(fields=["status", "heard_at"], name="space_request_by_sign_of_life"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(area_min=None) | Q(area_max=None) | Q(area_max__gte=F("area_min")),
                name="space_request_area_from_below",
            ),
            models.CheckConstraint(
                condition=Q(from_day=None) | Q(until_day=None) | Q(until_day__gte=F("from_day")),
                name="space_request_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.company or self.name

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.mark = random_mark()
        fields = None if update_fields is None else {*update_fields, "mark"}
        super().save(update_fields=fields, **kwargs)

    @property
    def has_ended(self) -> bool:
        return seekers.has_ended(self.status)


class SeekerStep(models.Model):
    """How a request went on: that it was sent, changed and renewed, each status, and what was talked of.

    status: what it was from then on, "" where only something was noted. words: for the office alone. case: what was
    proposed, None of other steps.
    """

    class Kind(models.TextChoices):
        SENT = "sent", pgettext_lazy("a request for space", "sent")
        MOVED = "moved", _("new status")
        NOTED = "noted", _("note")
        CHANGED = "changed", _("changed by the seeker")
        RENEWED = "renewed", _("still looking")
        ASKED = "asked", _("asked whether they still look")
        PROPOSED = "proposed", _("room proposed")

    request = models.ForeignKey(SpaceRequest, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=SpaceRequest.Status, blank=True)
    words = models.TextField(_("note"), blank=True)
    case = models.ForeignKey(VacancyCase, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("step of a request for space")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "case"], name="vacancy_proposed_once")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class LocationEnquiryQuerySet(models.QuerySet["LocationEnquiry"]):
    def waiting(self) -> Self:
        """Asked on the public page, and nobody has answered yet."""
        return self.filter(source=LocationEnquiry.Source.PAGE, answered_at=None).exclude(email="")

    def with_people(self) -> Self:
        return self.exclude(name="", email="")


class LocationEnquiry(models.Model):
    """Somebody asked the office about the location: in which role, about what, and the answer.

    name, email: only until it is answered, of who asked on the public page; of others nobody's name stands here.
    """

    class Role(models.TextChoices):
        FOUNDER = "founder", _("founder")
        BUSINESS = "business", _("business")
        INVESTOR = "investor", _("investor")
        BROKER = "broker", _("broker")
        OWNER = "owner", pgettext_lazy("who asked", "owner")
        ARTIST = "artist", _("arts and culture")
        PRESS = "press", _("press")
        OTHER = "other", pgettext_lazy("who asked", "somebody else")

    class Source(models.TextChoices):
        OFFICE = "office", pgettext_lazy("an enquiry came", "noted by the office")
        PAGE = "page", pgettext_lazy("an enquiry came", "on the public page")

    district = models.ForeignKey(District, models.CASCADE, related_name="location_enquiries")
    source = models.CharField(_("how it came"), max_length=6, choices=Source, default=Source.OFFICE)
    asked_on = models.DateField(_("asked on"))
    role = models.CharField(_("who asked"), max_length=10, choices=Role)
    topic = models.CharField(_("about"), max_length=200)
    answer = models.TextField(_("answer"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=5, default="de")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = LocationEnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry about the location")
        ordering = ["-asked_on", "-pk"]

    def __str__(self) -> str:
        return self.topic

    @property
    def waits(self) -> bool:
        return self.source == self.Source.PAGE and self.answered_at is None and bool(self.email)


class StreetMix(models.Model):
    """How many of a kind of use the office wants at most within 100 metres, for vacancies of a street.

    Either a whole use class, or one category of it: "at most 2 cafés".
    """

    district = models.ForeignKey(District, models.CASCADE, related_name="street_mixes")
    street = models.ForeignKey(Street, models.CASCADE, related_name="+", verbose_name=_("street"))
    use_class = models.CharField(_("kind of use"), max_length=20, choices=UseClass, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    most = models.PositiveSmallIntegerField(_("at most within 100 metres"))

    class Meta:
        verbose_name = _("target mix of a street")
        ordering = ["street__name", "use_class", "category__name_de"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "street", "use_class"],
                condition=Q(category=None),
                name="one_target_of_a_use_in_a_street",
            ),
            models.UniqueConstraint(
                fields=["district", "street", "category"],
                condition=Q(category__isnull=False),
                name="one_target_of_a_category_in_a_street",
            ),
            models.CheckConstraint(
                condition=Q(Q(category=None), ~Q(use_class="")) | Q(category__isnull=False, use_class=""),
                name="target_of_a_use_or_a_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street}: {self.kind}"

    @property
    def kind(self) -> str:
        """What is counted, in words."""
        return str(self.category or self.get_use_class_display())
