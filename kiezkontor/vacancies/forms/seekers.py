"""What is entered by whoever looks for a room: one page after the other, and all at once in the office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District
from kiezkontor.methods.street_names import street_key
from kiezkontor.organisations.fields import CategoryField
from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.shared.fields import DayField
from kiezkontor.shared.guard import GuardedForm
from kiezkontor.vacancies.access_seekers import agreed_to_pass_on, parts_of, places_named, streets_by_key
from kiezkontor.vacancies.actions.seeking import asked_to_pass_on
from kiezkontor.vacancies.models import SpaceRequest
from kiezkontor.vacancies.rules.limits import MOST_PRICE

LONGEST = 4000
MOST_SQM, MOST_EUR = 100_000, 1_000_000
UNDECIDED = _("I do not know yet")


def capitalised(choices: Any) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class PlanFields(forms.Form):
    """What for."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=SpaceRequest.Kind.choices, widget=forms.RadioSelect)
    idea = forms.CharField(
        label=_("What do you plan?"),
        max_length=LONGEST,
        help_text=_("Two or three sentences are enough. Only the office reads them."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    category = CategoryField(
        label=_("Category"),
        required=False,
        max_length=120,
        help_text=_(
            "For example a café or a bakery: type a few letters to choose. Leave it empty if yours is not offered or "
            "if you do not know yet."
        ),
    )
    use_class = forms.ChoiceField(
        label=_("Kind of use"),
        required=False,
        choices=[("", UNDECIDED), *UseClass.choices],
        help_text=_("It follows from the category if you leave it open."),
    )


class RoomFields(forms.Form):
    """How large, where, for how long, at which rent."""

    area_min = forms.IntegerField(label=_("At least how many m²?"), required=False, min_value=1, max_value=MOST_SQM)
    area_max = forms.IntegerField(label=_("At most how many m²?"), required=False, min_value=1, max_value=MOST_SQM)
    rent_max = forms.IntegerField(
        label=_("Which rent at most, in euros?"),
        required=False,
        min_value=0,
        max_value=MOST_EUR,
        help_text=_("A month, with utilities."),
    )
    price_max = forms.IntegerField(
        label=_("Which purchase price at most, in euros?"),
        required=False,
        min_value=0,
        max_value=MOST_PRICE,
        help_text=_("Only if you want to buy."),
    )
    term = forms.ChoiceField(label=_("For how long?"), required=False, widget=forms.RadioSelect)
    from_day = DayField(label=_("From when?"), required=False)
    until_day = DayField(label=_("Until when?"), required=False, help_text=_("Only if it is for a time."))
    parts = forms.MultipleChoiceField(label=_("Where?"), required=False, widget=forms.CheckboxSelectMultiple)
    streets = forms.CharField(
        label=_("In which streets?"),
        required=False,
        max_length=1000,
        help_text=_("Several with commas between them. Leave it empty if you are open."),
    )
    elsewhere = forms.BooleanField(label=_("Another district does as well"), required=False)

    def offer_places(self, district: District) -> None:
        self.by_key = streets_by_key(district)
        parts = self.fields["parts"]
        assert isinstance(parts, forms.MultipleChoiceField)
        parts.choices = [(place.key, place.name) for place in parts_of(district)]
        if not parts.choices:
            del self.fields["parts"]
        if not District.objects.filter(is_published=True).exclude(pk=district.pk).exists():
            del self.fields["elsewhere"]
        term = self.fields["term"]
        assert isinstance(term, forms.ChoiceField)
        term.choices = capitalised(SpaceRequest.Term.choices)

    def clean_streets(self) -> list[str]:
        """The keys of the streets; each in the order it was written."""
        written = [name.strip() for name in self.cleaned_data["streets"].split(",") if name.strip()]
        missing = [name for name in written if street_key(name) not in self.by_key]
        if missing:
            raise ValidationError(
                gettext("This street is not in the district: %(name)s. Please look at how it is written.")
                % {"name": missing[0]}
            )
        return list(dict.fromkeys(self.by_key[street_key(name)].key for name in written))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("area_min"), cleaned.get("area_max")
        if least is not None and most is not None and most < least:
            self.add_error("area_max", _("This is less than what you need at least."))
        begins, ends = cleaned.get("from_day"), cleaned.get("until_day")
        if begins and ends and ends < begins:
            self.add_error("until_day", _("This is before the first day."))
        return cleaned


class NeedsFields(forms.Form):
    """What has to be there, and what comes of it for others."""

    musts = forms.MultipleChoiceField(
        label=_("What can you not do without?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    needs = forms.MultipleChoiceField(
        label=_("What else would be good?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    emissions = forms.MultipleChoiceField(
        label=_("What will neighbours notice?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.CharField(label=_("When will you be open?"), required=False, max_length=200)

    def offer_things(self) -> None:
        offered = {
            "musts": SpaceRequest.Equipment.choices,
            "needs": SpaceRequest.Equipment.choices,
            "emissions": SpaceRequest.Emission.choices,
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = capitalised(choices)


class BusinessFields(forms.Form):
    """Who wants it, what they have and where they want help."""

    company = forms.CharField(
        label=_("Company or association"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("If you like to be called."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    founding = forms.ChoiceField(label=_("How far is the business?"), required=False)
    legal_form = forms.CharField(label=_("Legal form"), required=False, max_length=80)
    concept = forms.CharField(
        label=_("Concept"),
        required=False,
        max_length=LONGEST,
        help_text=_("For whom, with what, and how it pays, if you have written that already. Owners ask for it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    funding = forms.CharField(
        label=_("Funding"), required=False, max_length=300, help_text=_("Own money, a loan, a grant, still open.")
    )
    help_wanted = forms.MultipleChoiceField(
        label=_("With what do you want help?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    passes_on = forms.BooleanField(required=False)

    def offer_business(self, district: District) -> None:
        self.fields["passes_on"].label = asked_to_pass_on(district).text
        for name, choices in {
            "founding": SpaceRequest.Founding.choices,
            "help_wanted": SpaceRequest.Help.choices,
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = capitalised(choices)


def entered(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What was entered as columns of a request; without the consent, which is none."""
    values = {name: value for name, value in cleaned.items() if name not in {"parts", "streets", "passes_on"}}
    if "streets" in cleaned:
        values["places"] = [*cleaned.get("parts", []), *cleaned["streets"]]
    if cleaned.get("category"):
        values["category"] = Category.objects.get(pk=cleaned["category"])
    elif "category" in cleaned:
        values["category"] = None
    if "needs" in cleaned:
        values["needs"] = [thing for thing in cleaned["needs"] if thing not in cleaned["musts"]]
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def stored(request: SpaceRequest) -> dict[str, Any]:
    """A request as the fields of all pages show it."""
    names = (
        *("kind", "idea", "use_class", "area_min", "area_max", "rent_max", "term", "from_day", "until_day"),
        *("elsewhere", "musts", "needs", "emissions", "hours", "company", "phone", "founding", "legal_form"),
        *("price_max", "concept", "funding", "help_wanted", "name", "email"),
    )
    streets = [place.name for place in places_named(request) if place.key.startswith("street:")]
    said = {name: getattr(request, name) for name in names}
    said |= {"category": request.category_id or "", "parts": request.places, "streets": ", ".join(streets)}
    return said | {"passes_on": agreed_to_pass_on(request) is not None}


class SeekForm(PlanFields, GuardedForm):
    """The first page, for everybody."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        help_text=_("You get a mail with a link: to confirm the address, and to go on later if you like."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    angebot = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    field_order = ("kind", "idea", "category", "use_class", "name", "email")

    def values(self) -> dict[str, Any]:
        """Without the code of the room on offer that is asked about."""
        return entered({name: value for name, value in self.cleaned_data.items() if name != "angebot"})


class OwnForm(forms.Form):
    """A page of one's own request; nothing of most of them is needed."""

    quiet = True

    def __init__(self, *args: Any, request: SpaceRequest, **kwargs: Any) -> None:
        kwargs["initial"] = stored(request)
        super().__init__(*args, **kwargs)
        self.offer(request.district)

    def offer(self, district: District) -> None:
        """Fill in what there is to choose from."""

    def values(self) -> dict[str, Any]:
        return entered(self.cleaned_data)


class OwnPlanForm(PlanFields, OwnForm):
    pass


class OwnRoomForm(RoomFields, OwnForm):
    """Whoever wants to buy is asked for no rent and no term, the others for no price."""

    def __init__(self, *args: Any, request: SpaceRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        is_buyer = request.kind == SpaceRequest.Kind.INVESTOR
        for name in ("rent_max", "term", "until_day") if is_buyer else ("price_max",):
            del self.fields[name]

    def offer(self, district: District) -> None:
        self.offer_places(district)


class OwnNeedsForm(NeedsFields, OwnForm):
    def offer(self, district: District) -> None:
        self.offer_things()


class OwnBusinessForm(BusinessFields, OwnForm):
    def offer(self, district: District) -> None:
        self.offer_business(district)


class OfficeForm(PlanFields, RoomFields, NeedsFields, BusinessFields):
    """All of it at once, as somebody tells it on the telephone or in the office."""

    quiet = True

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=200, help_text=_("The office writes there by itself.")
    )
    field_order = (
        *("kind", "name", "company", "email", "phone", "idea", "category", "use_class", "area_min", "area_max"),
        *(
            "rent_max",
            "price_max",
            "term",
            "from_day",
            "until_day",
            "parts",
            "streets",
            "elsewhere",
            "musts",
            "needs",
            "emissions",
            "hours",
        ),
        *("founding", "legal_form", "concept", "funding", "help_wanted", "passes_on"),
    )

    def __init__(self, *args: Any, district: District, request: SpaceRequest | None = None, **kwargs: Any) -> None:
        if request is not None:
            kwargs["initial"] = stored(request)
        super().__init__(*args, **kwargs)
        self.offer_places(district)
        self.offer_things()
        self.offer_business(district)

    def values(self) -> dict[str, Any]:
        return entered(self.cleaned_data)
