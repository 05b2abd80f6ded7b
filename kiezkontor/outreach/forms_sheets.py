"""Sheets that came back are typed in: a code, then the numbers of the boxes that are ticked."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.outreach.forms import DayInThePast
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.outreach.questions_in_words import OWN_ANSWERS
from kiezkontor.outreach.questions_in_words import QUESTIONS as WORDS
from kiezkontor.outreach.rules.questions import QUESTIONS, Question
from kiezkontor.outreach.rules.typed import NotAnAnswer, answers_typed, as_typed
from kiezkontor.shared.cautious import CautiousForm
from kiezkontor.shared.fields import DayField

WRONG: dict[str, str | Promise] = {
    "no_number": _("Only the numbers of the boxes are typed here, for example 1 3."),
    "one_only": _("One answer alone fits here. If more are ticked on the sheet, leave the question empty."),
    "alone": _("“Nothing of this” does not go together with other answers."),
}


class SheetCodeForm(forms.Form):
    quiet = True

    code = forms.CharField(
        label=_("Code of the sheet"),
        max_length=500,
        help_text=_("Type or scan it; upper or lower case and the hyphen do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autofocus": True}),
    )


class NumbersField(forms.CharField):
    """The numbers of the answers to a question; cleaned to its answers, as an interview stores them."""

    def __init__(self, question: Question, **more: Any) -> None:
        self.question = question
        words = OWN_ANSWERS[question.name]
        self.numbered = [(nth, words[answer]) for nth, answer in enumerate(question.answers, start=1)]
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": 12, "data-several": str(int(question.several))}
        super().__init__(required=False, max_length=40, widget=forms.TextInput(attrs), **more)

    def clean(self, value: Any) -> Any:
        try:
            chosen = answers_typed(super().clean(value), self.question)
        except NotAnAnswer as wrong:
            raise forms.ValidationError(self.sentence(wrong.reason)) from None
        if self.question.several:
            return chosen
        return chosen[0] if chosen else ""

    def sentence(self, reason: str) -> str:
        if reason == "no_such_answer":
            return gettext("This question has the answers 1 to %(most)d.") % {"most": len(self.question.answers)}
        return str(WRONG[reason])


class SheetForm(CautiousForm, DayInThePast):
    """A sheet in the order of its questions, each with the number it has on paper."""

    quiet = True

    looked_at = tuple(question.name for question in QUESTIONS if not question.answers)

    on = DayField(label=_("Day on the sheet"))

    def __init__(self, *args: Any, entered: NeedsInterview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = entered.answers if entered else {}
        if entered:
            self.fields["on"].initial = entered.on
        for number, question in enumerate(QUESTIONS, start=1):
            label = f"{number}  {WORDS[question.name]}"
            field: forms.Field
            if question.answers:
                field = NumbersField(question, label=label, initial=as_typed(stored.get(question.name), question))
            else:
                text = forms.Textarea({"rows": 2})
                initial = stored.get(question.name, "")
                field = forms.CharField(label=label, required=False, max_length=4000, widget=text, initial=initial)
            self.fields[question.name] = field
        self.fields[QUESTIONS[0].name].widget.attrs["autofocus"] = True

    def questions(self) -> list[dict[str, Any]]:
        """Fields with the numbered answers beside them, none for a text."""
        return [
            {"field": self[question.name], "numbered": getattr(self.fields[question.name], "numbered", ())}
            for question in QUESTIONS
        ]

    def below(self) -> list[forms.BoundField]:
        """What follows the questions."""
        asked = {question.name for question in QUESTIONS}
        return [self[name] for name in self.fields if name not in asked]

    def answers(self) -> dict[str, Any]:
        return {question.name: self.cleaned_data[question.name] for question in QUESTIONS}
