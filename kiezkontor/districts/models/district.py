from typing import Any, Self

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from kiezkontor.methods.geo import Box
from kiezkontor.shared.spoken import Text, page_language

hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Please give the colour as # and six digits, such as #00594f."))


class FederalState(models.TextChoices):
    BW = "BW", "Baden-Württemberg"
    BY = "BY", _("Bavaria")
    BE = "BE", "Berlin"
    BB = "BB", "Brandenburg"
    HB = "HB", "Bremen"
    HH = "HH", "Hamburg"
    HE = "HE", _("Hesse")
    MV = "MV", _("Mecklenburg-Western Pomerania")
    NI = "NI", _("Lower Saxony")
    NW = "NW", _("North Rhine-Westphalia")
    RP = "RP", _("Rhineland-Palatinate")
    SL = "SL", "Saarland"
    SN = "SN", _("Saxony")
    ST = "ST", _("Saxony-Anhalt")
    SH = "SH", "Schleswig-Holstein"
    TH = "TH", _("Thuringia")


class AreaKind(models.TextChoices):
    PROGRAMME_AREA = "programme_area", _("Programme area")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    ESTATE = "estate", _("Housing estate")
    CENTRE = "centre", _("Town or district centre")
    STREET = "street", _("Shopping street")
    TOWN = "town", _("Town")


class DistrictQuerySet(models.QuerySet["District"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def touching(self, box: Box) -> Self:
        return self._touching(south=box.south, north=box.north, west=box.west, east=box.east)

    def around(self, district_id: int) -> Self:
        """Those whose boxes touch that of a stored district, itself among them; none where it has no boundary."""
        own = self.filter(pk=district_id)
        return self._touching(**{side: Subquery(own.values(side)) for side in ("south", "north", "west", "east")})

    def _touching(self, *, south: Any, north: Any, west: Any, east: Any) -> Self:
        return self.filter(south__lte=north, north__gte=south, west__lte=east, east__gte=west)


class District(models.Model):
    """A tenant: an area with one network, its own brand, team and pages.

    boundary: GeoJSON geometry (Polygon or MultiPolygon, WGS 84) or None where it is not known yet;
    south … east: its bounding box in degrees, kept beside it by the action that sets the boundary.
    office_hours: OSM opening hours syntax.
    """

    slug = models.SlugField(_("short name in addresses"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=120)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    claim_de = models.CharField(_("claim (German)"), max_length=160, blank=True)
    claim_en = models.CharField(_("claim (English)"), max_length=160, blank=True)
    about_de = models.TextField(_("about the district (German)"), blank=True)
    about_en = models.TextField(_("about the district (English)"), blank=True)
    kind = models.CharField(_("kind of area"), max_length=20, choices=AreaKind, default=AreaKind.NEIGHBOURHOOD)
    municipality = models.CharField(_("municipality"), max_length=120)
    federal_state = models.CharField(_("federal state"), max_length=2, choices=FederalState)
    boundary = models.JSONField(_("boundary"), null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of (where boundaries do not tell)"),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    is_published = models.BooleanField(_("public"), default=True)
    is_public_authority = models.BooleanField(_("website of a public authority"), default=False)

    logo = models.FileField(_("logo"), upload_to="brand/", blank=True)
    logo_alt = models.CharField(_("description of the logo"), max_length=160, blank=True)
    colour = models.CharField(_("brand colour"), max_length=7, default="#14506e", validators=[hex_colour])
    colour_accent = models.CharField(_("accent colour"), max_length=7, default="#b3471d", validators=[hex_colour])

    office_name = models.CharField(_("name of the office"), max_length=160, blank=True)
    office_street = models.CharField(_("street and number"), max_length=160, blank=True)
    office_postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    office_city = models.CharField(_("town"), max_length=120, blank=True)
    office_phone = models.CharField(_("telephone"), max_length=20, blank=True)
    office_email = models.EmailField(_("e-mail address"), blank=True)
    office_hours = models.CharField(_("office hours"), max_length=255, blank=True)
    office_note_de = models.CharField(_("note on the office hours (German)"), max_length=255, blank=True)
    freshness_months = models.PositiveSmallIntegerField(
        _("ask so many months after an entry was confirmed whether it is still right"),
        default=12,
        validators=[MaxValueValidator(60)],
        help_text=_("0 means that nobody is asked."),
    )
    office_note_en = models.CharField(_("note on the office hours (English)"), max_length=255, blank=True)

    changed_at = models.DateTimeField(auto_now=True)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(boundary__isnull=True)
                | Q(south__isnull=False, north__isnull=False, west__isnull=False, east__isnull=False),
                name="district_boundary_has_box",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def box(self) -> Box | None:
        if self.south is None or self.north is None or self.west is None or self.east is None:
            return None
        return Box(south=self.south, west=self.west, north=self.north, east=self.east)

    @property
    def region(self) -> str:
        """ISO 3166-2 code of the federal state, for holidays."""
        return f"DE-{self.federal_state}"

    def in_language(self, field: str) -> str:
        """The text of a `_de`/`_en` pair in the active language, German where English is missing."""
        return in_language(self, field)

    @property
    def claim(self) -> str:
        return self.in_language("claim")

    @property
    def about(self) -> str:
        return self.in_language("about")

    @property
    def office_note(self) -> str:
        return self.in_language("office_note")


def in_language(row: Any, field: str) -> Text:
    """The text of a pair of columns `<field>_de`, `<field>_en` in the active language; German where it is missing."""
    language = page_language()
    text = getattr(row, f"{field}_{language}", "")
    return Text(text, language) if text else Text(getattr(row, f"{field}_de"), "de")


class DistrictHost(models.Model):
    """A host name of its own; the district stays reachable under its path as well."""

    host = models.CharField(_("host name"), max_length=200, unique=True)
    district = models.ForeignKey(District, models.CASCADE, related_name="hosts")
    is_primary = models.BooleanField(_("preferred address"), default=True)

    def __str__(self) -> str:
        return self.host


class DistrictText(models.Model):
    """A page of text a district answers for: legal pages, easy language, introduction of the sign-language video."""

    class Kind(models.TextChoices):
        IMPRINT = "imprint", _("Legal notice")
        PRIVACY = "privacy", _("Data protection notice")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        EASY_LANGUAGE = "easy_language", _("Easy language")
        SIGN_LANGUAGE = "sign_language", _("Sign language")
        TERMS = "terms", _("Rules for contributions")

    district = models.ForeignKey(District, models.CASCADE, related_name="texts")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    language = models.CharField(_("language"), max_length=5, default="de")
    body = models.TextField(_("text"))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "kind", "language"], name="one_text_of_a_kind_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"


class SubLocation(models.Model):
    """A part of a district that is compared with others: a mall, the pedestrian zone."""

    district = models.ForeignKey(District, models.CASCADE, related_name="sub_locations")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    boundary = models.JSONField(_("boundary"))
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["district", "name"], name="sub_location_name_once")]

    def __str__(self) -> str:
        return self.name
