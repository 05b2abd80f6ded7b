from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.models import Audience, Kind
from kiezkontor.shared.fields import DayField, SpokenSelect
from kiezkontor.shared.spoken import ENTERED_IN, Text

EVERYTHING = ("", _("All"))
MOST_LETTERS = 100
NAMES = ("q", "kind", "topic", "audience", "group", "from")


class CalendarFilter(forms.Form):
    """Which events are shown. topics: those there are; for_members: whether there are events for members alone.

    groups: key and name of the target groups there are events for, or how to find them where one is chosen.
    """

    quiet = True

    q = forms.CharField(label=_("Search words"), required=False, max_length=MOST_LETTERS)
    kind = forms.ChoiceField(label=_("Format"), required=False, choices=[EVERYTHING, *Kind.choices])
    topic = forms.ChoiceField(label=_("Topic"), required=False, widget=SpokenSelect)
    audience = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[EVERYTHING, *(choice for choice in Audience.choices if choice[0] != Audience.INVITED)],
    )

    group = forms.TypedChoiceField(label=_("In particular for"), required=False, coerce=int, empty_value=None)

    def __init__(
        self,
        data: Any,
        *,
        topics: Iterable[str] = (),
        groups: Sequence[tuple[int, str]] | Callable[[], Sequence[tuple[int, str]]] = (),
        for_members: bool = False,
    ) -> None:
        super().__init__(data or None)
        group = self.fields["group"]
        assert isinstance(group, forms.ChoiceField)
        if callable(groups):
            group.choices = lambda: [EVERYTHING, *groups()]
        else:
            group.choices = [EVERYTHING, *groups]
        if not groups:
            del self.fields["group"]
        self.fields["from"] = DayField(label=_("From this day on"), required=False)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)
        topic.choices = [EVERYTHING, *((name, Text(name, ENTERED_IN)) for name in topics)]
        if not for_members:
            del self.fields["audience"]
        if not topic.choices[1:]:
            del self.fields["topic"]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that does not exist chooses nothing and hides nothing."""
        self.is_valid()
        return getattr(self, "cleaned_data", {})

    def is_understood(self) -> bool:
        """Whether everything it was asked for exists, so that no subscription gets more than it asks for."""
        said = self.chosen()
        asked = {name for name in NAMES if self.data.get(name)} if self.is_bound else set()
        if "audience" not in self.fields and self.data.get("audience") == Audience.PUBLIC:
            asked.discard("audience")
        return all(said.get(name) for name in asked)

    def as_query(self) -> str:
        """The choices as they stand at the end of an address; "" without any."""
        said = self.chosen()
        chosen = {name: self.data[name] for name in self.fields if said.get(name)}
        return f"?{urlencode(chosen)}" if chosen else ""
