"""The week of opening hours as a form: seven days with a break, public holidays, weeks that differ."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kiezkontor.methods.opening_hours import long_nights
from kiezkontor.methods.opening_hours.plain_week import EVERY_DAY, PlainWeek, Season, Spans, written
from kiezkontor.organisations.models import FieldClaim
from kiezkontor.organisations.week import WEEKDAYS_FROM
from kiezkontor.shared.fields import DayField, hours_in_words, sentence_on_nights

MINUTES_A_DAY = 24 * 60
SEASONS, FREE_SEASONS = 8, 2
COPY = "copy"
HOLIDAYS = (
    ("", _("not said: as on other days, or it depends")),
    ("closed", _("closed")),
    ("open", _("open at these times:")),
)


def weekday_name(day: int, pattern: str = "l") -> str:
    return date_format(WEEKDAYS_FROM + timedelta(days=day), pattern)


def weekdays() -> list[tuple[str, str]]:
    return [(str(day), weekday_name(day, "D")) for day in range(7)]


class ClockField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WeekForm(forms.Form):
    """Holds a PlainWeek. What does not go in is refused with a sentence at the day it belongs to.

    seen: the stored text when the form was opened, so that somebody else's change meanwhile is noticed.
    """

    quiet = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    holidays = forms.ChoiceField(
        label=_("On public holidays"), choices=HOLIDAYS, required=False, widget=forms.RadioSelect
    )
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=100, help_text=_("For example: by appointment.")
    )
    over_night = forms.BooleanField(label=_("Yes, it stays open over night"), required=False)

    def __init__(self, data: Any = None, *, week: PlainWeek, stored: str, asks_basis: bool) -> None:
        super().__init__(self.copied(data), initial=values_of(week) | {"seen": stored})
        for name in [*(f"d{day}" for day in range(7)), "h"]:
            self.add_times(name, 2)
        for number in range(SEASONS):
            name = f"s{number}"
            self.fields[f"{name}_first"] = DayField(label=_("Day, or first day"), required=False)
            self.fields[f"{name}_last"] = DayField(
                label=_("Last day"), required=False, help_text=_("Leave empty where it is a single day.")
            )
            self.fields[f"{name}_yearly"] = forms.BooleanField(label=_("The same every year"), required=False)
            self.fields[f"{name}_days"] = forms.MultipleChoiceField(
                label=_("On these weekdays"),
                choices=weekdays,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(day) for day in range(7)],
            )
            self.add_times(name, 2)
        if not self.doubted:
            del self.fields["over_night"]
        if asks_basis:
            self.fields["basis"] = forms.ChoiceField(
                label=_("How do you know?"), choices=FieldClaim.Basis.choices, widget=forms.RadioSelect
            )

    def add_times(self, name: str, spans: int) -> None:
        for number in range(1, spans + 1):
            self.fields[f"{name}_from{number}"] = ClockField(label=_("from"), required=False)
            self.fields[f"{name}_to{number}"] = ClockField(label=_("to"), required=False)

    @staticmethod
    def copied(data: Any) -> Any:
        """With Monday's times on Tuesday to Friday, where that was asked for."""
        if not data or COPY not in data:
            return data
        copied = data.copy()
        for day in range(1, 5):
            for end in ("from1", "to1", "from2", "to2"):
                copied[f"d{day}_{end}"] = data.get(f"d0_{end}", "")
        return copied

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in self.groups():
            self.check_times(name)
        if values.get("holidays") == "open" and not self.spans("h"):
            self.add_error("h_from1", gettext("Please give the times on public holidays."))
        for number in range(SEASONS):
            self.check_days(f"s{number}")
        return values

    def groups(self) -> list[str]:
        return [*(f"d{day}" for day in range(7)), "h", *(f"s{number}" for number in range(SEASONS))]

    def check_days(self, name: str) -> None:
        first, last = (self.cleaned_data.get(f"{name}_{end}") for end in ("first", "last"))
        if first is None and f"{name}_first" not in self.errors and (last or self.spans(name)):
            said = gettext("%(day)s: Please say from which day on this holds.")
            self.add_error(f"{name}_first", said % {"day": day_name(name)})
        elif first and last and last < first:
            said = gettext("%(day)s: The last day lies before the first.")
            self.add_error(f"{name}_last", said % {"day": day_name(name)})

    def check_times(self, name: str) -> None:
        """Each time has its end, and a second one begins after the first has ended."""
        day = {"day": day_name(name)}
        for number in (1, 2):
            begins, ends = (self.cleaned_data.get(f"{name}_{end}{number}") for end in ("from", "to"))
            if (begins is None) != (ends is None) and f"{name}_to{number}" not in self.errors:
                self.add_error(f"{name}_to{number}", gettext("%(day)s: Please give both times, from and to.") % day)
        spans = self.spans(name)
        if len(spans) == 2 and spans[1][0] < spans[0][1]:
            said = gettext("%(day)s: The second time begins before the first has ended.")
            self.add_error(f"{name}_from2", said % day)

    def clean_over_night(self) -> bool:
        if not self.cleaned_data["over_night"]:
            raise forms.ValidationError(sentence_on_nights(self.doubted))
        return True

    @cached_property
    def doubted(self) -> list[str]:
        """Times that go on into the morning, which are more often a slip than meant."""
        if not self.is_bound:
            return []
        pairs = [
            (self.data.get(f"{name}_from{number}", ""), self.data.get(f"{name}_to{number}", ""))
            for name in self.groups()
            for number in (1, 2)
        ]
        texts = {f"{begins}-{ends}" for begins, ends in pairs if begins and ends and "00:00" != ends <= begins}
        return [each for text in sorted(texts) for each in nights_in(text)]

    def spans(self, name: str) -> Spans:
        found = []
        for number in (1, 2):
            begins, ends = (self.cleaned_data.get(f"{name}_{end}{number}") for end in ("from", "to"))
            if begins is not None and ends is not None:
                first, last = minutes(begins), minutes(ends)
                found.append((first, last if last > first else last + MINUTES_A_DAY))
        return tuple(found)

    @property
    def expression(self) -> str:
        """The hours in OSM syntax, of a valid form."""
        holidays = {"": None, "closed": (), "open": self.spans("h")}[self.cleaned_data["holidays"]]
        seasons = [season for number in range(SEASONS) if (season := self.season(number)) is not None]
        days = tuple(self.spans(f"d{day}") for day in range(7))
        return written(PlainWeek(days, holidays, tuple(seasons), self.cleaned_data["remark"]))

    def season(self, number: int) -> Season | None:
        name, values = f"s{number}", self.cleaned_data
        first = values.get(f"{name}_first")
        if not first:
            return None
        last = values.get(f"{name}_last") or first
        spans = self.spans(name)
        days = frozenset(map(int, values[f"{name}_days"])) or EVERY_DAY
        year = None if values[f"{name}_yearly"] or first.year != last.year else first.year
        return Season((first.month, first.day), (last.month, last.day), spans, days if spans else EVERY_DAY, year)

    def show_stored(self, stored: Mapping[str, Any]) -> None:
        """After a conflict the next sending is compared with what is stored now, and the form says what that is."""
        now = stored["opening_hours"]
        data = cast(QueryDict, self.data).copy()
        data["seen"] = now
        self.data = data
        sentence = gettext("Stored now: %(value)s")
        self.add_error(None, sentence % {"value": hours_in_words(now) or gettext("(empty)")})

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row a weekday: name, the bound fields of the first time and of the second."""
        for day in range(7):
            yield {"name": weekday_name(day), **self.times(f"d{day}")}

    def times(self, name: str) -> dict[str, Any]:
        first, second = ([self[f"{name}_{end}{number}"] for end in ("from", "to")] for number in (1, 2))
        return {"first": first, "second": second, "has_second": any(field.value() for field in second)}

    def holiday_times(self) -> dict[str, Any]:
        return self.times("h")

    def season_rows(self) -> Iterator[dict[str, Any]]:
        """Those that hold something, and some that are free. is_open: whether there is something to look at."""
        free = 0
        for number in range(SEASONS):
            name = f"s{number}"
            fields = [self[f"{name}_{end}"] for end in ("first", "last", "yearly", "days")]
            times = self.times(name)
            shown = [*fields[:2], *times["first"], *times["second"]]
            is_open = any(field.value() or field.errors for field in shown)
            free += not is_open
            if is_open or free <= FREE_SEASONS:
                yield {"name": season_name(number), "fields": fields, "times": times, "is_open": is_open}


def season_name(number: int) -> str:
    return gettext("Day or period %(number)s") % {"number": number + 1}


def day_name(name: str) -> str:
    """Named in what is wrong with it: above the form nobody sees beside which day a sentence stands."""
    if name == "h":
        return gettext("Public holidays")
    return weekday_name(int(name[1:])) if name.startswith("d") else season_name(int(name[1:]))


def nights_in(text: str) -> list[str]:
    try:
        return long_nights(text)
    except ValueError:
        return []


def minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def clock(of: int) -> time:
    of %= MINUTES_A_DAY
    return time(of // 60, of % 60)


def values_of(week: PlainWeek) -> dict[str, Any]:
    """A week as the initial values of the form."""
    values: dict[str, Any] = {"remark": week.remark}
    for day, spans in enumerate(week.days):
        values |= times_of(f"d{day}", spans)
    values["holidays"] = "" if week.holidays is None else "open" if week.holidays else "closed"
    values |= times_of("h", week.holidays or ())
    today = timezone.localdate()
    for number, season in enumerate(week.seasons[:SEASONS]):
        year = season.year or today.year
        last = next_on(season.last, year if season.first <= season.last else year + 1)
        values |= {
            f"s{number}_first": next_on(season.first, year),
            f"s{number}_last": None if season.first == season.last else last,
            f"s{number}_yearly": season.year is None,
            f"s{number}_days": [str(day) for day in sorted(season.days)],
        }
        values |= times_of(f"s{number}", season.spans)
    return values


def next_on(day: tuple[int, int], year: int) -> date:
    return date(year, *day)


def times_of(name: str, spans: Spans) -> Mapping[str, time]:
    found = {}
    for number, (begins, ends) in enumerate(spans[:2], start=1):
        found[f"{name}_from{number}"], found[f"{name}_to{number}"] = clock(begins), clock(ends)
    return found


def holds(week: PlainWeek | None) -> bool:
    """Whether the form has rows enough for a week."""
    if week is None or len(week.seasons) > SEASONS:
        return False
    return all(len(spans) <= 2 for spans in (*week.days, week.holidays or (), *(each.spans for each in week.seasons)))
