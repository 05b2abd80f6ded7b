"""What the office enters about leases and interim uses."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.shared.fields import DayField, EurosField, LastDayField
from kiezkontor.vacancies.actions.lettings import Terms
from kiezkontor.vacancies.actions.looking_after import Record
from kiezkontor.vacancies.forms.cases import LONGEST, capitalised
from kiezkontor.vacancies.models import FollowUp, Handover, Letting, SpaceRequest
from kiezkontor.vacancies.rules.lettings import HIGHEST_RENT, PERMANENT, Rent


def euros(label: Any, *, required: bool = False) -> EurosField:
    return EurosField(label=label, required=required, max_value=HIGHEST_RENT)


def text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class TermsForm(forms.Form):
    """What a contract says; its kind stays, and its rents have a page of their own."""

    quiet = True

    purpose = forms.CharField(label=_("What it is used for"), max_length=200)
    sign = forms.CharField(
        label=_("Name of the shop or use"),
        required=False,
        max_length=120,
        help_text=_("As it stands on the sign. With it the register gets an entry, once you say so."),
    )
    tenant = forms.CharField(
        label=_("Tenant or user"),
        max_length=160,
        help_text=_("Who signs the contract. Only the coordination reads it."),
    )
    begins_on = DayField(label=_("First day"))
    ends_on = LastDayField(
        label=_("Last day"),
        required=False,
        help_text=_("Needed for everything but a permanent lease. You are reminded three months and one month before."),
    )
    deposit = euros(_("Deposit in euros"))
    notice_months = forms.IntegerField(label=_("Months of notice"), required=False, min_value=0, max_value=120)
    extendable_until = DayField(label=_("May be extended until"), required=False)
    who_pays = text(_("Who pays for what"), help_text=_("For example heating, cleaning, repairs, the fitting-out."))
    insurance = forms.CharField(label=_("Insurance"), required=False, max_length=200)
    change_of_use = forms.ChoiceField(
        label=_("Permission for the change of use"),
        help_text=_("Another use than before may need one of the building authority, and a restaurant its licence."),
    )
    change_of_use_note = forms.CharField(label=_("Authority, file number, conditions"), required=False, max_length=200)
    jobs = forms.IntegerField(
        label=_("Jobs"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Created or kept, as the tenant says."),
    )

    def __init__(self, *args: Any, letting: Letting | None = None, **kwargs: Any) -> None:
        if letting is not None:
            kwargs["initial"] = {name: getattr(letting, name) for name in TermsForm.base_fields}
        super().__init__(*args, **kwargs)
        self.letting = letting
        self.fill_choices("change_of_use", capitalised(Letting.ChangeOfUse))

    def fill_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def terms(self) -> Terms:
        values = {name: self.cleaned_data[name] for name in TermsForm.base_fields}
        return Terms(kind=self.cleaned_data["kind"] if self.letting is None else self.letting.kind, **values)


class AgreeForm(TermsForm):
    """A new use. kinds: those that are possible; of the only one nobody is asked. seekers: who may have found it."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    request = forms.ModelChoiceField(
        SpaceRequest.objects.none(),
        label=_("Whose request for space it comes from"),
        required=False,
        empty_label=_("Nobody's"),
        help_text=_("Whoever is chosen has found a place and gets no further proposals."),
    )
    cold = euros(_("Rent a month without utilities, in euros"))
    utilities = euros(_("Utilities a month in advance, in euros"))
    words = text(_("What happened"))
    field_order = ("kind", "request", "purpose", "sign", "tenant", "begins_on", "ends_on", "cold", "utilities")

    def __init__(
        self,
        *args: Any,
        kinds: tuple[str, ...] = (),
        before: Letting | None = None,
        seekers: QuerySet[SpaceRequest] | None = None,
        **kwargs: Any,
    ) -> None:
        carried_on = (
            "purpose",
            "sign",
            "tenant",
            "who_pays",
            "insurance",
            "change_of_use",
            "change_of_use_note",
            "jobs",
        )
        if before is not None:
            said = {name: getattr(before, name) for name in carried_on}
            rent = before.rents.last()
            paid = {"cold": rent.cold, "utilities": rent.utilities} if rent else {}
            kwargs["initial"] = said | paid | {"begins_on": before.ends_on}
        super().__init__(*args, **kwargs)
        if seekers is not None and seekers.exists():
            field = self.fields["request"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = seekers
        else:
            del self.fields["request"]
        offered = [each for each in capitalised(Letting.Kind) if not kinds or each[0] in kinds]
        self.fill_choices("kind", offered)
        if len(offered) == 1:
            self.fields["kind"].initial, self.fields["kind"].widget = offered[0][0], forms.HiddenInput()

    def request_pk(self) -> int | None:
        chosen: SpaceRequest | None = self.cleaned_data.get("request")
        return chosen.pk if chosen is not None else None

    def rent(self) -> tuple[Decimal, Decimal] | None:
        cold, utilities = self.cleaned_data["cold"], self.cleaned_data["utilities"]
        return None if cold is None and utilities is None else (cold or Decimal(0), utilities or Decimal(0))


class RentForm(forms.Form):
    quiet = True

    from_on = DayField(label=_("From"))
    cold = euros(_("Rent a month without utilities, in euros"), required=True)
    utilities = euros(_("Utilities a month in advance, in euros"))

    def rent(self) -> Rent:
        given = self.cleaned_data
        return Rent(given["from_on"], given["cold"], given["utilities"] or Decimal(0))


class ExtendForm(forms.Form):
    quiet = True

    ends_on = LastDayField(label=_("New last day"))
    words = text(_("What was agreed"))


class EndForm(forms.Form):
    quiet = True

    ending = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)
    ended_on = LastDayField(label=_("Last day"))
    words = text(_("What happened"))

    def __init__(self, *args: Any, letting: Letting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = letting.ends_on
        field = self.fields["ending"]
        assert isinstance(field, forms.ChoiceField)
        # Becoming permanent has a page of its own, which asks for the lease.
        left_out = {Letting.Ending.RUNNING, Letting.Ending.CONVERTED}
        if letting.kind == PERMANENT and letting.ends_on is None:
            left_out.add(Letting.Ending.AT_TERM)
        field.choices = [each for each in capitalised(Letting.Ending) if each[0] not in left_out]


class HandoverForm(forms.Form):
    quiet = True

    way = forms.ChoiceField(label=_("Occasion"), widget=forms.RadioSelect)
    on = DayField(label=_("Day"))
    present = forms.CharField(label=_("Who was there"), required=False, max_length=200)
    keys = forms.IntegerField(label=_("Keys handed over"), required=False, min_value=0, max_value=999)
    meters = text(_("Meters"), rows=2, help_text=_("For example: electricity 4711, water 815."))
    condition = text(_("Condition and defects"), rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        field = self.fields["way"]
        field.initial = Handover.Way.IN
        assert isinstance(field, forms.ChoiceField)
        field.choices = capitalised(Handover.Way)

    def record(self) -> Record:
        return Record(**self.cleaned_data)


class FollowUpForm(forms.Form):
    quiet = True

    result = forms.ChoiceField(label=_("How is it?"), widget=forms.RadioSelect)
    jobs = forms.IntegerField(label=_("Jobs today"), required=False, min_value=0, max_value=9999)
    words = text(_("How it goes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["result"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = capitalised(FollowUp.Result)
