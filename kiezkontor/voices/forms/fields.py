from typing import TYPE_CHECKING, Any

from django import forms

from kiezkontor.shared.fields import SpokenSelect
from kiezkontor.shared.spoken import ENTERED_IN, Text
from kiezkontor.voices.models import Topic

if TYPE_CHECKING:
    RowField = forms.ModelChoiceField[Any]
else:
    RowField = forms.ModelChoiceField


class TopicField(RowField):
    widget = SpokenSelect

    def label_from_instance(self, topic: Topic) -> str:
        shown = topic.shown
        return shown if isinstance(shown, Text) else Text(shown, ENTERED_IN)
