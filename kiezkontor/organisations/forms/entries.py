import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.methods.opening_hours import HoursError, as_typed, long_nights
from kiezkontor.organisations import access
from kiezkontor.organisations.actions.editing import EDITABLE, values_of
from kiezkontor.organisations.fields import CategoryField, PhotoField
from kiezkontor.organisations.hours_words import sentence_for
from kiezkontor.organisations.models import FieldClaim, Organisation
from kiezkontor.shared.fields import DayField, HoursField, LastDayField, hours_in_words, sentence_on_nights
from kiezkontor.shared.paging import page_of_keys

if TYPE_CHECKING:
    EntryModelForm = forms.ModelForm[Organisation]
else:
    EntryModelForm = forms.ModelForm

LANGUAGES = (
    *(("de", _("German")), ("dgs", _("German Sign Language")), ("en", _("English")), ("ar", _("Arabic"))),
    *(("bg", _("Bulgarian")), ("es", _("Spanish")), ("fa", _("Persian")), ("fr", _("French")), ("it", _("Italian"))),
    *(("ku", _("Kurdish")), ("pl", _("Polish")), ("pt", _("Portuguese")), ("ro", _("Romanian"))),
    *(("ru", _("Russian")), ("sq", _("Albanian")), ("sr", _("Serbian, Croatian, Bosnian")), ("tr", _("Turkish"))),
    *(("uk", _("Ukrainian")), ("vi", _("Vietnamese")), ("zh", _("Chinese"))),
)
SPOKEN_MOST = 3


def languages_as_read() -> list[tuple[str, str]]:
    """The first as they are, the others by their names in the reader's language."""
    named = [(code, str(name)) for code, name in LANGUAGES]
    return named[:SPOKEN_MOST] + sorted(named[SPOKEN_MOST:], key=lambda language: language[1])


