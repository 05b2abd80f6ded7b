from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Body
from kiezkontor.shared.fields import RowsField

if TYPE_CHECKING:
    BodyModelForm = forms.ModelForm[Body]
else:
    BodyModelForm = forms.ModelForm


class BodyForm(BodyModelForm):
    """people: those it may be made of."""

    quiet = True

    members = RowsField(
        queryset=Person.objects.none(),
        label=_("Members"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Offered is whoever has a role in the board or in a body today, and whoever is in this body already."
        ),
    )

    class Meta:
        model = Body
        fields = ["name", "members"]

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = people

    def validate_unique(self) -> None:
        """The action says which name is taken."""
