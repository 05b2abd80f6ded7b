from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.outreach.forms import DayInThePast
from kiezkontor.outreach.models import NeedsInterview
from kiezkontor.outreach.questions_in_words import ANSWERS, OWN_ANSWERS
from kiezkontor.outreach.questions_in_words import QUESTIONS as WORDS
from kiezkontor.outreach.rules.questions import QUESTIONS, Question, contradictions
from kiezkontor.shared.cautious import CautiousForm
from kiezkontor.shared.fields import DayField


def field_for(question: Question, words: Mapping[str, Mapping[str, Any]], *, empty: Any) -> forms.Field:
    """words: of the answers; empty: of none of them."""
    label: Any = WORDS[question.name]  # lazy: the form is read in the language of its page
    if not question.answers:
        return forms.CharField(label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    choices: Sequence[tuple[str, Any]] = [(answer, words[question.name][answer]) for answer in question.answers]
    if question.several:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(
        label=label, required=False, choices=[("", empty), *choices], widget=forms.RadioSelect, initial=""
    )


class QuestionsForm(forms.Form):
    """The questions as data made into fields; whatever was not asked stays empty."""

    quiet = True
    words: Mapping[str, Mapping[str, Any]] = ANSWERS
    empty: Any = _("not asked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.name] = field_for(question, self.words, empty=self.empty)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in contradictions(given):
            self.add_error(name, gettext("“Nothing of this” does not go together with other answers."))
        return given

    def answers(self) -> dict[str, Any]:
        return {question.name: self.cleaned_data[question.name] for question in QUESTIONS}


class InterviewForm(CautiousForm, QuestionsForm, DayInThePast):
    """What was said in a talk, noted by the office."""

    looked_at = tuple(question.name for question in QUESTIONS if not question.answers)

    source = forms.ChoiceField(
        label=_("How was it asked?"), choices=NeedsInterview.Source.choices, widget=forms.RadioSelect, initial="talk"
    )
    on = DayField(label=_("Day"))


class AnswerForm(QuestionsForm):
    """The questions as people answer them for themselves."""

    words = OWN_ANSWERS
    empty = _("leave open")
