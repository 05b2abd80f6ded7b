from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Reminder
from kiezkontor.calendar.rules.reminders import LONGEST_HOURS

if TYPE_CHECKING:
    ReminderModelForm = forms.ModelForm[Reminder]
else:
    ReminderModelForm = forms.ModelForm


class ReminderForm(ReminderModelForm):
    quiet = True

    hours_before = forms.IntegerField(
        label=_("How many hours before it begins?"),
        help_text=_("48 is two days before. One that is set too late goes out at once."),
        min_value=1,
        max_value=LONGEST_HOURS,
        initial=48,
    )

    class Meta:
        model = Reminder
        fields = ["hours_before", "text", "to_all"]
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {
            "text": _("Time, place and the link to the answer follow by themselves. Empty: one friendly sentence."),
            "to_all": _("Who said no hears nothing."),
        }
