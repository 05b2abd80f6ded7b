"""What the office notes of negotiations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.desk.models import Task
from kiezkontor.shared.fields import DayField
from kiezkontor.vacancies.actions.negotiating import Next, Said
from kiezkontor.vacancies.forms.cases import LONGEST, NOBODY, capitalised
from kiezkontor.vacancies.forms.lettings import euros
from kiezkontor.vacancies.models import Negotiation, NegotiationNote


class NoteForm(forms.Form):
    """What was said, and what is done next."""

    quiet = True

    on = DayField(label=_("Day"))
    who = forms.ChoiceField(label=_("Who said it"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("What was said"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    rent = euros(_("Rent offered a month without utilities, in euros"))
    utilities = euros(_("Utilities offered a month, in euros"))
    term = forms.CharField(label=_("Time offered"), required=False, max_length=120)
    what = forms.CharField(
        label=_("Next step"),
        required=False,
        max_length=200,
        help_text=_("It stands on the desk of the coordination. Leave it empty once it is done."),
    )
    due_on = DayField(label=_("Until"), required=False)
    assigned_to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who does it"), required=False, empty_label=NOBODY
    )

    def __init__(self, *args: Any, waiting: Task | None, people: QuerySet[Person], **kwargs: Any) -> None:
        step = {name: getattr(waiting, name) for name in ("what", "due_on", "assigned_to")} if waiting else {}
        kwargs["initial"] = {"on": timezone.localdate, **step}
        super().__init__(*args, **kwargs)
        who, assigned = self.fields["who"], self.fields["assigned_to"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(assigned, forms.ModelChoiceField)
        who.choices = capitalised(NegotiationNote.Who)
        assigned.queryset = people

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in ("on", "who", "words", "rent", "utilities", "term")})

    def then(self) -> Next:
        return Next(**{name: self.cleaned_data[name] for name in ("what", "due_on", "assigned_to")})


class EndNegotiationForm(forms.Form):
    quiet = True

    outcome = forms.ChoiceField(label=_("How did it end?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [each for each in capitalised(Negotiation.Outcome) if each[0]]
