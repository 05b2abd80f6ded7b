from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.organisations.fields import CategoryField
from kiezkontor.premises.models import Occupancy
from kiezkontor.shared.cautious import CautiousForm
from kiezkontor.shared.fields import DayField
from kiezkontor.surveys.actions.paper import Ticked
from kiezkontor.surveys.rules.list_codes import BOXES, NO_UNIT, OTHER, UNCHANGED, WITH_NAME, Row, row_of

MEANINGS: dict[str, Any] = {
    UNCHANGED: _("unchanged"),
    **{box: dict(Occupancy.choices)[Occupancy(occupancy)] for box, occupancy in BOXES.items()},
    OTHER: _("in use, somebody else"),
    NO_UNIT: _("no unit in the house"),
}


class CodeField(forms.CharField):
    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false", "size": 8}
        super().__init__(label=_("Code of the row"), max_length=30, widget=forms.TextInput(attrs), **more)

    def clean(self, value: Any) -> Any:
        row = row_of(super().clean(value) or "")
        if row is None:
            raise forms.ValidationError(gettext("This is no code of a list. Please compare it once more."))
        return row


class RowForm(CautiousForm):
    """One row of a list, as it was ticked. With a code and no box the row of this code is shown."""

    quiet = True
    looked_at = ("note",)

    code = CodeField()
    box = forms.ChoiceField(
        label=_("What is ticked?"),
        required=False,
        choices=[("", ""), *MEANINGS.items()],
        error_messages={"invalid_choice": _("Please type one of the numbers below.")},
    )
    name = forms.CharField(label=_("Name that is written beside it"), required=False, max_length=200)
    category = CategoryField(label=_("Category"), required=False)
    note = forms.CharField(
        label=_("Note for the office"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Write it before the number, which may save the row at once."),
    )
    on = DayField(label=_("Day of the walk"))

    def __init__(self, *args: Any, on: date | None = None, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = on or timezone.localdate()
        self.fields["code"].initial = code
        keys = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 1, "size": 2, "autofocus": True}
        self.fields["box"].widget = forms.TextInput(attrs=keys)

    @property
    def row(self) -> Row:
        found: Row = self.cleaned_data["code"]
        return found

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("name") and asked.get("box") and asked["box"] not in WITH_NAME:
            self.add_error("name", gettext("Only a unit in use has somebody in it."))
        return asked

    def ticked(self) -> Ticked:
        asked = self.cleaned_data
        return Ticked(asked["box"], asked["name"].strip(), asked["category"], asked["note"].strip())

    def meanings(self) -> list[tuple[str, Any]]:
        return list(MEANINGS.items())
