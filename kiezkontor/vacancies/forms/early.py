from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.shared.fields import DayField
from kiezkontor.vacancies.actions.early import Sign
from kiezkontor.vacancies.forms.cases import LONGEST, capitalised
from kiezkontor.vacancies.models import EarlyWarning


class WarningForm(forms.Form):
    quiet = True

    kind = forms.ChoiceField(label=_("What points to it?"), widget=forms.RadioSelect)
    on = DayField(
        label=_("From when?"),
        required=False,
        help_text=_("End of the lease, last day of business. Three months before it stands on the desk."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST,
        help_text=_("What somebody told you or what you saw yourself; nothing about anybody's health."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = capitalised(EarlyWarning.Kind)

    def sign(self) -> Sign:
        return Sign(**self.cleaned_data)
