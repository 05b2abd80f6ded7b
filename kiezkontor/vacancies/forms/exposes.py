"""What the office enters of an exposé, and what its owner releases and takes back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.fields import PhotoField
from kiezkontor.organisations.models import UseClass
from kiezkontor.shared.fields import DayField, EurosField
from kiezkontor.vacancies.actions.exposes import Word
from kiezkontor.vacancies.forms.cases import LONGEST, capitalised
from kiezkontor.vacancies.forms.lettings import euros
from kiezkontor.vacancies.models import Expose, ExposePicture, ExposeRelease, Owner
from kiezkontor.vacancies.rules import exposes as rules
from kiezkontor.vacancies.rules.limits import MOST_PRICE

MOST_MONTHS = 240
TICKS = forms.CheckboxSelectMultiple
# From the first house numbers of the German cadastre to what is built now.
OLDEST = 1200


class ExposeForm(forms.Form):
    """agreed is asked for only where something of it is released."""

    quiet = True

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("For example: Corner shop with a large window.")
    )
    words = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=LONGEST,
        help_text=_(
            "Please name no owner, address or rent here: what the owner has not released is not shown, and a text that "
            "names it is not shown either."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(label=_("How can it be had?"), widget=forms.RadioSelect)
    free_from = DayField(label=_("Free from"), required=False, help_text=_("Leave it empty if it is free at once."))
    longest_months = forms.IntegerField(
        label=_("At most for how many months?"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("Leave it empty if there is no limit."),
    )
    wanted = forms.MultipleChoiceField(label=_("Wanted uses"), required=False, choices=UseClass.choices, widget=TICKS)
    excluded = forms.MultipleChoiceField(
        label=_("Excluded uses"), required=False, choices=UseClass.choices, widget=TICKS
    )
    rent_cold = euros(_("Rent without utilities, in euros a month"))
    utilities = euros(_("Utilities, in euros a month"))
    rent_includes = forms.CharField(
        label=_("What the utilities include"),
        required=False,
        max_length=200,
        help_text=_("For example: heating, water, refuse."),
    )
    deposit = euros(_("Deposit, in euros"))
    price = EurosField(
        label=_("Purchase price, in euros"),
        required=False,
        max_digits=11,
        max_value=MOST_PRICE,
        help_text=_("Only if it is for sale."),
    )
    energy_kind = forms.ChoiceField(label=_("Energy certificate"), required=False)
    energy_house = forms.ChoiceField(
        label=_("Which kind of house is it?"),
        help_text=_("Of homes the class and the year have to be given, of other houses heat and power each by itself."),
    )
    energy_heat = forms.DecimalField(
        label=_("Heat, in kWh a m² and year"), required=False, min_value=0, max_digits=6, decimal_places=1
    )
    energy_power = forms.DecimalField(
        label=_("Power, in kWh a m² and year"), required=False, min_value=0, max_digits=6, decimal_places=1
    )
    energy_carrier = forms.CharField(
        label=_("Main source of energy"), required=False, max_length=80, help_text=_("For example: district heating.")
    )
    energy_class = forms.ChoiceField(label=_("Energy class"), required=False)
    energy_year = forms.IntegerField(label=_("Year the house was built"), required=False, min_value=OLDEST)
    contact_name = forms.CharField(
        label=_("Name of the owner or manager"),
        required=False,
        max_length=160,
        help_text=_("Only if they want to be asked themselves. Else people ask the office."),
    )
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    contact_email = forms.EmailField(label=_("E-mail address"), required=False)
    agreed = forms.BooleanField(label=_("The owner agrees to what changes of the released parts"), required=False)

    def __init__(self, *args: Any, expose: Expose | None = None, released: bool = False, **kwargs: Any) -> None:
        if expose is not None:
            kwargs["initial"] = {name: getattr(expose, name) for name in self.base_fields if name != "agreed"}
        super().__init__(*args, **kwargs)
        offered = {"kind": Expose.Kind, "energy_kind": Expose.Energy, "energy_house": Expose.House}
        offered["energy_class"] = Expose.EnergyClass
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = capitalised(choices)
        if not released:
            del self.fields["agreed"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if set(cleaned.get("wanted", ())) & set(cleaned.get("excluded", ())):
            self.add_error("excluded", _("The same use is wanted above. Please decide for one of both."))
        if cleaned.get("price") is not None and cleaned.get("kind") != rules.SALE:
            self.add_error("price", _("A price is for what is for sale. Please choose that above, or leave it empty."))
        year = cleaned.get("energy_year")
        if year is not None and year > timezone.localdate().year:
            self.add_error("energy_year", _("This year has not come yet."))
        has_way = cleaned.get("contact_phone") or cleaned.get("contact_email")
        if cleaned.get("contact_name") and not has_way and not {"contact_phone", "contact_email"} & set(self.errors):
            self.add_error("contact_phone", _("Please give a telephone number or an e-mail address as well."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}

    @property
    def is_agreed(self) -> bool:
        return bool(self.cleaned_data.get("agreed"))


class PictureForm(forms.Form):
    """agreed is asked for only where photos or plans are released."""

    quiet = True

    kind = forms.ChoiceField(label=_("What is it?"), choices=ExposePicture.Kind.choices, widget=forms.RadioSelect)
    image = PhotoField(
        label=_("Picture"),
        help_text=_(
            "Please without people and number plates, and without what shows the address if it is not released. "
            "JPEG, PNG or WebP, up to 20 megabytes. The place it was taken is removed from the file."
        ),
    )
    alt = forms.CharField(
        label=_("What can be seen"), max_length=255, help_text=_("For people who cannot see the picture.")
    )
    credit = forms.CharField(label=_("Who made it"), max_length=120)
    may_show = forms.BooleanField(label=_("Whoever made it agrees that it is published."))
    agreed = forms.BooleanField(
        label=_("The owner agrees to this picture"),
        required=False,
        help_text=_("It can be seen at once where the owner has released photos or the floor plan."),
    )

    def __init__(self, *args: Any, released: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not {rules.PHOTOS, rules.PLAN}.intersection(released):
            del self.fields["agreed"]


def parts(groups: Iterable[str]) -> list[tuple[str, str]]:
    """Choices of what is released, in order."""
    labels, wanted = dict(ExposeRelease.Group.choices), set(groups)
    return [(group, capfirst(str(labels[group]))) for group in rules.GROUPS if group in wanted]


class ReleaseForm(forms.Form):
    """saw_gaps is asked for only where energy data are missing."""

    quiet = True

    groups = forms.MultipleChoiceField(label=_("What does the owner release?"), widget=TICKS)
    by_whom = forms.CharField(label=_("Who released it?"), max_length=160)
    on = DayField(label=_("On which day?"))
    how = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect)
    scope = forms.CharField(
        label=_("What for?"),
        required=False,
        max_length=300,
        help_text=_("In the owner's words, for example: for the website and the poster in the window."),
    )
    saw_gaps = forms.BooleanField(
        label=_("I have seen that energy data are missing. The exposé says so."), required=False
    )

    def __init__(self, *args: Any, offered: Iterable[str], has_gaps: bool, by_whom: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"by_whom": by_whom, "on": timezone.localdate(), "groups": [rules.PAGE, rules.ROOM]}
        super().__init__(*args, **kwargs)
        groups, how = self.fields["groups"], self.fields["how"]
        assert isinstance(groups, forms.MultipleChoiceField)
        assert isinstance(how, forms.ChoiceField)
        groups.choices = parts(offered)
        how.choices = [each for each in capitalised(ExposeRelease.How) if each[0] != ExposeRelease.How.LINK]
        if not has_gaps:
            del self.fields["saw_gaps"]

    def word(self) -> Word:
        return Word(**{name: self.cleaned_data[name] for name in ("by_whom", "on", "how", "scope")})


class OwnReleaseForm(forms.Form):
    """For the owner behind their link: what is ticked is released, what is not is taken back."""

    quiet = True

    groups = forms.MultipleChoiceField(label=_("What may everybody read?"), required=False, widget=TICKS)
    saw_gaps = forms.BooleanField(
        label=_("I have seen that energy data are missing. The exposé says so."), required=False
    )

    def __init__(
        self, *args: Any, offered: Iterable[str], released: Iterable[str], has_gaps: bool, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"groups": list(released)}
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"]
        assert isinstance(groups, forms.MultipleChoiceField)
        groups.choices = parts(offered)
        if not has_gaps:
            del self.fields["saw_gaps"]

    def clean_groups(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["groups"]
        if chosen and rules.PAGE not in chosen:
            raise ValidationError(_("Without the first part nothing can be shown. Please tick it, or none at all."))
        return chosen


class OwnerLinkForm(forms.Form):
    quiet = True

    owner = forms.ModelChoiceField(Owner.objects.none(), label=_("Who gets the link?"), empty_label=None)

    def __init__(self, *args: Any, owners: QuerySet[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners


class WithdrawForm(forms.Form):
    quiet = True

    groups = forms.MultipleChoiceField(label=_("What is no longer released?"), widget=TICKS)
    how = forms.ChoiceField(label=_("How did you come to know?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups, how = self.fields["groups"], self.fields["how"]
        assert isinstance(groups, forms.MultipleChoiceField)
        assert isinstance(how, forms.ChoiceField)
        groups.choices = parts(offered)
        told = {ExposeRelease.Ended.TALK, ExposeRelease.Ended.PHONE, ExposeRelease.Ended.MAIL}
        told |= {ExposeRelease.Ended.LETTER, ExposeRelease.Ended.OFFICE}
        how.choices = [each for each in capitalised(ExposeRelease.Ended) if each[0] in told]
