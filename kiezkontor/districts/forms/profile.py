import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.districts.actions.profile import OFFICE, PROFILE, Part, readable_hours
from kiezkontor.districts.forms.logos import LogoField
from kiezkontor.districts.models import District, Street
from kiezkontor.districts.models.district import hex_colour
from kiezkontor.methods.opening_hours import long_nights
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import DayField, HoursField, RowsField, e164, hours_in_words, sentence_on_nights

if TYPE_CHECKING:
    DistrictModelForm = forms.ModelForm[District]
else:
    DistrictModelForm = forms.ModelForm

MAX_DRAWN_BYTES = 5_000_000
_HOST = re.compile(r"^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$")
slug_of_address = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", gettext_lazy("Only small letters, digits and single hyphens, such as schillerkiez.")
)


class NewDistrictForm(DistrictModelForm):
    slug = forms.CharField(
        label=gettext_lazy("Short name in addresses"),
        help_text=gettext_lazy("Only small letters, digits and hyphens. It stands in every address and stays."),
        max_length=50,
        validators=[slug_of_address],
    )

    class Meta:
        model = District
        fields = ["slug", "name", "municipality", "federal_state", "kind"]

    def validate_unique(self) -> None:
        """The action says it, under lock."""


class ProfileForm(DistrictModelForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("German is always there."),
        required=False,
    )

    class Meta:
        model = District
        fields = PROFILE
        widgets = {
            "about_de": forms.Textarea(attrs={"rows": 8}),
            "about_en": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts = {
            "about_de": gettext_lazy("Blank lines make paragraphs, ## a heading, - a list."),
            "is_published": gettext_lazy("Otherwise only the office sees the pages of the district."),
            "is_public_authority": gettext_lazy("Only for real authorities: shows the strip “Official website”."),
        }

    def __init__(self, *args: Any, wholes: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part_of"] = forms.ModelChoiceField(
            wholes,
            label=self.fields["part_of"].label,
            required=False,
        )

    def clean_languages(self) -> list[str]:
        chosen = {"de", *self.cleaned_data["languages"]}
        return [code for code, _name in settings.LANGUAGES if code in chosen]


class OfficeForm(DistrictModelForm):
    """Hours that go on into the morning are asked about; hours nobody touched are not."""

    office_hours = HoursField(
        label=gettext_lazy("Office hours"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("For example: Mo-Do 9-16 Uhr, feiertags geschlossen. Days alone are possible: Mo-Do."),
    )
    over_night = forms.BooleanField(label=gettext_lazy("Yes, it stays open over night"), required=False)
    field_order = (*OFFICE[: OFFICE.index("office_hours") + 1], "over_night")

    class Meta:
        model = District
        fields = OFFICE
        help_texts = {
            "office_phone": gettext_lazy("For example 02366 9360621."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored, text = self.instance.office_hours, self.data.get("office_hours", "")
        self.doubted = [] if text in (stored, hours_in_words(stored)) else long_nights(text)
        if not self.doubted:
            del self.fields["over_night"]
        self.fields["freshness_months"].required = False

    def clean_freshness_months(self) -> int:
        """Left empty, what is stored stays."""
        given: int | None = self.cleaned_data["freshness_months"]
        return self.instance.freshness_months if given is None else given

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.doubted and not given.pop("over_night", False):
            self.add_error("over_night", sentence_on_nights(self.doubted))
        return given

    def clean_office_postcode(self) -> str:
        postcode: str = self.cleaned_data["office_postcode"].strip()
        if postcode and not re.fullmatch(r"[0-9]{5}", postcode):
            raise ValidationError(_("A postcode has five digits, such as 12049."))
        return postcode

    def clean_office_hours(self) -> str:
        written: str = self.cleaned_data["office_hours"].strip()
        try:
            return readable_hours(written) if written else ""
        except ActionRefused as refused:
            raise ValidationError(refused.sentence) from refused

    def clean_office_phone(self) -> str:
        written: str = self.cleaned_data["office_phone"].strip()
        return e164(written) if written else ""


class ColourField(forms.CharField):
    widget = forms.TextInput(attrs={"type": "color"})
    default_validators = [hex_colour]


class BrandForm(forms.Form):
    colour = ColourField(label=gettext_lazy("Brand colour"), max_length=7)
    colour_accent = ColourField(label=gettext_lazy("Accent colour"), max_length=7)
    logo = LogoField()
    logo_alt = forms.CharField(
        label=gettext_lazy("Description of the logo"),
        help_text=gettext_lazy("What people who do not see it should hear."),
        max_length=160,
        required=False,
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)


def geojson_in(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("This is not GeoJSON. It begins with { and ends with }.")) from None


class DrawnForm(forms.Form):
    """GeoJSON as a file or pasted; after cleaning `drawn` is the text and `geojson` what it says, None where empty."""

    file = forms.FileField(
        label=gettext_lazy("GeoJSON file"),
        help_text=gettext_lazy("Draw it at geojson.io and save it there as GeoJSON, or ask the town for the file."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json,application/json"}),
    )
    drawn = forms.CharField(
        label=gettext_lazy("or paste it here"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.pop("file", None)
        text = cleaned.get("drawn", "")
        if upload is not None:
            if upload.size > MAX_DRAWN_BYTES:
                raise ValidationError({"file": _("The file is larger than 5 MB. Please simplify the drawing.")})
            try:
                text = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError({"file": _("The file is not written in UTF-8.")}) from None
        try:
            cleaned["geojson"] = geojson_in(text) if text else None
        except ValidationError as wrong:
            raise ValidationError({"drawn" if upload is None else "file": wrong.messages}) from None
        cleaned["drawn"] = text
        return cleaned


class BoundaryForm(DrawnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drawn"].help_text = _("A polygon in WGS 84. Empty takes the boundary away.")


class StreetLinesForm(DrawnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drawn"].help_text = _("One line or several in WGS 84. Empty takes the line away.")


class PartForm(forms.Form):
    position = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=999, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    kind = forms.CharField(label=gettext_lazy("Kind"), max_length=60, required=False)
    boundary = forms.CharField(
        label=gettext_lazy("Boundary as GeoJSON"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)
    quiet = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and not cleaned.get("remove"):
            if not cleaned.get("boundary"):
                raise ValidationError({"boundary": _("A part needs a boundary.")})
            cleaned["geojson"] = geojson_in(cleaned["boundary"])
        return cleaned

    def part(self) -> Part | None:
        values = self.cleaned_data
        if not values.get("name") or values.get("remove"):
            return None
        return Part(values["name"], values["kind"], values["geojson"], values.get("position") or 0)


class StreetsForm(forms.Form):
    names = forms.CharField(
        label=gettext_lazy("Streets to add"),
        help_text=gettext_lazy("One name per line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    remove = RowsField(
        Street.objects.none(),
        label=gettext_lazy("Streets to remove"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, streets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["remove"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = streets

    def clean_names(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["names"].splitlines())
        return [line[:160] for line in lines if line]


class TextForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "Blank lines make paragraphs, ## a heading, - a list, [words](address) a link. "
            "Empty brings the default text back."
        ),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    reviewed_on = DayField(label=gettext_lazy("Last reviewed on"), required=False)

    def clean_reviewed_on(self) -> date | None:
        reviewed_on: date | None = self.cleaned_data["reviewed_on"]
        if reviewed_on is not None and reviewed_on > timezone.localdate():
            raise ValidationError(_("Nobody can have reviewed the text yet. Please give today or an earlier day."))
        return reviewed_on


class HostsForm(forms.Form):
    hosts = forms.CharField(
        label=gettext_lazy("Own host names"),
        help_text=gettext_lazy("One a line, the preferred one first. They must point to this server."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def clean_hosts(self) -> list[str]:
        hosts = list(dict.fromkeys(line.strip().lower() for line in self.cleaned_data["hosts"].splitlines()))
        hosts = [host for host in hosts if host]
        for host in hosts:
            if not _HOST.match(host):
                raise ValidationError(_("“%(host)s” is not a host name such as schillerkiez.example.") % {"host": host})
        return hosts
