"""Form fields that several areas use."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.methods.opening_hours import in_words
from kiezkontor.shared.days import last_day
from kiezkontor.shared.spoken import Text, page_language

if TYPE_CHECKING:
    SeveralRowsField = forms.ModelMultipleChoiceField[Any]
else:
    SeveralRowsField = forms.ModelMultipleChoiceField

# So many digits fit into the number of a row whatever the database.
DIGITS = 18

# Django's own words for a choice not made, which its German catalogue lacks; ours is asked instead.
NOTHING_CHOSEN = _("- Select an option -")


def whole_number(text: str) -> int | None:
    """A number from 1 that fits a row's key, in plain digits as an address or a form may hold it; None otherwise."""
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None


def e164(written: str) -> str:
    """A German or international number as it is stored. Raises ValidationError."""
    try:
        number = phonenumbers.parse(written, "DE")
    except phonenumbers.NumberParseException:
        number = None
    possible = phonenumbers.ValidationResult.IS_POSSIBLE
    if number is None or phonenumbers.is_possible_number_with_reason(number) != possible:
        raise ValidationError(
            gettext("This is not a telephone number. Write it with its area code, such as 02366 9360621.")
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class DayInput(forms.DateInput):
    """The browser's own calendar; it sends and expects ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """Takes days that can still be counted on from, in whatever zone of the world; others are no days."""

    widget = DayInput
    known = (date(1000, 1, 1), date(2999, 12, 31))

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        first, last = self.known
        if day is not None and not first <= day <= last:
            raise ValidationError(gettext("Please check the year."), code="invalid")
        return day


class LastDayField(DayField):
    """Asks for the last day, still included, of a period that is stored half-open: its value is the day after."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        return None if day is None else day + timedelta(days=1)

    def prepare_value(self, value: Any) -> Any:
        return last_day(value) if isinstance(value, date) else value


class NumberField(forms.DecimalField):
    """A number as people write it: 1200, 1.200, 1.200,50 and 1200.50 all are one; two decimals at most."""

    def __init__(self, *, max_digits: int = 9, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=2, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        written = str(value or "").strip()
        if re.fullmatch(r"-?[0-9]{1,3}([. ][0-9]{3})+(,[0-9]{1,2})?", written):
            written = written.replace(".", "").replace(" ", "")
        return super().to_python(written.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        return floatformat(value, "-2") if isinstance(value, Decimal) else value


class EurosField(NumberField):
    """An amount, with or without its sign."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").strip().removesuffix("€"))

    def prepare_value(self, value: Any) -> Any:
        return number_format(value, decimal_pos=2) if isinstance(value, Decimal) else value


class SpokenSelect(forms.Select):
    """Says of options people entered in which language they are, where the page speaks another one."""

    def create_option(self, name: str, value: Any, label: int | str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, *args, **kwargs)
        if isinstance(label, Text) and label.language != page_language():
            option["attrs"]["lang"] = label.language
        return option


class RowsField(SeveralRowsField):
    """A choice of several rows; a number no row can have is a choice that does not exist."""

    def clean(self, value: Any) -> Any:
        for number in value or ():
            if len(str(number)) > DIGITS:
                message = self.error_messages["invalid_choice"]
                raise ValidationError(message, code="invalid_choice", params={"value": number})
        return super().clean(value)


class HoursField(forms.CharField):
    """Shows stored opening hours in the words of the page's language."""

    def prepare_value(self, value: Any) -> Any:
        return hours_in_words(value) if isinstance(value, str) else value


def is_marked_optional(field: BoundField) -> bool:
    """Whether its form marks it as a field that may stay empty; a box to tick is a choice and needs no mark.

    A form may set quiet = True, then it marks nothing, or name fields in needed_otherwise that may not all be empty.
    """
    form = field.form
    if field.field.required or isinstance(field.field, forms.BooleanField) or getattr(form, "quiet", False):
        return False
    return field.name not in getattr(form, "needed_otherwise", ())


def hours_in_words(expression: str) -> str:
    return in_words(expression, "en" if (get_language() or "de").startswith("en") else "de")


def sentence_on_nights(spans: list[str]) -> str:
    """What is asked before hours are stored that go on into the morning."""
    said = ", ".join(hours_in_words(span) for span in spans)
    return gettext(
        "%(times)s means until the next day, over night. Correct the times, or tick the box if that is how it is."
    ) % {"times": said}
