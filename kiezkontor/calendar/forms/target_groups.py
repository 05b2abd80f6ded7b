from typing import TYPE_CHECKING

from django import forms

from kiezkontor.calendar.models import TargetGroup

if TYPE_CHECKING:
    GroupModelForm = forms.ModelForm[TargetGroup]
else:
    GroupModelForm = forms.ModelForm


class GroupForm(GroupModelForm):
    quiet = True

    class Meta:
        model = TargetGroup
        fields = ["name", "is_offered"]

    def validate_unique(self) -> None:
        """The action says which name is taken."""
