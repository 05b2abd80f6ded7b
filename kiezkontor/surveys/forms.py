from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.districts.models import District
from kiezkontor.premises.models import SurveyRound
from kiezkontor.shared.fields import DayField
from kiezkontor.surveys.results_in_words import KINDS
from kiezkontor.surveys.rules.differences import Difference


class RoundForm(forms.Form):
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=999)
    reference_on = DayField(
        label=_("Reference date"), help_text=_("The day the figures speak of, such as the first day of the walk.")
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = SurveyRound.objects.filter(district=district).aggregate(last=Max("number"))["last"]
        self.fields["number"].initial = (last or 0) + 1
        self.fields["reference_on"].initial = timezone.localdate


class WalkPhotoForm(forms.Form):
    """A photo as the app of the walk sends it."""

    quiet = True

    token = forms.CharField(max_length=64)
    op = forms.UUIDField()
    unit = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    taken_on = DayField(input_formats=["%Y-%m-%d"])
    photo = forms.FileField()


class StepForm(forms.Form):
    stage = forms.ChoiceField(choices=SurveyRound.Stage.choices)


class SinceForm(forms.Form):
    """With which earlier round a round is compared; the one before where nothing is chosen."""

    quiet = True

    since = forms.ChoiceField(label=_("Compared with"), required=False)

    def __init__(self, *args: Any, survey_round: SurveyRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = SurveyRound.objects.filter(district=survey_round.district_id, number__lt=survey_round.number)
        self.rounds = {str(each.number): each for each in earlier.order_by("-number")}
        field = self.fields["since"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(number, name_of(each)) for number, each in self.rounds.items()]

    def chosen(self) -> SurveyRound | None:
        asked = self.cleaned_data["since"] if self.is_valid() else ""
        return self.rounds.get(asked) or next(iter(self.rounds.values()), None)


class ChangesForm(SinceForm):
    """Which changes are listed."""

    what = forms.ChoiceField(label=_("Kind of change"), required=False)

    def __init__(self, *args: Any, survey_round: SurveyRound, **kwargs: Any) -> None:
        super().__init__(*args, survey_round=survey_round, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("All")), *((what.value, label) for what, label in KINDS.items())]

    def narrowed(self, found: Sequence[Difference]) -> list[Difference]:
        what = self.cleaned_data["what"] if self.is_valid() else ""
        return [each for each in found if not what or each.what == what]


class PublicMapForm(forms.Form):
    """Which round the map shows; the latest where nothing is chosen."""

    quiet = True

    round = forms.ChoiceField(label=_("Day"), required=False)

    def __init__(self, *args: Any, rounds: Sequence[SurveyRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {str(each.number): each for each in rounds}
        field = self.fields["round"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(number, date_format(each.reference_on)) for number, each in self.rounds.items()]
        field.initial = next(reversed(self.rounds), None)
        field.widget.attrs["data-slider"] = True

    def chosen(self) -> SurveyRound | None:
        asked = self.cleaned_data.get("round", "") if self.is_bound and not self.errors.get("round") else ""
        return self.rounds.get(asked) or next(reversed(self.rounds.values()), None)


class MapForm(PublicMapForm):
    """Which round or which day of the own the map of the office shows."""

    day = DayField(label=_("Or a day of your own"), required=False)

    def __init__(self, *args: Any, rounds: Sequence[SurveyRound], **kwargs: Any) -> None:
        super().__init__(*args, rounds=rounds, **kwargs)
        self.fields["day"].widget.attrs["data-instead"] = True
        if not rounds:
            del self.fields["round"]

    def day_asked(self) -> date | None:
        day: date | None = self.cleaned_data.get("day") if self.is_bound and not self.errors.get("day") else None
        return day


def name_of(survey_round: SurveyRound) -> str:
    day = date_format(survey_round.reference_on, "SHORT_DATE_FORMAT")
    return gettext("Round %(number)s of %(day)s") % {"number": survey_round.number, "day": day}
