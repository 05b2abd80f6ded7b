"""How events, their days and times and their places read."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kiezkontor.calendar import hooks
from kiezkontor.calendar.models import Answer, Event, Reminder, Series, Slot
from kiezkontor.calendar.rules.foreign import Entry
from kiezkontor.calendar.rules.places import free_places
from kiezkontor.calendar.rules.recurrence import DAYS
from kiezkontor.calendar.rules.reminders import goes_at
from kiezkontor.shared.days import unbroken, weekday_and_day
from kiezkontor.shared.geojson import collection, place

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
    ("WEEKLY", "1"): gettext_lazy("every %(days)s, %(time)s"),
    ("WEEKLY", "2"): gettext_lazy("every second %(days)s, %(time)s"),
    ("MONTHLY", "1"): gettext_lazy("the %(days)s of each month, %(time)s"),
    ("MONTHLY", "3"): gettext_lazy("the %(days)s of every third month, %(time)s"),
    ("MONTHLY", "12"): gettext_lazy("the %(days)s of the same month each year, %(time)s"),
}


ON_DAY = gettext_lazy("on day %(day)s of each month, %(time)s")
ON_LAST_DAY = gettext_lazy("on the last day of each month, %(time)s")


@dataclass(frozen=True)
class Month:
    first_on: date
    events: list[dict[str, Any]]


def day_and_time(event: Event, slot: Slot | None = None) -> str:
    """“Dienstag, 21. März 2027, 19:00 bis 21:00 Uhr” in the active language, on the clock of the place."""
    begins = timezone.localtime((slot and slot.starts_at) or event.starts_at)
    ends = timezone.localtime((slot and slot.ends_at) or event.ends_at)
    first, last = weekday_and_day(begins), weekday_and_day(ends)
    if event.is_all_day:
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    values = {"day": first, "from": f"{begins:%H:%M}", "until": f"{ends:%H:%M}", "last": last}
    if begins.date() == ends.date():
        return _("%(day)s, %(from)s to %(until)s") % values
    return _("%(day)s, %(from)s to %(last)s, %(until)s") % values


def when_of(event: Event, slot: Slot | None) -> str:
    """As `day_and_time`, with the name of the time where it has one: “Erste Führung, Samstag, …”."""
    when = day_and_time(event, slot)
    return f"{slot.label}, {when}" if slot and slot.label else when


def moved_since(event: Event, told: datetime | None) -> str:
    """When it would have begun by the last mail, where it takes place at another time now; "" otherwise."""
    if told is None or told == event.starts_at or event.stage != Event.Stage.ANNOUNCED:
        return ""
    begins = timezone.localtime(told)
    day = weekday_and_day(begins)
    return day if event.is_all_day else _("%(day)s, %(time)s") % {"day": day, "time": time_format(begins, "H:i")}


def where_of(event: Event) -> str:
    return ", ".join(part for part in (event.place, event.address) if part)


def shown(event: Event, slot: Slot | None = None) -> dict[str, Any]:
    """What pages say of an event, or of one of its times, in the active language."""
    return {
        "event": event,
        "when": unbroken(when_of(event, slot)),
        "where": where_of(event),
        "moved_from": event.moved_from
        and unbroken(date_format(timezone.localtime(event.moved_from), "DATETIME_FORMAT")),
        "step_free": event.get_step_free_display() if event.step_free else "",
    }


def coming_entries(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What pages say of entries of a calendar from elsewhere that are no events yet."""
    events = [
        Event(title=each.title, starts_at=each.starts_at, ends_at=each.ends_at, is_all_day=each.is_all_day)
        for each in entries
    ]
    where = [", ".join(part for part in (each.place, each.address) if part) for each in entries]
    return [
        {"title": event.title, "when": unbroken(day_and_time(event)), "where": place}
        for event, place in zip(events, where, strict=True)
    ]


def by_month(events: Iterable[Event]) -> list[Month]:
    """Events in order of their beginning, month by month of the place's calendar."""
    rows = rows_of(list(events))
    grouped = groupby(rows, key=lambda row: timezone.localdate(row["event"].starts_at).replace(day=1))
    return [Month(first_on, list(found)) for first_on, found in grouped]


def rows_of(events: Collection[Event]) -> list[dict[str, Any]]:
    """What lists say of events."""
    days = days_in_words(events)
    return [shown(event) | {"day": days.get(event.pk, "")} for event in events]


def days_in_words(events: Collection[hooks.OfSeveral]) -> dict[int, str]:
    """“Tag 2 von 2” of those that are one day of several, by key."""
    return {pk: day_of_several(*number) for pk, number in hooks.days_among(events).items()}


def day_of_several(number: int, count: int) -> str:
    return _("day %(number)d of %(count)d") % {"number": number, "count": count}


def with_day(title: str, day: str) -> str:
    """“Kasse führen, Tag 2 von 2”, where no page sets both apart."""
    return f"{title}, {day}" if day else title


def around_numbers() -> tuple[str, str]:
    """What stands before and after the number in the address of an event."""
    before, _number, after = reverse("calendar:event", args=[0]).rpartition("0")
    return before, after


def map_rows(events: Collection[Event]) -> list[dict[str, Any]]:
    """As `rows_of`, with no more than the list beside the map says: it may be long."""
    days, (before, after) = days_in_words(events), around_numbers()
    return [
        {
            "event": event,
            "url": f"{before}{event.pk}{after}",
            "day": days.get(event.pk, ""),
            "when": unbroken(day_and_time(event)),
            "where": where_of(event),
            "is_marked": is_marked(event),
        }
        for event in events
    ]


