from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.meetings.actions.minutes import Votes
from kiezkontor.meetings.models import Attendance
from kiezkontor.meetings.rules.attending import with_where_from
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.fields import DayField
from kiezkontor.voices.models import Voice

MOST_VOTES = 10_000

if TYPE_CHECKING:
    PersonChoiceField = forms.ModelChoiceField[Attendance]
else:
    PersonChoiceField = forms.ModelChoiceField


class SomebodyThereField(PersonChoiceField):
    """With where they come from, so that people of one name are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        return with_where_from(obj.name, str(obj.organisation or obj.of_what))


def votes_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_VOTES, required=False)


class DecisionForm(forms.Form):
    quiet = True

    wording = forms.CharField(label=_("What is decided?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    yes = votes_field(_("Yes"))
    no = votes_field(_("No"))
    abstained = votes_field(_("Abstentions"))

    def votes(self) -> Votes:
        return Votes(**{name: self.cleaned_data[name] for name in ("yes", "no", "abstained")})


class InterestForm(forms.Form):
    quiet = True

    attendance = SomebodyThereField(Attendance.objects.none(), label=_("Who has an own interest?"), empty_label=None)

    def __init__(self, *args: Any, there: QuerySet[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["attendance"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = there


class TaskForm(forms.Form):
    """Somebody of the office, a member, or anybody by name."""

    quiet = True

    what = forms.CharField(label=_("What needs doing?"), max_length=200)
    due_on = DayField(label=_("Until when?"), required=False)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who of the office does it?"), required=False, empty_label=_("nobody")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which member does it?"), required=False, empty_label=_("no member")
    )
    owner = forms.CharField(label=_("Name of who does it"), max_length=120, required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], members: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("person", people), ("organisation", members)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found


class IdeaForm(forms.Form):
    quiet = True

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (Voice.Kind.IDEA, Voice.Kind.HINT, Voice.Kind.PROBLEM)],
        widget=forms.RadioSelect,
        initial=Voice.Kind.IDEA.value,
    )
    words = forms.CharField(label=_("What came up?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    author = forms.ModelChoiceField(
        Attendance.objects.none(),
        label=_("Whose idea or hint is it?"),
        help_text=_("Whoever is chosen hears how it goes on, and is asked by mail first where they have no access."),
        required=False,
        empty_label=_("nobody is named"),
    )

    def __init__(self, *args: Any, there: QuerySet[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["author"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = there


class QuorumForm(forms.Form):
    quiet = True

    quorum = forms.IntegerField(
        label=_("How many must be able to vote?"),
        help_text=_("Empty where the body needs no number."),
        min_value=1,
        max_value=MOST_VOTES,
        required=False,
    )
