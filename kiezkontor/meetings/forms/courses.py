from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import moment
from kiezkontor.meetings.actions.courses import MOST_DAYS
from kiezkontor.meetings.actions.materials import readable
from kiezkontor.meetings.course_results import QUESTIONS, WORDS
from kiezkontor.meetings.models import Course
from kiezkontor.meetings.rules.courses import ANSWERS, Question
from kiezkontor.meetings.rules.materials import ENDINGS, MAX_BYTES, Kept
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.fields import DayField
from kiezkontor.shared.guard import GuardedForm

if TYPE_CHECKING:
    CourseModelForm = forms.ModelForm[Course]
else:
    CourseModelForm = forms.ModelForm

FIELDS = ("skill", "target_group", "trainer", "fee", "days_needed")
TIME = {"type": "time"}


class CourseForm(CourseModelForm):
    quiet = True

    fee = forms.DecimalField(
        label=_("Fee in euros"),
        help_text=_("0 where it costs nothing; empty where it is not settled yet."),
        min_value=0,
        max_value=99_999,
        decimal_places=2,
        required=False,
        localize=True,
    )
    days_needed = forms.IntegerField(
        label=_("How many days does a certificate need?"),
        help_text=_("0 means all days."),
        min_value=0,
        max_value=MOST_DAYS,
        initial=0,
    )

    class Meta:
        model = Course
        fields = FIELDS

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class DayForm(forms.Form):
    """When a day of a course begins and ends."""

    quiet = True

    on = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(TIME, format="%H:%M"), initial=time(18))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(TIME, format="%H:%M"), initial=time(20))

    def times(self) -> dict[str, datetime]:
        said = self.cleaned_data
        begins, ends = (moment(said["on"], said[name]) for name in ("begins", "ends"))
        return {"starts_at": begins, "ends_at": ends if ends > begins else ends + timedelta(days=1)}


class PlanForm(DayForm, CourseForm):
    """A course from its beginning; the rest of the event is said on its own page."""

    title = forms.CharField(label=_("Title"), max_length=160)
    capacity = forms.IntegerField(
        label=_("Places"),
        help_text=_("Empty where there is room for everybody."),
        min_value=1,
        max_value=1000,
        initial=12,
        required=False,
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    field_order = ["title", "skill", "on", "begins", "ends", "place", "capacity", "target_group", "trainer", "fee"]


class CheckForm(GuardedForm):
    """What stands on a certificate. Nothing of it is stored."""

    name = forms.CharField(label=_("Name on the certificate"), max_length=120)
    day = DayField(label=_("Last day of the course"), help_text=_("As it stands on the certificate"))
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class MaterialForm(forms.Form):
    quiet = True

    title = forms.CharField(label=_("What is it?"), max_length=120)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, document, table, slides, picture or text, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> Kept:
        """Looked into whatever else is wrong in the form."""
        sent = self.cleaned_data["file"]
        try:
            return readable(str(sent.name), sent.read(MAX_BYTES + 1))
        except ActionRefused as refused:
            raise forms.ValidationError(refused.sentence) from None


class AnswersForm(forms.Form):
    """Questions with one answer each."""

    quiet = True

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            choices = [(answer, WORDS[question][answer]) for answer in ANSWERS[question]]
            self.fields[question.value] = forms.ChoiceField(
                label=str(QUESTIONS[question]), choices=choices, widget=forms.RadioSelect
            )

    def answers(self) -> dict[Question, str]:
        return {question: self.cleaned_data[question.value] for question in self.questions}
