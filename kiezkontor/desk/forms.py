from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.accounts.models import Person
from kiezkontor.shared.cautious import CautiousForm
from kiezkontor.shared.fields import DayField


class TaskForm(CautiousForm):
    """Something to do. people: who in the office it may be given to."""

    quiet = True
    looked_at = ("what",)

    what = forms.CharField(label=_("What needs doing?"), max_length=200)
    due_on = DayField(label=_("Until when?"), required=False)
    assigned_to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who does it?"), required=False, empty_label=_("whoever has time")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class NewTaskForm(TaskForm):
    """In one line: due today and done by whoever notes it, unless said otherwise."""

    def __init__(self, *args: Any, me: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = timezone.localdate
        self.fields["assigned_to"].initial = me and me.pk
