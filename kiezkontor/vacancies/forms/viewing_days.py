"""What the office asks of a day of viewings, and of a tour."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import moment
from kiezkontor.shared.fields import DayField
from kiezkontor.vacancies.actions.tours import Announced
from kiezkontor.vacancies.forms.cases import capitalised
from kiezkontor.vacancies.forms.viewings import refuse_far_away
from kiezkontor.vacancies.models import SpaceRequest, VacancyCase
from kiezkontor.vacancies.viewing_days import MOST_UNITS, SEEKERS, Pair, Wanted, free_from

TIME = {"type": "time"}
MOST_SLOTS, MOST_AT_ONCE = 24, 20


def units_field(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one unit.")},
    )


def offer_units(form: forms.BaseForm, units: Iterable[VacancyCase]) -> None:
    field = form.fields["cases"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [(str(case.pk), place_said(case)) for case in units]


def place_said(case: VacancyCase) -> str:
    """Where it is, and from when it is free where that is still to come."""
    day = free_from(case)
    if day is None or day <= timezone.localdate():
        return str(case)
    said = {"place": case, "day": date_format(day, "SHORT_DATE_FORMAT")}
    return gettext("%(place)s (not free before %(day)s)") % said


def refuse_too_many(cases: Sequence[str]) -> None:
    if len(cases) > MOST_UNITS:
        sentence = gettext("These are more than %(most)s units. Please choose fewer for one day.")
        raise ValidationError(sentence % {"most": MOST_UNITS})


def in_a_week() -> date:
    """The next day of work from a week on."""
    day = timezone.localdate() + timedelta(days=7)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > FRIDAY else 0)


FRIDAY = 4


class DayForm(forms.Form):
    """Asked by its address, so that a plan can be opened again."""

    quiet = True

    on = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("First slot begins at"), widget=forms.TimeInput(TIME, format="%H:%M"))
    slots = forms.IntegerField(label=_("Slots"), min_value=1, max_value=MOST_SLOTS)
    minutes = forms.IntegerField(
        label=_("Minutes a slot"), min_value=10, max_value=240, help_text=_("With the way to the next unit.")
    )
    per_seeker = forms.IntegerField(label=_("Viewings a seeker at most"), min_value=1, max_value=MOST_SLOTS)
    per_slot = forms.IntegerField(label=_("Seekers at once in a unit"), min_value=1, max_value=MOST_AT_ONCE)
    cases = units_field(_("Units"))
    statuses = forms.MultipleChoiceField(
        label=_("Seekers who are"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one status.")},
    )

    def __init__(self, *args: Any, units: Iterable[VacancyCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, units)
        self.fields["cases"].help_text = gettext(
            "Units that are not free on the day proposed are not chosen beforehand."
        )
        field = self.fields["statuses"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [each for each in capitalised(SpaceRequest.Status) if each[0] in SEEKERS]

    @staticmethod
    def at_first(cases: Iterable[int]) -> Mapping[str, Any]:
        return {
            "on": in_a_week(),
            "begins": time(10),
            "slots": 6,
            "minutes": 30,
            "per_seeker": 3,
            "per_slot": 1,
            "cases": [str(pk) for pk in cases],
            "statuses": list(SEEKERS),
        }

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on <= timezone.localdate():
            raise ValidationError(gettext("Please choose a day from tomorrow on."))
        refuse_far_away(on)
        return on

    def clean_cases(self) -> list[str]:
        cases: list[str] = self.cleaned_data["cases"]
        refuse_too_many(cases)
        return cases

    def wanted(self, left_out: Iterable[Pair]) -> Wanted:
        said = self.cleaned_data
        names = ("on", "begins", "slots", "minutes", "per_seeker", "per_slot")
        return Wanted(
            **{name: said[name] for name in names},
            cases=tuple(int(pk) for pk in said["cases"]),
            statuses=tuple(said["statuses"]),
            left_out=frozenset(left_out),
        )


class TourForm(forms.Form):
    quiet = True

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For example: “Reuterkiez tour”."))
    on = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(TIME, format="%H:%M"), initial=time(15))
    ends = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(TIME, format="%H:%M"), initial=time(17))
    place = forms.CharField(label=_("Where you meet"), max_length=160)
    capacity = forms.IntegerField(
        label=_("Places"), required=False, min_value=1, max_value=1000, help_text=_("Empty: for everybody.")
    )
    cases = units_field(_("Units you show"))
    text = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands in the mails, and in the calendar if everybody may sign up. No owners, no rents."),
    )
    is_public = forms.BooleanField(
        label=_("Announce it in the public calendar"),
        required=False,
        help_text=_(
            "Everybody may sign up then. Which units you show stays inside; write it above if it may be known."
        ),
    )

    def __init__(self, *args: Any, units: Iterable[VacancyCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, units)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        refuse_far_away(on)
        return on

    def clean_cases(self) -> list[str]:
        cases: list[str] = self.cleaned_data["cases"]
        refuse_too_many(cases)
        return cases

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", gettext("It would end before it begins."))
        return said

    def announced(self) -> Announced:
        said = self.cleaned_data
        return Announced(
            title=said["title"],
            starts_at=moment(said["on"], said["begins"]),
            ends_at=moment(said["on"], said["ends"]),
            place=said["place"],
            text=said["text"],
            capacity=said["capacity"],
            is_public=said["is_public"],
            cases=tuple(int(pk) for pk in said["cases"]),
        )


class InviteSeekersForm(forms.Form):
    """Whom of those that suit the office invites to a tour."""

    quiet = True

    seekers = forms.MultipleChoiceField(
        label=_("Seekers that suit"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one seeker.")},
    )

    def __init__(self, *args: Any, fitting: Mapping[SpaceRequest, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seekers"]
        assert isinstance(field, forms.MultipleChoiceField)
        said = ngettext_lazy("%(name)s (suits %(count)d unit)", "%(name)s (suits %(count)d units)", "count")
        field.choices = [
            (str(request.pk), said % {"name": str(request), "count": count}) for request, count in fitting.items()
        ]
        field.initial = [value for value, _label in field.choices]
