"""What the office enters about viewings."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.calendar.days import moment
from kiezkontor.districts.models import Consent
from kiezkontor.shared.fields import DayField
from kiezkontor.vacancies.actions.viewings import Appointment
from kiezkontor.vacancies.forms.cases import LONGEST, capitalised
from kiezkontor.vacancies.models import Owner, Viewing
from kiezkontor.vacancies.rules.viewings import HELD, OVER, USUAL_MINUTES, is_far_away

LONGEST_VIEWING = 8 * 60


def refuse_far_away(on: date) -> None:
    if is_far_away(on, on=timezone.localdate()):
        raise ValidationError(gettext("This day is years away. Please look at the year again."))


class WhenForm(forms.Form):
    """Day, time and length of a viewing."""

    quiet = True

    on = DayField(label=_("Day"))
    begins = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"), initial=time(10)
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=5, max_value=LONGEST_VIEWING, initial=USUAL_MINUTES, required=False
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        refuse_far_away(on)
        return on

    def starts_at(self) -> datetime:
        return moment(self.cleaned_data["on"], self.cleaned_data["begins"])

    def length(self) -> int:
        return self.cleaned_data["minutes"] or USUAL_MINUTES


class ArrangeForm(WhenForm):
    attends = forms.CharField(
        label=_("Who is there"),
        required=False,
        max_length=200,
        help_text=_("From the office or for the house, as the seeker may read it. No owner who has not agreed to it."),
    )
    place = forms.CharField(
        label=_("Where you meet"),
        required=False,
        max_length=160,
        help_text=_("Leave it empty for in front of the unit."),
    )
    note = forms.CharField(
        label=_("What the seeker should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the mail. Nothing about the owner or the rent that was not released."),
    )

    def when(self) -> Appointment:
        said = self.cleaned_data
        return Appointment(self.starts_at(), self.length(), said["attends"], said["place"], said["note"])

    @property
    def is_past(self) -> bool:
        return self.starts_at() <= timezone.now()


class MoveViewingForm(WhenForm):
    def __init__(self, *args: Any, viewing: Viewing, **kwargs: Any) -> None:
        begins, event = timezone.localtime(viewing.starts_at), viewing.event
        minutes = int((event.ends_at - event.starts_at).total_seconds() // 60) if event else USUAL_MINUTES
        kwargs["initial"] = {"on": begins.date(), "begins": begins.time(), "minutes": minutes}
        super().__init__(*args, **kwargs)


class CancelForm(forms.Form):
    quiet = True

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        help_text=_("It stands in the mail to the seeker."),
    )


class ResultForm(forms.Form):
    quiet = True

    state = forms.ChoiceField(label=_("Did it take place?"), widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("What does the seeker say?"), widget=forms.RadioSelect, required=False)
    reason = forms.ChoiceField(
        label=_("If not interested: why?"),
        required=False,
        help_text=_("The reasons of several seekers say what keeps a unit vacant."),
    )
    words = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the coordination reads it."),
    )

    def __init__(self, *args: Any, viewing: Viewing, **kwargs: Any) -> None:
        known = {name: getattr(viewing, name) for name in ("result", "reason", "words")}
        kwargs["initial"] = {**known, "state": viewing.state if viewing.state in OVER else HELD}
        super().__init__(*args, **kwargs)
        of_state = [each for each in capitalised(Viewing.State) if each[0] in OVER]
        reasons = [("", _("No reason was given")), *capitalised(Viewing.Reason)]
        offered: dict[str, Any] = {"state": of_state, "result": capitalised(Viewing.Result), "reason": reasons}
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class NameOwnerForm(forms.Form):
    """Which owner said by which way that the seeker may know their name."""

    quiet = True

    owner = forms.ChoiceField(label=_("Owner"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("How was it said?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, owners: Iterable[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = (Consent.Channel.PHONE, Consent.Channel.TALK, Consent.Channel.PAPER)
        offered = {
            "owner": [(str(owner.pk), owner.name) for owner in owners],
            "channel": [(each.value, capfirst(str(each.label))) for each in channels],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            if len(choices) == 1 or name == "channel":
                field.initial = choices[0][0]
