from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import moment
from kiezkontor.calendar.forms.office import MOST_PLACES, TIME
from kiezkontor.calendar.models import Event, Slot
from kiezkontor.calendar.rules.slots import MOST_AT_ONCE
from kiezkontor.shared.fields import DayField


class SlotForm(forms.Form):
    """One time of an event and its places; without a time of its own it is the whole event."""

    quiet = True

    label = forms.CharField(
        label=_("Name"), max_length=80, required=False, help_text=_("For instance “First tour” or “Saturday”.")
    )
    on = DayField(label=_("Day"), required=False)
    begins = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(TIME, format="%H:%M"),
        required=False,
        help_text=_("Empty, as the end: the whole event."),
    )
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(TIME, format="%H:%M"), required=False)
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Empty where there is room for everybody. Nobody who has a place loses it."),
    )

    def __init__(self, *args: Any, event: Event, slot: Slot | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"on": timezone.localdate(event.starts_at)}
        if slot is not None:
            initial |= {"label": slot.label, "capacity": slot.capacity}
        if slot is not None and slot.starts_at and slot.ends_at:
            begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
            initial |= {"on": begins.date(), "begins": begins.time(), "ends": ends.time()}
        super().__init__(*args, **{"initial": initial} | kwargs)
        self.event = event

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        begins, ends = said["begins"], said["ends"]
        if (begins is None) != (ends is None):
            missing = "ends" if ends is None else "begins"
            self.add_error(missing, _("Please give both, when it begins and when it ends, or leave both empty."))
        elif begins is not None and ends <= begins:
            self.add_error("ends", _("It would end before it begins."))
        return said

    def times(self) -> tuple[datetime, datetime] | None:
        said = self.cleaned_data
        if said["begins"] is None:
            return None
        day = said["on"] or timezone.localdate(self.event.starts_at)
        return moment(day, said["begins"]), moment(day, said["ends"])

    def values(self) -> dict[str, Any]:
        return {"label": self.cleaned_data["label"], "capacity": self.cleaned_data["capacity"], "times": self.times()}


class NewSlotForm(SlotForm):
    count = forms.IntegerField(
        label=_("How many of these, one after the other?"), min_value=1, max_value=MOST_AT_ONCE, initial=1
    )
    field_order = ["label", "on", "begins", "ends", "count", "capacity"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and said["begins"] is None and (said["count"] > 1 or not said["label"]):
            self.add_error("begins", _("Please give a time; a time of the whole event needs a name."))
        return said

    def values(self) -> dict[str, Any]:
        return super().values() | {"count": self.cleaned_data["count"]}
