"""Series of events: planned, made ahead, changed, ended. A change leaves alone what somebody changed by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.access import hosts_in_turn
from kiezkontor.calendar.actions.events import (
    add_event,
    become,
    move_event,
    remove_event,
    set_capacity,
    write_values,
)
from kiezkontor.calendar.actions.reminders import follow_series, remind_as_series
from kiezkontor.calendar.actions.target_groups import let_groups_follow
from kiezkontor.calendar.holidays import public_holidays_between
from kiezkontor.calendar.models import Event, Series, SeriesHost, TargetGroup
from kiezkontor.calendar.placing import place_in_series, placed, placed_anew, rooms_of
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.recurrence import OnHoliday, dates, moment
from kiezkontor.calendar.rules.series import DAYS_AHEAD, Made, host_in_turn, replan, title_of
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused

# What an event takes over from its series.
SHARED = ("kind", "audience", "text", "topic", "initiator", "organiser", "contact", "takes_answers", "hold_hours")


@transaction.atomic
def add_series(
    district: District,
    *,
    values: Mapping[str, Any],
    hosts: Sequence[int],
    groups: Iterable[TargetGroup] = (),
    by: Viewer,
) -> Series:
    """Plan a series and make its events a year ahead.

    hosts: members in the order of their turns. groups: whom its events are for in particular.
    """
    series = Series(district=district, **placed(district, values))
    refuse_without_dates(series)
    series.save()
    put_hosts(series, hosts)
    series.target_groups.set(groups)
    record("series.added", series, by=by, district=district)
    make_ahead(series.pk, by=by)
    series.refresh_from_db()
    return series


@transaction.atomic
def change_series(
    pk: int,
    *,
    values: Mapping[str, Any],
    hosts: Sequence[int],
    groups: Iterable[TargetGroup] | None = None,
    by: Viewer,
) -> Series:
    """Change a series and those of its events to come that nobody changed by hand; refuses an ended one.

    hosts: as `add_series`; other ones than before have its events to come in turn, the first one the next of them.
    groups: None where they stay as they are.
    """
    series = locked_series(pk)
    if series.ended_at:
        raise ActionRefused(_("The series “%(series)s” has ended. Nothing was changed.") % {"series": series})
    reminded = (series.remind_hours, series.remind_text)
    has_other_hosts = [host.pk for host in hosts_in_turn(series)] != list(hosts)
    values = placed_anew(series, values)
    for name, value in values.items():
        setattr(series, name, value)
    refuse_without_dates(series)
    series.save(update_fields=[*values])
    if has_other_hosts:
        put_hosts(series, hosts)
    if (series.remind_hours, series.remind_text) != reminded:
        follow_series(series, had_one=reminded[0] is not None)
    if groups is not None:
        before = set(series.target_groups.all())
        series.target_groups.set(groups)
        now = set(series.target_groups.all())
        to_follow = [each for each in to_come(series) if not is_fixed(each)] if now != before else []
        let_groups_follow(to_follow, gone=before - now, come=now - before, by=by)
    follow_change(series, has_other_hosts=has_other_hosts, by=by)
    record("series.changed", series, by=by, district=series.district)
    return series


@transaction.atomic
def end_series(pk: int, *, with_announced: bool = False, by: Viewer) -> int:
    """Make no more events; those planned that nobody knows of go. Returns how many went.

    with_announced: what was announced is cancelled, and who is invited or has answered hears of it; else it stays. The
    same where somebody else has ended the series meanwhile.
    """
    series, gone = locked_series(pk), 0
    if series.ended_at is None:
        series.ended_at = timezone.now()
        series.save(update_fields=["ended_at"])
        planned = [each.pk for each in to_come(series) if goes_with_series(each)]
        for event in planned:
            remove_event(event, by=by)
        gone = len(planned)
        record("series.ended", series, by=by, district=series.district, count=gone)
    if with_announced:
        for announced in announced_of(series):
            become(announced.pk, stages.CANCELLED, by=by)
    return gone


def goes_with_series(event: Event) -> bool:
    return event.stage == stages.PLANNED and not event.by_hand


def announced_of(series: Series) -> list[Event]:
    return [each for each in to_come(series) if each.stage == stages.ANNOUNCED]


def make_all_ahead() -> int:
    """The nightly step: events of all series a year ahead; returns how many were made."""
    running = Series.objects.filter(ended_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(make_ahead(pk, by=system_viewer("calendar")) for pk in list(running))


@transaction.atomic
def make_ahead(pk: int, *, by: Viewer) -> int:
    """Make the events a series lacks up to a year ahead; killed before its end, the next call makes them all."""
    series = locked_series(pk)
    if series.ended_at:
        return 0
    last = series.events.exclude(series_on=None).order_by("-series_on").values_list("series_on", flat=True).first()
    missing = [day for day in dates_ahead(series) if last is None or day > last]
    return make(series, missing, by=by)


def make(series: Series, days: Sequence[date], *, by: Viewer) -> int:
    hosts = hosts_of(series)
    rooms, made = rooms_of(hosts, series.district), []
    groups, capacity, announce = list(series.target_groups.all()), series.capacity, series.announces
    for day in days:
        host = next_host(series, hosts)
        series.last_number += 1
        number = series.last_number if series.is_counted else None
        values = {name: getattr(series, name) for name in SHARED} | times_on(series, day)
        values |= {"series": series, "series_on": day, "number": number, "title": title_of(series.title, number)}
        values |= {"host": host} | place_in_series(series, host, rooms)
        made.append(
            add_event(series.district, values=values, capacity=capacity, groups=groups, announce=announce, by=by)
        )
    remind_as_series(series, made)
    series.save(update_fields=["last_number", "turns"])
    return len(days)


def hosts_of(series: Series) -> list[Organisation]:
    return [each.organisation for each in series.hosts.select_related("organisation")]


def next_host(series: Series, hosts: Sequence[Organisation]) -> Organisation | None:
    """Whose turn it is, which counts as taken then."""
    found = host_in_turn(hosts, series.turns)
    series.turns += found is not None
    return found


def follow_change(series: Series, *, has_other_hosts: bool, by: Viewer) -> None:
    """Events to come take over what the series says now, in order; too many go, missing ones are made.

    What goes stands for no date any more, so that its number is free for the next one. Events nothing changes for are
    not written, so that no calendar outside hears of them.
    """
    coming = to_come(series)
    plan = replan((Made(each.pk, each.series_on, is_fixed(each)) for each in coming if each.series_on), ahead(series))
    by_key = {each.pk: each for each in coming}
    hosts = hosts_of(series)
    rooms = rooms_of([*hosts, *(each.host for each in coming if each.host)], series.district)
    moved = [pk for pk, day in plan.stay_or_move.items() if by_key[pk].series_on != day]
    series.events.filter(pk__in=[*moved, *plan.too_many]).update(series_on=None)
    for pk, day in plan.stay_or_move.items():
        host = next_host(series, hosts) if has_other_hosts else by_key[pk].host
        place = place_in_series(series, host, rooms)
        write_shared(by_key[pk], series, day, where={"host": host} | place, by=by)
    for pk in plan.too_many:
        drop(by_key[pk], by=by)
    counted = series.events.exclude(number=None).exclude(series_on=None)
    series.last_number = counted.aggregate(last=Max("number"))["last"] or series.last_number
    make(series, plan.missing, by=by)


def write_shared(event: Event, series: Series, day: date, *, where: Mapping[str, Any], by: Viewer) -> None:
    values = {name: getattr(series, name) for name in SHARED} | dict(where)
    values |= {"title": title_of(series.title, event.number), "series_on": day}
    write_values(event.pk, values=values, by=by)
    times = times_on(series, day)
    if times["starts_at"] != event.starts_at or times["ends_at"] != event.ends_at:
        move_event(event.pk, starts_at=times["starts_at"], ends_at=times["ends_at"], by=by, by_hand=False)
    for slot in event.slots.all()[:1]:
        set_capacity(slot.pk, capacity=series.capacity, by=by)


def drop(event: Event, *, by: Viewer) -> None:
    """Planned ones go without a trace; what people know of is cancelled."""
    if event.stage == stages.PLANNED and not event.invitations.exists():
        remove_event(event.pk, by=by)
    else:
        become(event.pk, stages.CANCELLED, by=by)


def is_fixed(event: Event) -> bool:
    return event.by_hand or event.stage not in {stages.PLANNED, stages.ANNOUNCED}


def to_come(series: Series) -> list[Event]:
    found = series.events.select_related("district", "host").filter(series_on__gt=timezone.localdate())
    return list(found.order_by("series_on", "pk"))


def dates_ahead(series: Series) -> list[date]:
    """All dates from its first on until a year from now, with those that are over."""
    until = made_until(series)
    holidays = public_holidays_between(series.district, series.first_on, until)
    return dates(series.rule, series.first_on, until=until, holidays=holidays, on_holiday=OnHoliday(series.on_holiday))


def made_until(series: Series) -> date:
    horizon = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    return min(horizon, series.until_on) if series.until_on else horizon


def ahead(series: Series) -> list[date]:
    return [day for day in dates_ahead(series) if day > timezone.localdate()]


def refuse_without_dates(series: Series) -> None:
    if not dates_ahead(series):
        raise ActionRefused(
            _("This series has no date within the next year. Please look at the first date and at its end."),
            field="first_on",
        )


def times_on(series: Series, day: date) -> dict[str, datetime]:
    zone: Any = timezone.get_default_timezone()
    begins = moment(day, series.starts_at_time, zone)
    return {"starts_at": begins, "ends_at": begins + timedelta(minutes=series.minutes)}


def put_hosts(series: Series, hosts: Sequence[int]) -> None:
    """The list anew; whoever is first in it is next."""
    series.hosts.all().delete()
    SeriesHost.objects.bulk_create(
        SeriesHost(series=series, organisation_id=pk, position=nth) for nth, pk in enumerate(hosts, start=1)
    )
    series.turns = 0
    series.save(update_fields=["turns"])


def locked_series(pk: int) -> Series:
    return Series.objects.select_related("district").select_for_update(of=("self",), no_key=True).get(pk=pk)
