from typing import TYPE_CHECKING

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Reminder
from kiezkontor.calendar.rules.reminders import LONGEST_HOURS

if TYPE_CHECKING:
    ReminderModelForm = forms.ModelForm[Reminder]
else:
    ReminderModelForm = forms.ModelForm


HOURS_HINT = _("48 is two days before. One that is set too late goes out at once.")
TEXT_HINT = _("Time, place and the link to the answer follow by themselves. Empty: one friendly sentence.")


def text_area() -> forms.Textarea:
    return forms.Textarea({"rows": 3})


def hours_of_each(initial: int | None = None) -> forms.IntegerField:
    """Of the reminder that events begin with."""
    return forms.IntegerField(
        label=_("Reminder: how many hours before?"),
        min_value=1,
        max_value=LONGEST_HOURS,
        required=False,
        initial=initial,
        help_text=format_lazy("{} {}", HOURS_HINT, _("Empty where nobody is reminded. Each event can have others.")),
    )


class ReminderForm(ReminderModelForm):
    quiet = True

    hours_before = forms.IntegerField(
        label=_("How many hours before it begins?"),
        help_text=HOURS_HINT,
        min_value=1,
        max_value=LONGEST_HOURS,
        initial=48,
    )

    class Meta:
        model = Reminder
        fields = ["hours_before", "text", "to_all"]
        widgets = {"text": text_area()}
        help_texts = {
            "text": TEXT_HINT,
            "to_all": _("Who said no hears nothing."),
        }
