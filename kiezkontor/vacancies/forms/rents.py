"""What the office enters about rent models."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import DayField
from kiezkontor.vacancies.actions.rents import Subsidy
from kiezkontor.vacancies.forms.lettings import euros
from kiezkontor.vacancies.models import Letting, LettingSubsidy, RentModel
from kiezkontor.vacancies.refused_rents import model_in
from kiezkontor.vacancies.rules import rent_models as rules
from kiezkontor.vacancies.rules.lettings import months_between
from kiezkontor.vacancies.rules.rent_files import LONGEST_NAME, MOST_PAYERS, plain

BASES = (
    (rules.Base.FORMER_RENT.value, gettext_lazy("the rent of the last lease")),
    (rules.Base.COLD_RENT.value, gettext_lazy("the rent without utilities that is asked for now")),
)
OF = (
    (rules.Of.GAP.value, gettext_lazy("the gap")),
    (rules.Of.BASE.value, gettext_lazy("the rent")),
)
FEWEST_ROWS = 3


def square_metres(label: Any, *, least: Decimal = Decimal(0), help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=least,
        max_value=rules.LARGEST_AREA,
        decimal_places=2,
        localize=True,
        help_text=help_text,
    )


class PercentField(forms.DecimalField):
    """A share as people write it, in percent: 70, 33,5 and 12.5 %. Its value is a share from 0 to 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, max_digits=12, decimal_places=8, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8})

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").strip().removesuffix("%").strip().replace(",", "."))

    def clean(self, value: Any) -> Any:
        percent = super().clean(value)
        return None if percent is None else percent / 100

    def prepare_value(self, value: Any) -> Any:
        return number_format(plain(value * 100)) if isinstance(value, Decimal) else value


def shares(label: Any, **kwargs: Any) -> PercentField:
    return PercentField(label=label, **kwargs)


class ModelForm(forms.Form):
    """A rent model with as many public payers as there are, and an empty row more."""

    quiet = True

    name = forms.CharField(
        label=_("Name of the model"), max_length=LONGEST_NAME, help_text=_("For example with the town and the year.")
    )
    base = forms.ChoiceField(label=_("The shares are of"), choices=BASES, widget=forms.RadioSelect)
    owner_receives = shares(_("The owner gets, in percent"))
    tenant_pays = shares(_("The tenant pays, in percent"))
    months = forms.IntegerField(
        label=_("Months at most"),
        required=False,
        min_value=1,
        max_value=rules.MOST_MONTHS,
        help_text=_("Empty where the programme has no limit."),
    )
    area_sqm = square_metres(
        _("Area at most, in m²"), least=Decimal("0.01"), help_text=_("Empty where the programme has no limit.")
    )

    def __init__(self, *args: Any, model: rules.RentModel | None = None, **kwargs: Any) -> None:
        if model is not None:
            kwargs["initial"] = initial_of(model) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.rows = self.rows_in(len(model.public) if model else 0)
        for number in range(1, self.rows + 1):
            self.fields[f"payer_{number}"] = forms.CharField(
                label=_("Who pays"), required=False, max_length=rules.LONGEST_PAYER
            )
            self.fields[f"share_{number}"] = shares(_("Percent"), required=False)
            self.fields[f"of_{number}"] = forms.ChoiceField(label=_("Percent of"), choices=OF, required=False)

    def rows_in(self, known: int) -> int:
        named = [re.fullmatch(r"payer_([1-9][0-9]?)", name) for name in self.data]
        sent = max((int(found[1]) for found in named if found), default=0)
        return min(MOST_PAYERS, max(FEWEST_ROWS, known + 1, sent))

    @property
    def plain_fields(self) -> Iterator[BoundField]:
        return (self[name] for name in self.base_fields)

    @property
    def payers(self) -> list[list[BoundField]]:
        """The rows of the public payers, each of three fields."""
        return [[self[f"{part}_{number}"] for part in ("payer", "share", "of")] for number in range(1, self.rows + 1)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        names: list[str] = []
        for number in range(1, self.rows + 1):
            name, share = said.get(f"payer_{number}", ""), said.get(f"share_{number}")
            if name and share is None and f"share_{number}" not in self.errors:
                self.add_error(f"share_{number}", _("How much does this payer give?"))
            elif share is not None and not name:
                self.add_error(f"payer_{number}", _("Who pays this share?"))
            elif name in {rules.OWNER, rules.TENANT, *names}:
                self.add_error(f"payer_{number}", _("This name is used already. Please give each payer its own."))
            names += [name] if name else []
        if not names and "payer_1" not in self.errors:
            self.add_error("payer_1", _("A model needs one public payer at least."))
        return said

    def model(self) -> rules.RentModel:
        """What a valid form says."""
        said = self.cleaned_data
        caps = {"months": said["months"], "area_sqm": said["area_sqm"]}
        payers = [
            {"name": said[f"payer_{number}"], "share": said[f"share_{number}"], "of": said[f"of_{number}"] or OF[0][0]}
            for number in range(1, self.rows + 1)
            if said[f"payer_{number}"]
        ]
        limits = {name: limit for name, limit in caps.items() if limit is not None}
        return rules.model_of({**said, "public": payers, "caps": limits})


def initial_of(model: rules.RentModel) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": model.name,
        "base": model.base.value,
        "owner_receives": model.owner_receives,
        "tenant_pays": model.tenant_pays,
        "months": model.months,
        "area_sqm": model.area_sqm,
    }
    for number, payer in enumerate(model.public, 1):
        said |= {f"payer_{number}": payer.name, f"share_{number}": payer.share, f"of_{number}": payer.of.value}
    return said


