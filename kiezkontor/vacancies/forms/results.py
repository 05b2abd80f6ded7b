"""Which days the results are asked of."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kiezkontor.shared.fields import DayField, LastDayField
from kiezkontor.vacancies.rules.periods import FIRST_YEAR, Period, period_of

LONGEST = timedelta(days=366 * 20)


class DaysForm(forms.Form):
    """Days of one's own. Both are needed."""

    quiet = True

    since = DayField(label=_("First day"))
    before = LastDayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, before = said.get("since"), said.get("before")
        if since and since.year < FIRST_YEAR:
            self.add_error("since", _("Please give a day after the year 1999."))
        elif since and before and before <= since:
            self.add_error("before", _("The last day lies before the first. Please look at both again."))
        elif since and before and before - since > LONGEST:
            self.add_error("before", _("These are more than twenty years. Please give fewer."))
        return said

    def period(self) -> Period | None:
        """None where the days are missing or wrong."""
        return Period(self.cleaned_data["since"], self.cleaned_data["before"]) if self.is_valid() else None


def period_in(key: str) -> Period:
    """What an address asks for; this year where that is none."""
    this_year = timezone.localdate().year
    asked = period_of(key)
    if asked is None or asked.since.year > this_year:
        asked = period_of(str(this_year))
        assert asked is not None
    return asked
