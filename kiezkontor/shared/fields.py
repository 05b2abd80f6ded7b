"""Form fields that several areas use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Django's own words for a choice not made, which its German catalogue lacks; ours is asked instead.
NOTHING_CHOSEN = _("- Select an option -")


class DayInput(forms.DateInput):
    """The browser's own calendar; it sends and expects ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput
