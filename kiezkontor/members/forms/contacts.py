from datetime import date, timedelta
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
    """From one day to another, both counted; this year where nothing is said."""

    quiet = True

    from_on = DayField(label=_("From"), required=False)
    last_on = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", gettext("The period ends before it begins. Please check the days."))
        return given

    def period(self) -> tuple[date, date]:
        """First day, and the day after the last; a broken value in an address asks for nothing."""
        today = timezone.localdate()
        asked = self.cleaned_data if self.is_valid() else {}
        first = asked.get("from_on") or today.replace(month=1, day=1)
        last = max(first, asked.get("last_on") or today)
        return first, last + timedelta(days=1)
