from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.forms.office import MOST_PLACES, TIME, groups_field, offer
from kiezkontor.calendar.forms.reminders import TEXT_HINT, hours_of_each, text_area
from kiezkontor.calendar.models import EventFormat, TargetGroup

if TYPE_CHECKING:
    FormatModelForm = forms.ModelForm[EventFormat]
else:
    FormatModelForm = forms.ModelForm


class FormatForm(FormatModelForm):
    quiet = True

    begins_at = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(TIME, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=24 * 60, initial=120)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Empty where there is room for everybody."),
    )
    remind_hours = hours_of_each()
    target_groups = groups_field()

    class Meta:
        model = EventFormat
        fields = [
            *("name", "kind", "is_planned", "audience", "begins_at", "minutes", "takes_answers", "capacity", "text"),
            *("target_groups", "remind_hours", "remind_text"),
        ]
        widgets = {"remind_text": text_area()}
        help_texts = {"remind_text": TEXT_HINT}

    def __init__(self, *args: Any, groups: QuerySet[TargetGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, groups)

    def validate_unique(self) -> None:
        """The action says which name is taken."""
