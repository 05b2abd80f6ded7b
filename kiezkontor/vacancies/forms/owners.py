"""What the office enters about owners of units."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kiezkontor.notices.letters import MOST_LINES
from kiezkontor.shared.fields import DayField, e164
from kiezkontor.vacancies.actions.owners import Talk, needs_reason
from kiezkontor.vacancies.forms.cases import LONGEST, capitalised
from kiezkontor.vacancies.models import Owner, OwnerLetter, OwnerTalk, VacancyCase

if TYPE_CHECKING:
    OwnerModelForm = forms.ModelForm[Owner]
else:
    OwnerModelForm = forms.ModelForm

NONE_IN_PARTICULAR = pgettext_lazy("a vacancy", "none in particular")


CHOICES = {"kind": Owner.Kind, "source": Owner.Source, "basis": Owner.Basis, "willing": Owner.Willing}


class OwnerForm(OwnerModelForm):
    quiet = True

    class Meta:
        model = Owner
        fields = (
            *("kind", "name", "manager", "address", "email", "phone", "source", "basis", "reason", "wants_no_letters"),
            *("willing", "wants_sale", "motive", "note"),
        )
        widgets = {
            "address": forms.Textarea(attrs={"rows": 4}),
            "reason": forms.Textarea(attrs={"rows": 2}),
            "motive": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "address": _("As on an envelope, without the name."),
            "reason": _(
                "Needed for data of the land register: which legitimate interest the office has, and what was "
                "applied for."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in CHOICES.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = capitalised(choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if needed := needs_reason(cleaned):
            self.add_error("reason", needed)
        return cleaned

    def clean_address(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES - 2:
            raise ValidationError(_("The window of an envelope has no room for so many lines."))
        return "\n".join(lines)

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"].strip()
        return e164(written) if written else ""


class FindOwnerForm(forms.Form):
    quiet = True

    q = forms.CharField(label=_("Name or manager of the house"), required=False, max_length=100)

    def asked(self) -> str:
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""


class TalkForm(forms.Form):
    quiet = True

    on = DayField(label=_("Day"))
    channel = forms.ChoiceField(label=_("How?"))
    was_reached = forms.BooleanField(
        label=_("Somebody answered"), required=False, help_text=_("Only then it counts as a talk.")
    )
    with_whom = forms.CharField(label=_("With whom"), required=False, max_length=120)
    case = forms.ModelChoiceField(
        VacancyCase.objects.none(),
        label=_("About which vacancy?"),
        required=False,
        empty_label=NONE_IN_PARTICULAR,
        help_text=_("The first talk puts it to “in talks”."),
    )
    result = forms.CharField(
        label=_("Result"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, cases: QuerySet[VacancyCase], asked: str = "", **kwargs: Any) -> None:
        only = cases[0].pk if cases.count() == 1 else None
        kwargs["initial"] = {"on": timezone.localdate(), "was_reached": True, "case": asked or only}
        super().__init__(*args, **kwargs)
        channel, case = self.fields["channel"], self.fields["case"]
        assert isinstance(channel, forms.ChoiceField)
        assert isinstance(case, forms.ModelChoiceField)
        channel.choices = capitalised(OwnerTalk.Channel)
        case.queryset = cases

    def talk(self) -> Talk:
        return Talk(**self.cleaned_data)


class LetterForm(forms.Form):
    quiet = True

    step = forms.ChoiceField(label=_("Which letter?"), widget=forms.RadioSelect)
    case = forms.ModelChoiceField(
        VacancyCase.objects.none(),
        label=_("About which vacancy?"),
        required=False,
        empty_label=NONE_IN_PARTICULAR,
        help_text=_("In three weeks it reminds you to ask about the letter."),
    )

    def __init__(self, *args: Any, cases: QuerySet[VacancyCase], written: set[str], **kwargs: Any) -> None:
        """written: the letters this owner got before."""
        steps = list(OwnerLetter.Step.values)
        following = next((step for step in steps if step not in written), steps[-1])
        only = cases[0].pk if cases.count() == 1 else None
        kwargs["initial"] = {"step": following, "case": only}
        super().__init__(*args, **kwargs)
        step, case = self.fields["step"], self.fields["case"]
        assert isinstance(step, forms.ChoiceField)
        assert isinstance(case, forms.ModelChoiceField)
        step.choices = capitalised(OwnerLetter.Step)
        case.queryset = cases
