from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Body, BodyMember
from kiezkontor.shared.fields import DayField, RowsField

if TYPE_CHECKING:
    BodyModelForm = forms.ModelForm[Body]
    MemberChoiceField = forms.ModelChoiceField[BodyMember]
else:
    BodyModelForm = forms.ModelForm
    MemberChoiceField = forms.ModelChoiceField


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

    seats = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=500, required=False)
    quorum_percent = forms.IntegerField(
        label=_("Per cent of the seats that must be able to vote"),
        help_text=_("Empty where more than half of them must."),
        min_value=1,
        max_value=100,
        required=False,
    )

    class Meta:
        model = Body
        fields = ["name", "members", "seats", "quorum_percent"]

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)
        members.queryset = people

    def validate_unique(self) -> None:
        """The action says which name is taken."""


class MemberField(MemberChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person)


class SeatForm(forms.Form):
    """Since when and until when somebody sits in a body. choosable: in whose place this member may come."""

    quiet = True

    term_since = DayField(
        label=_("First day of the term"),
        help_text=_(
            "Empty where no beginning is known. Whoever joined after a meeting was announced votes and reads its "
            "minutes from this day on."
        ),
        required=False,
    )
    term_until = DayField(
        label=_("Last day of the term"),
        help_text=_(
            "Empty where no end is known. Whoever leaves keeps the minutes of the meetings up to this day, and does "
            "not vote any more afterwards."
        ),
        required=False,
    )
    deputy_of = MemberField(
        BodyMember.objects.none(),
        label=_("Deputy of"),
        help_text=_("Deputies have no seat and are not invited with the others."),
        empty_label=_("nobody, has a seat"),
        required=False,
    )

    def __init__(self, *args: Any, choosable: QuerySet[BodyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy_of = self.fields["deputy_of"]
        assert isinstance(deputy_of, forms.ModelChoiceField)
        deputy_of.queryset = choosable