def is_marked(event: Event) -> bool:
    """Whether something has become of it: it is not simply announced."""
    return event.stage != Event.Stage.ANNOUNCED or event.moved_from is not None


def on_map(events: Iterable[Event]) -> HttpResponse:
    """Events with a place as components/map.html reads them."""
    before, after = around_numbers()
    events = list(events)
    days = days_in_words(events)
    return collection(
        place(
            event.lat,
            event.lon,
            key=str(event.pk),
            name=with_day(event.title, days.get(event.pk, "")),
            category=day_and_time(event),
            use_class="public_use",
            url=f"{before}{event.pk}{after}",
            label=_("To the event"),
        )
        for event in events
        if event.lat is not None and event.lon is not None
    )


def places_left(slot: Slot) -> str:
    """How many places there are still, in words; "" where there are places for everybody."""
    if slot.is_full:
        return _("All places are taken; you wait in line.")
    free = free_places(slot.capacity, slot.taken)
    return ngettext("%(count)d place left", "%(count)d places left", free) % {"count": free} if free else ""


def answer_row(answer: Answer) -> dict[str, Any]:
    needs = [str(NEED_WORDS[need]) for need in answer.needs if need in NEED_WORDS]
    said = ", ".join([*needs, answer.note] if answer.note else needs)
    return {"answer": answer, "needs": said, "time": name_of_time(answer.slot)}


def reminder_row(reminder: Reminder, event: Event, *, now: datetime) -> dict[str, Any]:
    """When a reminder goes out or went, as the office reads it."""
    at = reminder.sent_at or goes_at(event.starts_at, reminder.hours_before)
    values = {"at": date_format(timezone.localtime(at), "DATETIME_FORMAT")}
    return {"reminder": reminder, "said": reminder_words(reminder, event, is_late=at <= now, now=now) % values}


def reminder_words(reminder: Reminder, event: Event, *, is_late: bool, now: datetime) -> str:
    if reminder.sent_at:
        return _("went out on %(at)s")
    if event.stage in {Event.Stage.CANCELLED, Event.Stage.POSTPONED}:
        return _("does not go out, because the event does not take place")
    if event.starts_at <= now:
        return _("did not go out, because the event had begun")
    if event.stage == Event.Stage.PLANNED:
        return _("goes out once the event is announced") if is_late else _("goes out on %(at)s, if it is announced")
    return _("goes out within minutes, because its time has come") if is_late else _("goes out on %(at)s")


def taken_in_words(slot: Slot) -> str:
    """“12 von 20 Plätzen vergeben, 3 auf der Warteliste”."""
    values = {"taken": slot.taken, "capacity": slot.capacity, "waiting": slot.waiting}
    if slot.capacity is None:
        return ngettext("%(taken)d place taken", "%(taken)d places taken", slot.taken) % values
    if slot.waiting:
        return _("%(taken)d of %(capacity)d places taken, waiting: %(waiting)d") % values
    return _("%(taken)d of %(capacity)d places taken") % values


def rhythm_in_words(series: Series) -> str:
    """“every month on the first Wednesday, 07:30”; a rule without words of its own is shown as it is."""
    at = time_format(series.starts_at_time, "H:i")
    return said_rhythm(series.rule, at) or f"{series.rule}, {at}"


def said_rhythm(rule: str, at: str) -> str:
    """The words of a rule, "" where it has none. at: the time as it is shown."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    rhythm = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    weekdays, day = parts.pop("BYDAY", ""), parts.pop("BYMONTHDAY", "")
    if parts or bool(weekdays) == bool(day):
        return ""
    if day:
        words = ON_LAST_DAY if day == "-1" else ON_DAY if day.isdecimal() else None
        return str(words) % {"day": day, "time": at} if words and rhythm == ("MONTHLY", "1") else ""
    named = [weekday_in_words(each) for each in weekdays.split(",")]
    known = RHYTHM_WORDS.get(rhythm) if all(named) else None
    return str(known) % {"days": get_text_list(named, _("and")), "time": at} if known else ""


def weekday_in_words(each: str) -> str:
    nth, day = each[:-2], each[-2:]
    if day not in DAYS or (nth and nth not in NTHS):
        return ""
    weekday = str(WEEKDAYS[DAYS.index(day)])
    return f"{NTHS[nth]} {weekday}" if nth else weekday


def time_of(slot: Slot) -> str:
    """When a time of an event is; no more than the hours where the event is on one day."""
    event = slot.event
    first, last = timezone.localdate(event.starts_at), timezone.localdate(event.ends_at)
    if slot.starts_at is None or slot.ends_at is None:
        return _("the whole event")
    if first != last:
        return day_and_time(event, slot)
    begins, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    return _("%(from)s to %(until)s") % {"from": time_format(begins, "H:i"), "until": time_format(ends, "H:i")}


def name_of_time(slot: Slot) -> str:
    """“Erste Führung, 10:00 bis 11:00 Uhr”."""
    return ", ".join(part for part in (slot.label, time_of(slot)) if part)


def time_row(slot: Slot, *, is_open: bool = False) -> dict[str, Any]:
    """What pages say of one of several times."""
    return {
        "slot": slot,
        "label": slot.label,
        "when": time_of(slot),
        "name": name_of_time(slot),
        "taken": taken_in_words(slot),
        "is_cancelled": slot.cancelled_at is not None,
        "is_open": is_open,
        "is_full": slot.is_full,
    }


def slot_label(slot: Slot) -> str:
    """As `name_of_time`, with how many places are left."""
    return " – ".join(part for part in (name_of_time(slot), places_left(slot)) if part)
