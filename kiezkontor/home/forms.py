from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District, PublicReport
from kiezkontor.home.retention import KINDS
from kiezkontor.shared.cautious import CautiousForm

# Label and help of the words of whoever asks.
ASKED: Mapping[str, tuple[Any, Any]] = {
    PublicReport.Kind.CORRECTION: (
        _("What is wrong, and how is it right?"),
        _("The office puts it right, or tells you why it does not."),
    ),
    PublicReport.Kind.OBJECTION: (
        _("Why do you object?"),
        _(
            "Tell what is special about your situation. Against advertising no reason is needed. The office no longer "
            "uses the data, or tells you which compelling reasons it has."
        ),
    ),
}


class InformationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of whoever asks"), max_length=254)


class HoldForm(CautiousForm):
    looked_at = ("reason",)

    kind = forms.ChoiceField(label=_("Which data"), required=False)
    reason = forms.CharField(
        label=_("Why nothing may be deleted"),
        max_length=200,
        help_text=_("For example: audit of the years 2024 and 2025, until the funder's letter has come."),
    )

    def __init__(self, *args: Any, of_organisation: bool, **kwargs: Any) -> None:
        """of_organisation: only kinds that belong to one organisation can be chosen."""
        super().__init__(*args, **kwargs)
        fitting = [(kind.name, kind.title) for kind in KINDS if kind.organisation or not of_organisation]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All of them")), *fitting]


class OwnDataForm(forms.Form):
    """What somebody wants of data that are stored about them. offices: who may answer; one is not asked for."""

    quiet = True

    office = forms.ModelChoiceField(District.objects.none(), label=_("Which office?"), empty_label=_("Please choose"))
    message = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, kind: str, offices: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices
        known = list(offices[:2])
        if len(known) == 1:
            field.widget, field.required = forms.HiddenInput(), False
        self.only_office = known[0] if len(known) == 1 else None
        self.fields["message"].label, self.fields["message"].help_text = ASKED[kind]

    def clean_office(self) -> District:
        chosen = self.cleaned_data["office"] or self.only_office
        assert isinstance(chosen, District)
        return chosen
