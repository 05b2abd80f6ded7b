from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import moment
from kiezkontor.calendar.models import Event
from kiezkontor.shared.fields import DayField

if TYPE_CHECKING:
    RowField = forms.ModelChoiceField[Any]
else:
    RowField = forms.ModelChoiceField

TIME = {"type": "time"}
LASTS = timedelta(hours=2)


class EventField(RowField):
    def label_from_instance(self, event: Event) -> str:
        return f"{date_format(timezone.localtime(event.starts_at), 'SHORT_DATE_FORMAT')}: {event}"


class ActionForm(forms.Form):
    """Either an event there is, or the title and time of a new one. events: to choose from."""

    quiet = True

    event = EventField(
        Event.objects.none(),
        label=_("Event that comes of it"),
        required=False,
        empty_label=_("a new joint action"),
    )
    title = forms.CharField(label=_("Title of the new action"), max_length=120, required=False)
    on = DayField(label=_("Day"), required=False)
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(TIME, format="%H:%M"), initial=time(15), required=False
    )
    ends = forms.TimeField(
        label=_("Ends at"),
        widget=forms.TimeInput(TIME, format="%H:%M"),
        help_text=_("Empty: two hours later."),
        required=False,
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["event"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = events

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("event") or "event" in self.errors:
            return
        sentences = {
            "title": _("Please give the new action a title, or choose an event above."),
            "on": _("Please say on which day the new action is, or choose an event above."),
            "begins": _("Please say when the new action begins."),
        }
        for name, sentence in sentences.items():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        begins, ends = said.get("begins"), said.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It would end before it begins."))

    def planned(self) -> dict[str, Any]:
        said = self.cleaned_data
        starts_at = moment(said["on"], said["begins"])
        ends_at = moment(said["on"], said["ends"]) if said["ends"] else starts_at + LASTS
        return {"title": said["title"], "starts_at": starts_at, "ends_at": ends_at}
