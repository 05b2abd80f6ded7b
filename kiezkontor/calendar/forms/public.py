from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import beginning_of
from kiezkontor.calendar.models import Audience, Kind
from kiezkontor.calendar.models.events import EventQuerySet
from kiezkontor.shared.fields import DayField

EVERYTHING = ("", _("All"))


class CalendarFilter(forms.Form):
    """Which events are shown. topics: those there are; for_members: whether there are events for members alone."""

    quiet = True

    kind = forms.ChoiceField(label=_("Format"), required=False, choices=[EVERYTHING, *Kind.choices])
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    audience = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[EVERYTHING, *(choice for choice in Audience.choices if choice[0] != Audience.INVITED)],
    )

    def __init__(self, data: Any, *, topics: Iterable[str] = (), for_members: bool = False) -> None:
        super().__init__(data or None)
        self.fields["from"] = DayField(label=_("From"), required=False)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)
        topic.choices = [EVERYTHING, *((name, name) for name in topics)]
        if not for_members:
            del self.fields["audience"]
        if not topic.choices[1:]:
            del self.fields["topic"]

    def among(self, found: EventQuerySet) -> EventQuerySet:
        """Those chosen; a choice that does not exist chooses nothing and hides nothing."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        for name in ("kind", "topic", "audience"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        if asked.get("from"):
            found = found.filter(ends_at__gte=beginning_of(asked["from"]))
        return found

    def as_query(self) -> str:
        """The choices as they stand at the end of an address; "" without any."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        chosen = {name: self.data[name] for name in self.fields if said.get(name)}
        return f"?{urlencode(chosen)}" if chosen else ""