class PhoneField(forms.CharField):
    """Takes a German number as people write it, stores E.164, shows it in national or international form."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        try:
            number = phonenumbers.parse(value or "", "DE")
        except phonenumbers.NumberParseException:
            return value
        style = phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code != 49:
            style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, style)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "DE")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(
                gettext("This is not a telephone number. Write it with its area code, for example 030 1234567.")
            )
        found: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return found


SECTIONS = (
    (_("Name and kind"), ("name", "kind", "category", "is_chain", "brand", "is_sole_trader")),
    (_("Contact"), ("phone", "email", "email_is_public", "website")),
    (_("Opening hours and access"), ("opening_hours", "over_night", "wheelchair", "access_note", "languages")),
    (
        _("In their own words"),
        (
            *("who_we_are_de", "what_we_offer_de", "what_district_means_de", "why_we_take_part_de"),
            *("who_we_are_en", "what_we_offer_en", "what_district_means_en", "why_we_take_part_en"),
        ),
    ),
    (_("Where this comes from"), ("basis", "said_on")),
)


# What the office decides, not whoever looks after their own entry.
LEFT_TO_THE_OFFICE = ("kind", "is_chain", "brand", "is_sole_trader", "basis", "said_on")


OWN_WORDS = tuple(name for name in EDITABLE if name.endswith(("_de", "_en")))
MOST_OWN_WORDS = 4_000


def limit_length(field: forms.Field, most: int) -> None:
    field.validators = [*field.validators, MaxLengthValidator(most)]
    field.widget.attrs["maxlength"] = str(most)


class OrganisationForm(EntryModelForm):
    """The fields of an entry with the basis of what is changed; `seen` carries what the form showed when opened.

    last_basis: what this person chose last since signing in, "" for nothing; without it no basis is preselected, for
    nobody has stated one. saves: False where the form is only read back.
    """

    quiet = True

    category = CategoryField(label=_("Category"), required=False, help_text=_("Type a few letters to choose."))
    phone = PhoneField(label=_("Telephone"), required=False)
    opening_hours = HoursField(
        label=_("Opening hours"),
        required=False,
        max_length=500,
        help_text=_("As you would write it on the door, for example “Mo-Fr 9-18 Uhr, Sa 10-14 Uhr, feiertags zu”."),
    )
    over_night = forms.BooleanField(label=_("Yes, it stays open over night"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, choices=languages_as_read, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.ChoiceField(
        label=_("How do you know?"),
        choices=FieldClaim.Basis.choices,
        widget=forms.RadioSelect,
        help_text=_("It is noted for each field you change. An import never overwrites such a field."),
        error_messages={"required": _("Please choose how you know what you changed.")},
    )
    said_on = DayField(label=_("As of"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Organisation
        fields = [name for name in EDITABLE if name != "category"]
        help_texts = {
            "is_sole_trader": _(
                "The name is that of a person: telephone, e-mail and website stay internal until they consent."
            ),
            "email_is_public": _("Otherwise messages reach the entry through the form only."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in EDITABLE if name.endswith(("_de", "_en"))}

    def __init__(self, *args: Any, last_basis: str = "", saves: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = values_of(self.instance)
        self.fields["category"].initial = stored["category"]
        self.fields["seen"].initial = json.dumps(stored, ensure_ascii=False)
        self.fields["said_on"].initial = timezone.localdate
        self.fields["basis"].required = saves
        if last_basis in FieldClaim.Basis.values:
            self.preselect(FieldClaim.Basis(last_basis))
        if not self.doubted:
            del self.fields["over_night"]
        for name in OWN_WORDS:
            limit_length(self.fields[name], MOST_OWN_WORDS)
        self.fields["name"].required = not self.instance.pk or bool(self.instance.name)

    def preselect(self, basis: FieldClaim.Basis) -> None:
        self.fields["basis"].initial = basis
        self.fields["basis"].help_text = gettext(
            "“%(basis)s” is preselected because you chose it last since signing in. Please change it where you know "
            "this otherwise. It is noted for each field you change. An import never overwrites such a field."
        ) % {"basis": basis.label}

    def _post_clean(self) -> None:
        """The instance stays as stored: an action writes, and only what was changed."""

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What the form showed when it was opened; empty where that was lost."""
        try:
            seen = json.loads(self.data.get("seen") or "{}")
        except (ValueError, RecursionError):
            seen = {}
        return seen if isinstance(seen, dict) else {}

    @property
    def shown_hours(self) -> str:
        return str(self.shown.get("opening_hours") or "")

    def clean_seen(self) -> str:
        """Without what the form showed, nobody could tell whether somebody else has changed it meanwhile."""
        if self.instance.pk and not self.shown:
            raise ValidationError(
                _("It is no longer known what this form showed, so nothing was saved. Please open the entry again.")
            )
        text: str = self.cleaned_data["seen"]
        return text

    def clean_opening_hours(self) -> str:
        """Hours as OSM writes them; those nobody touched stay as they are, readable or not."""
        text: str = self.cleaned_data["opening_hours"]
        stored = self.shown_hours
        if text in ("", stored, hours_in_words(stored)):
            return text and stored
        try:
            return as_typed(text)
        except HoursError as problem:
            raise forms.ValidationError(sentence_for(problem)) from problem

    @cached_property
    def doubted(self) -> list[str]:
        """What was entered as hours and is more often a slip than meant."""
        text, stored = self.data.get("opening_hours", ""), self.shown_hours
        return [] if text in (stored, hours_in_words(stored)) else long_nights(text)

    def clean_over_night(self) -> bool:
        if not self.cleaned_data["over_night"]:
            raise forms.ValidationError(sentence_on_nights(self.doubted))
        return True

    def clean_said_on(self) -> date:
        day: date = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("This day lies in the future; check the year."))
        return day

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for title, names in SECTIONS:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield str(title), fields

    def values(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in EDITABLE if name in self.cleaned_data}
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given.items()}

    def show_stored(self, stored: Mapping[str, Any]) -> None:
        """After a conflict the next sending is compared with what is stored now, and the form says what that is."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = json.dumps(values_of(self.instance), ensure_ascii=False)
        self.data = data
        for name, value in stored.items():
            self.add_error(name, self.says_stored(name, value))

    def says_stored(self, name: str, value: Any) -> str:
        shown = self.fields[name].prepare_value(value) or gettext("(empty)")
        return gettext("Stored now: %(value)s") % {"value": shown}


class OwnForm(OrganisationForm):
    """The same for whoever looks after their own entry: all of it is their word, as of today."""

    class Meta(OrganisationForm.Meta):
        help_texts = {"email_is_public": OrganisationForm.Meta.help_texts["email_is_public"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LEFT_TO_THE_OFFICE:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name not in LEFT_TO_THE_OFFICE}


class OrganisationFilter(forms.Form):
    quiet = True
    PER_PAGE = 50
    STATUS = (
        ("", _("Everything that is here today")),
        ("unconfirmed", _("Not confirmed yet")),
        ("confirmed", _("Confirmed")),
        ("members", _("Members of the network")),
        ("without_hours", _("Without opening hours")),
        ("gone", _("No longer here")),
    )
    q = forms.CharField(label=_("Name or category"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("Show"), required=False, choices=STATUS)

    def page(self, viewer: Viewer, district: District, number: str | None) -> Page[Organisation]:
        """The asked page of 50 entries by name, those without one last, with their categories."""
        asked = self.cleaned_data if self.is_valid() else {"q": "", "status": ""}
        found = access.listed_in(viewer, district, asked["status"], on=timezone.localdate())
        if asked["q"]:
            of_kind = Q(category__name_de__icontains=asked["q"]) | Q(category__name_en__icontains=asked["q"])
            found = found.filter(Q(name__icontains=asked["q"]) | Q(brand__icontains=asked["q"]) | of_kind)
        keys = list(access.by_name(found).values_list("pk", flat=True))
        return page_of_keys(keys, Organisation.objects.select_related("category"), number, per_page=self.PER_PAGE)


class PhotoTextsForm(forms.Form):
    alt = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=255,
        help_text=_("What can be seen, for people who do not see it."),
    )
    caption = forms.CharField(label=_("Caption"), required=False, max_length=255)
    credit = forms.CharField(
        label=_("Credit"), required=False, max_length=160, help_text=_("Who took it or holds the rights.")
    )
    publish = forms.BooleanField(
        label=_("Publish"), required=False, help_text=_("Only with description, caption and credit.")
    )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("alt", "caption", "credit")}


class PhotoForm(PhotoTextsForm):
    image = PhotoField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, up to 20 megabytes. The place it was taken is removed."),
    )
    field_order = ("image", "alt", "caption", "credit", "publish")


class JoinForm(forms.Form):
    from_on = DayField(label=_("From"))
    until_on = LastDayField(label=_("Last day"), required=False, help_text=_("Empty where no end is known."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate


class LeaveForm(forms.Form):
    until_on = LastDayField(label=_("Last day as a member"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].initial = timezone.localdate() + timedelta(days=1)
