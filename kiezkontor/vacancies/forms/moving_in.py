from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kiezkontor.vacancies.rules.moving_in import STEPS

WORDS: dict[str, Promise] = {
    "permission": _("Ask the building authority about permission"),
    "trade_office": _("Help with registering the business"),
    "meters": _("Electricity, water, heating, internet"),
    "sign": _("Sign, awning and tables on the pavement: permission"),
    "insurance": _("Ask whether insurance begins in time"),
    "waste": _("Order bins for waste"),
    "opening": _("Tell of the opening in the calendar"),
    "directory": _("Complete the entry in the directory: hours, photo, way in"),
    "welcome": _("Visit, and introduce the network"),
}


class MovingInForm(forms.Form):
    """With what the office helps. known: steps that are noted already and are not offered again."""

    quiet = True

    steps = forms.MultipleChoiceField(
        label=_("With what do you help?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each becomes a task on the desk with its day, counted from the first day of the use."),
        error_messages={"required": _("Please choose at least one step.")},
    )

    def __init__(self, *args: Any, known: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = self.fields["steps"]
        assert isinstance(steps, forms.MultipleChoiceField)
        steps.choices = [(step, WORDS[step]) for step in STEPS if step not in known]

    def chosen(self) -> dict[str, str]:
        """The words of each step as the task has them."""
        return {step: str(WORDS[step]) for step in self.cleaned_data["steps"]}