class ModelFileForm(forms.Form):
    quiet = True

    file = forms.FileField(
        label=_("File of a rent model (.toml)"),
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml"}),
        error_messages={"empty": _("The file is empty. Please choose another one.")},
    )

    def clean_file(self) -> rules.RentModel:
        try:
            return model_in(self.cleaned_data["file"])
        except ActionRefused as refused:
            raise ValidationError(str(refused)) from refused


class TryForm(forms.Form):
    """What somebody would pay: of no use, and nothing is kept."""

    quiet = True

    rent = euros(_("Rent a month in euros"), required=True)
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=rules.MOST_MONTHS)
    area_sqm = square_metres(_("Area in m²"))
    begins_on = DayField(label=_("First day"))

    def __init__(self, data: Mapping[str, Any] | None, *, model: rules.RentModel) -> None:
        super().__init__(data if data and data.keys() & self.base_fields.keys() else None)
        self.initial = {"months": model.months or 12, "begins_on": timezone.localdate()}


class SubsidyForm(forms.Form):
    """By which model the rent of a use is paid."""

    quiet = True

    model = forms.ModelChoiceField(RentModel.objects.none(), label=_("Rent model"), empty_label=None)
    rent = euros(_("Rent a month in euros that the shares are of"), required=True)
    months = forms.IntegerField(
        label=_("Months"),
        min_value=1,
        max_value=rules.MOST_MONTHS,
        help_text=_("From the first day of the use on."),
    )
    area_sqm = square_metres(_("Area in m²"))

    def __init__(
        self,
        *args: Any,
        letting: Letting,
        known: LettingSubsidy | None,
        offered: QuerySet[RentModel],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        model = self.fields["model"]
        assert isinstance(model, forms.ModelChoiceField)
        model.queryset = offered
        if known is not None:
            self.initial = {name: getattr(known, name) for name in ("model", "rent", "months", "area_sqm")}
            return
        first = letting.rents.first()
        self.initial = {
            "rent": first.cold if first else None,
            "months": months_between(letting.begins_on, letting.ends_on) if letting.ends_on else None,
            "area_sqm": letting.case.unit.area_sqm,
        }

    def subsidy(self) -> Subsidy:
        said = self.cleaned_data
        return Subsidy(said["rent"], said["months"], said["area_sqm"])
