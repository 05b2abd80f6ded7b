from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.home.retention import KINDS
from kiezkontor.shared.cautious import CautiousForm


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
