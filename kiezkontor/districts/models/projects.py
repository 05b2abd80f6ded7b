from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models.district import District, in_language
from kiezkontor.shared.web_addresses import WebAddress


class Operator(models.Model):
    """The body that carries a project (Träger). entered_in: whose office looks after it until a project has it."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    claim = models.CharField(_("claim"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = WebAddress(_("website"), blank=True)
    entered_in = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by the office of")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A funding programme, within its initiative: Zukunftsinitiative Stadtteil > Soziale Stadt.

    entered_in: whose office looks after it until a project is funded from it.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    logo = models.FileField(_("logo"), upload_to="funding/", blank=True)
    logo_alt = models.CharField(_("description of the logo"), max_length=160, blank=True)
    entered_in = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by the office of")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DatePrecision(models.TextChoices):
    DAY = "day", _("exact day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("not known")


class ProjectQuerySet(models.QuerySet["Project"]):
    def running_first(self, day: date) -> Self:
        """Those that run on a day before the others, the latest begun first."""
        runs = Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))
        order = Case(When(runs, then=0), default=1)
        return self.order_by(order, F("from_on").desc(nulls_last=True), "short_name")


class Project(models.Model):
    """What is time-bound in one or more districts: name, operator, period, funding, team.

    until_on: the last day (inclusive, as grant decisions print it); None means open-ended.
    from_precision: how exactly the beginning is known; from_on is then the first day of that month or year,
    and None only with "unknown".
    """

    class Stage(models.TextChoices):
        IDEA = "idea", _("Idea")
        ANALYSIS = "analysis", _("Analysis")
        LAUNCHED = "launched", _("Launched")
        SELF_SUPPORTING = "self_supporting", _("Self-supporting")

    districts = models.ManyToManyField(District, related_name="projects", verbose_name=_("districts"))
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    short_name = models.CharField(_("short name"), max_length=120)
    official_name = models.CharField(_("official name"), max_length=255, blank=True)
    operator = models.ForeignKey(
        Operator, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("operator")
    )
    from_on = models.DateField(_("first day"), null=True, blank=True)
    from_precision = models.CharField(
        _("how exactly the beginning is known"),
        max_length=10,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    until_on = models.DateField(_("last day"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.LAUNCHED)
    place_label = models.CharField(_("place as printed"), max_length=120, blank=True)
    summary_de = models.TextField(_("in one paragraph (German)"), blank=True)
    summary_en = models.TextField(_("in one paragraph (English)"), blank=True)
    body_de = models.TextField(_("description (German)"), blank=True)
    body_en = models.TextField(_("description (English)"), blank=True)
    goals_de = models.TextField(_("what is to last (German)"), blank=True)
    goals_en = models.TextField(_("what is to last (English)"), blank=True)
    website = WebAddress(_("website"), blank=True)
    source_url = WebAddress(_("where this was published"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "short_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="project_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=False) | Q(from_precision=DatePrecision.UNKNOWN),
                name="project_beginning_known_or_said_unknown",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def summary(self) -> str:
        return in_language(self, "summary")

    @property
    def body(self) -> str:
        return in_language(self, "body")

    @property
    def goals(self) -> str:
        return in_language(self, "goals")


class FundingSource(models.Model):
    """One payer of a project; together they are the funding line, in this order."""

    class Kind(models.TextChoices):
        FEDERATION = "federation", _("Federal government")
        STATE = "state", _("Federal state")
        EU = "eu", _("European Union")
        MUNICIPALITY = "municipality", _("Municipality")
        OWN = "own", _("Own share")
        OTHER = "other", _("Other")

    project = models.ForeignKey(Project, models.CASCADE, related_name="funding_sources")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = models.CharField(_("name as printed"), max_length=200)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_sources",
        verbose_name=_("programme"),
    )
    logo = models.FileField(_("logo"), upload_to="funding/", blank=True)
    logo_alt = models.CharField(_("description of the logo"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A person named publicly for a project; no account is tied to it.

    from_on, until_on: half-open; None means as long as the project.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="team")
    name = models.CharField(_("name"), max_length=120)
    qualification = models.CharField(_("qualification"), max_length=160, blank=True)
    role_de = models.CharField(_("role (German)"), max_length=160, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True)
    competence = models.CharField(_("experience"), max_length=255, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until (no longer on this day)"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="team_member_leaves_after_coming",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> str:
        return in_language(self, "role")
