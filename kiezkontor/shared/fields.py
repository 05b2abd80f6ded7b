"""Form fields that several areas use."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar; it sends and expects ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput
