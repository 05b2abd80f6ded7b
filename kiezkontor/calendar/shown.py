"""How events, their days and times and their places read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.calendar.models import Answer, Event, Series, Slot
from kiezkontor.calendar.rules.places import free_places
from kiezkontor.calendar.rules.recurrence import DAYS

NEED_WORDS = {
    "interpreter": gettext_lazy("an interpreter"),
    "step_free": gettext_lazy("a way in without steps"),
    "sign_language": gettext_lazy("sign language"),
    "diet": gettext_lazy("food without meat"),
    "child_care": gettext_lazy("somebody to look after children"),
}

NTHS = {
    "1": gettext_lazy("first"),
    "2": gettext_lazy("second"),
    "3": gettext_lazy("third"),
    "4": gettext_lazy("fourth"),
    "-1": gettext_lazy("last"),
}
RHYTHM_WORDS = {
    ("WEEKLY", "1"): gettext_lazy("every %(weekday)s, %(time)s"),
    ("WEEKLY", "2"): gettext_lazy("every second %(weekday)s, %(time)s"),
    ("MONTHLY", "1"): gettext_lazy("the %(nth)s %(weekday)s of each month, %(time)s"),
    ("MONTHLY", "3"): gettext_lazy("the %(nth)s %(weekday)s of every third month, %(time)s"),
    ("MONTHLY", "12"): gettext_lazy("the %(nth)s %(weekday)s of the same month each year, %(time)s"),
}


@dataclass(frozen=True)
class Month:
    first_on: date
    events: list[dict[str, Any]]


def day_and_time(event: Event, slot: Slot | None = None) -> str:
    """“Dienstag, 21. März 2027, 19:00 bis 21:00 Uhr” in the active language, on the clock of the place."""
    begins = timezone.localtime((slot and slot.starts_at) or event.starts_at)
    ends = timezone.localtime((slot and slot.ends_at) or event.ends_at)
    first, last = date_format(begins, "l, j. F Y"), date_format(ends, "l, j. F Y")
    if event.is_all_day:
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    values = {"day": first, "from": time_format(begins, "H:i"), "until": time_format(ends, "H:i"), "last": last}
    if begins.date() == ends.date():
        return _("%(day)s, %(from)s to %(until)s") % values
    return _("%(day)s, %(from)s to %(last)s, %(until)s") % values


def shown(event: Event) -> dict[str, Any]:
    """What pages say of an event, in the active language."""
    return {
        "event": event,
        "when": day_and_time(event),
        "where": ", ".join(part for part in (event.place, event.address) if part),
        "moved_from": event.moved_from and date_format(timezone.localtime(event.moved_from), "j. F Y, H:i"),
        "step_free": event.get_step_free_display() if event.step_free else "",
    }


def by_month(events: Iterable[Event]) -> list[Month]:
    """Events in order of their beginning, month by month of the place's calendar."""
    grouped = groupby(events, key=lambda event: timezone.localdate(event.starts_at).replace(day=1))
    return [Month(first_on, [shown(event) for event in found]) for first_on, found in grouped]


def places_left(slot: Slot) -> str:
    """How many places there are still, in words; "" where there are places for everybody."""
    free = free_places(slot.capacity, slot.taken)
    if free is None:
        return ""
    if free and not slot.waiting:
        return ngettext("%(count)d place left", "%(count)d places left", free) % {"count": free}
    return _("All places are taken; you wait in line.")


def answer_row(answer: Answer) -> dict[str, Any]:
    needs = [str(NEED_WORDS[need]) for need in answer.needs if need in NEED_WORDS]
    return {"answer": answer, "needs": ", ".join([*needs, answer.note] if answer.note else needs)}


def taken_in_words(slot: Slot) -> str:
    """“12 von 20 Plätzen vergeben, 3 auf der Warteliste”."""
    values = {"taken": slot.taken, "capacity": slot.capacity, "waiting": slot.waiting}
    if slot.capacity is None:
        return ngettext("%(taken)d place taken", "%(taken)d places taken", slot.taken) % values
    if slot.waiting:
        return _("%(taken)d of %(capacity)d places taken, waiting: %(waiting)d") % values
    return _("%(taken)d of %(capacity)d places taken") % values


def rhythm_in_words(series: Series) -> str:
    """“every month on the first Wednesday, 07:30”; a rule nobody made by a rhythm is shown as it is."""
    values = {"weekday": "", "nth": "", "time": time_format(series.starts_at_time, "H:i")}
    parts = dict(part.split("=", 1) for part in series.rule.split(";"))
    day, every = parts.get("BYDAY", ""), parts.get("INTERVAL", "1")
    if day[-2:] in DAYS and set(parts) <= {"FREQ", "INTERVAL", "BYDAY"} and "," not in day:
        values["weekday"] = str(WEEKDAYS[DAYS.index(day[-2:])])
        values["nth"] = str(NTHS.get(day[:-2], ""))
        words = RHYTHM_WORDS.get((parts.get("FREQ", ""), every))
        if words and (values["nth"] or not day[:-2]):
            return str(words) % values
    return f"{series.rule}, {values['time']}"


def slot_label(slot: Slot) -> str:
    parts = [slot.label, day_and_time(slot.event, slot) if slot.starts_at else "", places_left(slot)]
    return " – ".join(part for part in parts if part)
