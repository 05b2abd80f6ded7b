from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.meetings.access import SAID_BEFORE, state_of
from kiezkontor.meetings.models import AgendaItem

if TYPE_CHECKING:
    ItemModelForm = forms.ModelForm[AgendaItem]
else:
    ItemModelForm = forms.ModelForm


class ItemForm(ItemModelForm):
    quiet = True

    minutes_planned = forms.IntegerField(
        label=AgendaItem._meta.get_field("minutes_planned").verbose_name, min_value=1, max_value=600, initial=10
    )

    seen_version = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = AgendaItem
        fields = SAID_BEFORE
        widgets = {"text": forms.Textarea({"rows": 3})}
        help_texts = {"is_closed": _("At a meeting of a body these are its members, else those of the network.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = state_of(self.instance)
        else:
            del self.fields["seen_version"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SAID_BEFORE}
