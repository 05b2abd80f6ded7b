from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.members.answering import LONGEST
from kiezkontor.members.forms.board import WriterForm
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.fields import DayField


class MessageForm(WriterForm):
    words = forms.CharField(label=_("Your message"), max_length=LONGEST, widget=forms.Textarea({"rows": 6}))
    field_order = ("organisation", "words")


class AnswerForm(forms.Form):
    quiet = True

    words = forms.CharField(label=_("Your message"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}))


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("The other side reads it."),
    )  # fmt: skip


class IntroduceForm(forms.Form):
    """The office brings a social carrier and a trader together."""

    quiet = True

    carrier = forms.ModelChoiceField(Organisation.objects.none(), label=_("Social carrier"))
    trader = forms.ModelChoiceField(Organisation.objects.none(), label=_("Trader"))
    words = forms.CharField(label=_("What you write to both"), max_length=LONGEST, widget=forms.Textarea({"rows": 6}))

    def __init__(
        self, *args: Any, carriers: QuerySet[Organisation], traders: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("carrier", carriers), ("trader", traders)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found


class PeriodForm(forms.Form):
    """From one day to another, both counted, none to come; where no day is said, from new year until today."""

    quiet = True

    from_on = DayField(label=_("From"), required=False)
    last_on = DayField(label=_("Until"), required=False)

    def clean_from_on(self) -> date | None:
        return self.day_that_came("from_on")

    def clean_last_on(self) -> date | None:
        return self.day_that_came("last_on")

    def day_that_came(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come. Please choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", gettext("The period ends before it begins. Please check the days."))
        return given

    def period(self) -> tuple[date, date]:
        """First and last day of a valid form."""
        last = self.cleaned_data["last_on"] or timezone.localdate()
        return self.cleaned_data["from_on"] or last.replace(month=1, day=1), last
