from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import BrandDraft
from kiezkontor.meetings.actions.balloting import MOST_OPTIONS, MOST_PAPERS
from kiezkontor.meetings.models import Attendance, Ballot, BallotOption
from kiezkontor.meetings.rules.balloting import Way
from kiezkontor.organisations.fields import PhotoField
from kiezkontor.shared.fields import DayField

LONGEST_OPTION = BallotOption._meta.get_field("words").max_length or 0
NO_ANSWER = "0"


class BallotForm(forms.Form):
    """drafts: those of the district's logo, each of which may be an answer with its picture."""

    quiet = True

    question = forms.CharField(label=_("What is the question?"), max_length=200)
    options = forms.CharField(
        label=_("Answers"),
        help_text=_("One in each line. A day such as 12.05.2027 is shown with its weekday."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    way = forms.ChoiceField(
        label=_("How do people vote?"),
        choices=Ballot._meta.get_field("way").choices or (),
        widget=forms.RadioSelect,
        initial=Way.ONE.value,
    )
    points = forms.IntegerField(
        label=_("How many points does each person have?"),
        help_text=_("Only where points are shared out."),
        min_value=1,
        max_value=100,
        required=False,
    )

    field_order = ("question", "options", "drafts")

    def __init__(self, *args: Any, drafts: Sequence[BrandDraft] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {str(each.pk): each.name for each in drafts}
        if drafts:
            self.fields["options"].required = False
            self.fields["drafts"] = forms.MultipleChoiceField(
                label=_("Drafts of the logo"),
                help_text=_("Each one you choose is an answer with its name and its picture."),
                choices=[(str(each.pk), f"{each.name} ({each.author})") for each in drafts],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.order_fields(self.field_order)

    def clean_options(self) -> list[str | date]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if any(len(line) > LONGEST_OPTION for line in lines):
            raise ValidationError(too_long_for_a_paper())
        return [day_or_words(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["drafts"] = [int(key) for key in cleaned.get("drafts", ())]
        if not self.errors.keys() & {"options", "drafts"}:
            self.look_at_answers([*cleaned["options"], *(self.names[str(key)] for key in cleaned["drafts"])])
        if cleaned.get("way") == Way.POINTS and not cleaned.get("points") and "points" not in self.errors:
            self.add_error("points", gettext("Please say how many points each person has."))
        cleaned["points"] = cleaned.get("points") or 0
        return cleaned

    def look_at_answers(self, answers: Sequence[str | date]) -> None:
        """Lines and drafts together are what stands on the paper."""
        if len(answers) < 2:
            told = gettext("Please give at least two answers, one in each line.")
            if self.names:
                told = gettext("Please give at least two answers: one in each line, or drafts of the logo.")
            self.add_error("options", told)
        elif len(answers) > MOST_OPTIONS:
            self.add_error("options", too_long_for_a_paper())
        elif len(set(answers)) < len(answers):
            self.add_error("options", gettext("Two answers say the same. Please take one out."))


def too_long_for_a_paper() -> str:
    said = gettext("At most %(most)s answers of %(signs)s characters fit on a paper.")
    return said % {"most": MOST_OPTIONS, "signs": LONGEST_OPTION}


def day_or_words(line: str) -> str | date:
    try:
        return DayField(input_formats=["%d.%m.%Y", "%Y-%m-%d"]).clean(line) or line
    except ValidationError:
        return line


class PrintForm(forms.Form):
    quiet = True

    count = forms.IntegerField(label=_("How many papers?"), min_value=1, max_value=MOST_PAPERS, initial=10)


class PictureForm(forms.Form):
    """A draft of a logo, or what else is easier seen than said."""

    quiet = True

    option = forms.ChoiceField(label=_("For which answer?"))
    image = PhotoField(label=_("Picture"))
    text = forms.CharField(
        label=_("What does the picture show?"),
        help_text=_("It is read to those who do not see it, so that they can choose as well."),
        max_length=200,
    )

    def __init__(self, *args: Any, options: Sequence[BallotOption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["option"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), str(each)) for each in options]


class VoteForm(forms.Form):
    """A ballot paper. people: whose papers this telephone may fill in; none where a code from paper is asked for."""

    quiet = True

    def __init__(self, *args: Any, ballot: Ballot, people: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ballot, self.people, self.options = ballot, people, list(ballot.options.all())
        if not people:
            self.fields["code"] = forms.CharField(
                label=_("Code of the paper"),
                max_length=20,
                widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
            )
        elif len(people) > 1:
            choices = [(str(each.pk), each.name) for each in people]
            self.fields["person"] = forms.ChoiceField(label=_("Who votes?"), choices=choices, widget=forms.RadioSelect)
        self.add_answers()

    def add_answers(self) -> None:
        choices = [(str(each.pk), str(each)) for each in self.options]
        if self.ballot.way == Way.ONE:
            choices.append((NO_ANSWER, gettext("I abstain")))
            self.fields["answer"] = forms.ChoiceField(label=_("Your answer"), choices=choices, widget=forms.RadioSelect)
        elif self.ballot.way == Way.SEVERAL:
            self.fields["answers"] = forms.MultipleChoiceField(
                label=_("Your answers"),
                help_text=_("None chosen means that you abstain."),
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        else:
            for key, label in choices:
                self.fields[f"points_{key}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=self.ballot.points, required=False
                )

    @property
    def person(self) -> int | None:
        """Who votes by telephone; None where a paper does."""
        if len(self.people) > 1:
            return int(self.cleaned_data["person"])
        return self.people[0].pk if self.people else None

    def marks(self) -> dict[int, int]:
        said = self.cleaned_data
        if self.ballot.way == Way.ONE:
            return {} if said["answer"] == NO_ANSWER else {int(said["answer"]): 1}
        if self.ballot.way == Way.SEVERAL:
            return {int(key): 1 for key in said["answers"]}
        points = {each.pk: said[f"points_{each.pk}"] for each in self.options}
        return {key: number for key, number in points.items() if number}
