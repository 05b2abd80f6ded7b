"""Whether it is open as a sentence; the sentences are those the browser fills in as time goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.directory import access
from kiezkontor.directory.rules.known_hours import KnownHours, minute_of
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.methods.opening_hours import Interval, StatusKind, status
from kiezkontor.organisations.week import weekday
from kiezkontor.shared.markup import Ready

ALWAYS = timedelta(days=7)
KNOWN_AHEAD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Hours:
    """Open times of the coming days. intervals: as the browser takes them; sentence: for people without scripts."""

    known: KnownHours
    intervals: Ready
    sentence: str


def shown_hours(
    request: DistrictRequest, pattern_ids: Iterable[int | None], *, now: datetime
) -> Mapping[int, Hours | None]:
    """Hours by pattern; None or missing where nothing is known. One statement for those not asked for before.

    What pages show of a district's patterns is shared by all of them until something changes or the minute is over.
    """
    minute = minute_of(now)
    shared: dict[int, Hours | None] = of_district(request, "hours", dict, moment=minute.isoformat())
    missing = {pattern for pattern in pattern_ids if pattern is not None and pattern not in shared}
    known = access.openings(missing, since=minute, until=minute + KNOWN_AHEAD)
    for pattern in missing:
        found = known.get(pattern)
        shared[pattern] = Hours(found, Ready(for_browser(found)), sentence(found, minute)) if found else None
    return shared


def for_browser(known: KnownHours) -> list[list[str]]:
    """[start, end] as UTC moments, with a third element "unbekannt" where it is not certain, "weiter" where it may go
    on beyond that end."""
    return [[moment(one.start), moment(one.end), *doubt(known, one)] for one in known.intervals]


def doubt(known: KnownHours, interval: Interval) -> list[str]:
    if not interval.certain:
        return ["unbekannt"]
    return ["weiter"] if known.is_cut(interval) else []


def moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def sentence(known: KnownHours, now: datetime) -> str:
    """Whether it is open at `now`, for people without scripts; known: the coming days."""
    found = status(known.intervals, now, known_until=known.until)
    if found.kind is StatusKind.UNKNOWN:
        return _("Possibly open")
    if found.kind is StatusKind.OPEN:
        if found.until is None and known.until - now <= ALWAYS:
            return _("Open")
        return open_sentence(found.until, now)
    return closed_sentence(found.opens_at, now)


def open_sentence(until: datetime | None, now: datetime) -> str:
    if until is None or until - now > ALWAYS:
        return _("Open around the clock")
    if until - now < timedelta(days=1):
        return _("Open until {time}").format(time=clock(until))
    return _("Open until {day}, {time}").format(day=weekday(until), time=clock(until))


def closed_sentence(opens_at: datetime | None, now: datetime) -> str:
    if opens_at is None:
        return _("Closed")
    days = (timezone.localtime(opens_at).date() - timezone.localtime(now).date()).days
    if days == 0:
        return _("Closed, opens at {time}").format(time=clock(opens_at))
    if days == 1:
        return _("Closed, opens tomorrow at {time}").format(time=clock(opens_at))
    if days < 6:
        return _("Closed, opens {day} at {time}").format(day=weekday(opens_at), time=clock(opens_at))
    return _("Closed")


def next_sentence(opens_at: datetime, now: datetime, *, count: int) -> str:
    """How a list of the entries begins that open next, all at that moment; within the coming week."""
    days = (timezone.localtime(opens_at).date() - timezone.localtime(now).date()).days
    values = {"time": clock(opens_at), "day": weekday(opens_at)}
    if days == 0:
        return ngettext("The next opens at %(time)s:", "The next open at %(time)s:", count) % values
    if days == 1:
        return ngettext("The next opens tomorrow at %(time)s:", "The next open tomorrow at %(time)s:", count) % values
    return ngettext("The next opens on %(day)s at %(time)s:", "The next open on %(day)s at %(time)s:", count) % values


def clock(value: datetime) -> str:
    return f"{timezone.localtime(value):%H:%M}"
