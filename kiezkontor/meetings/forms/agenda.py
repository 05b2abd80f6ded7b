from typing import TYPE_CHECKING

from django import forms

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

    class Meta:
        model = AgendaItem
        fields = ("title", "text", "minutes_planned", "presenter", "is_closed")
        widgets = {"text": forms.Textarea({"rows": 3})}
