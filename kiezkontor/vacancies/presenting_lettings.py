"""Leases and interim uses as pages and files show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies.models import FollowUp, Letting
from kiezkontor.vacancies.rules import lettings as rules

COLUMNS = (
    gettext_lazy("Address"),
    gettext_lazy("Kind"),
    gettext_lazy("What it is used for"),
    gettext_lazy("Name of the shop or use"),
    gettext_lazy("Tenant or user"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
    gettext_lazy("Extended so far"),
    gettext_lazy("How it ended"),
    gettext_lazy("Ended on"),
    gettext_lazy("Jobs"),
)


@dataclass(frozen=True)
class Row:
    letting: Letting
    state: str
    ends_soon: bool


def rows_of(found: Iterable[Letting]) -> list[Row]:
    """Running ones first, those that end soonest at the top; then those that are over, the latest first."""
    today = timezone.localdate()
    running: list[Row] = []
    over: list[Row] = []
    for letting in found:
        soon = bool(letting.is_running and letting.ends_on and rules.reminded_on(letting.ends_on, on=today))
        (running if letting.is_running else over).append(Row(letting, state_of(letting), soon))
    running.sort(key=lambda row: (row.letting.ends_on or date.max, row.letting.pk))
    over.sort(key=lambda row: (row.letting.ended_on or date.min, row.letting.pk), reverse=True)
    return running + over


def cells_of(row: Row) -> list[Any]:
    letting = row.letting
    return [
        str(letting.case),
        str(letting.get_kind_display()),
        letting.purpose,
        letting.sign,
        letting.tenant,
        letting.begins_on,
        letting.last_day,
        letting.extensions,
        str(letting.get_ending_display()) if letting.ending else "",
        letting.ended_on - timedelta(days=1) if letting.ended_on else None,
        letting.jobs,
    ]


def day(value: date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""


def state_of(letting: Letting) -> str:
    """How it stands, as a whole phrase: runs without an end, until a day, begins on a day, or how it ended."""
    if letting.ended_on is not None:
        said = {"ending": letting.get_ending_display(), "day": day(letting.ended_on - timedelta(days=1))}
        return capfirst(_("%(ending)s, last day %(day)s") % said)
    if not letting.has_begun:
        return _("begins on %(day)s") % {"day": day(letting.begins_on)}
    if letting.last_day is None:
        return _("runs without an end")
    if letting.last_day < timezone.localdate():
        return _("was agreed until %(day)s; nobody has said what came after") % {"day": day(letting.last_day)}
    return _("runs until %(day)s") % {"day": day(letting.last_day)}


def in_euros(value: Decimal | None) -> str:
    return (
        _("%(amount)s euros") % {"amount": number_format(value, decimal_pos=2, force_grouping=True)}
        if value is not None
        else ""
    )


def facts_of(letting: Letting) -> list[dict[str, Any]]:
    """For components/definition_list.html."""
    change = str(letting.get_change_of_use_display())
    if letting.change_of_use_note:
        change = f"{change} ({letting.change_of_use_note})"
    numbers = {
        _("Months of notice"): letting.notice_months,
        _("Extended so far"): letting.extensions or None,
        _("Jobs"): letting.jobs,
    }
    return [
        {"term": _("Kind"), "value": capfirst(str(letting.get_kind_display()))},
        {"term": _("What it is used for"), "value": spoken(letting.purpose)},
        {"term": _("Name of the shop or use"), "value": letting.sign},
        {"term": _("Tenant or user"), "value": letting.tenant},
        {"term": _("First day"), "value": day(letting.begins_on)},
        {"term": _("Last day"), "value": day(letting.last_day)},
        {"term": _("May be extended until"), "value": day(letting.extendable_until)},
        {"term": _("Deposit"), "value": in_euros(letting.deposit)},
        *({"term": term, "value": str(value) if value is not None else ""} for term, value in numbers.items()),
        {"term": _("Who pays for what"), "value": spoken(letting.who_pays) if letting.who_pays else ""},
        {"term": _("Insurance"), "value": letting.insurance},
        {"term": _("Permission for the change of use"), "value": capfirst(change)},
    ]


def rents_of(letting: Letting) -> list[dict[str, Any]]:
    """The steps of the rent: pk, from_on, and as text cold, utilities and whole."""
    return [
        {
            "pk": rent.pk,
            "from_on": rent.from_on,
            "cold": in_euros(rent.cold),
            "utilities": in_euros(rent.utilities),
            "whole": in_euros(rent.whole),
        }
        for rent in letting.rents.all()
    ]


@dataclass(frozen=True)
class Asked:
    """One follow-up: when it is due, and what came of it, if somebody asked already."""

    label: str
    due_on: date
    made: FollowUp | None
    is_due: bool
    url: str


def follow_ups_of(letting: Letting) -> list[Asked]:
    """Those that were made, and those that will be asked."""
    made = {each.months: each for each in letting.follow_ups.all()}
    today = timezone.localdate()
    is_gone = any(each.result == FollowUp.Result.GONE for each in made.values())
    asks = letting.is_running or (letting.ending in rules.OPEN_ENDS and not is_gone)
    return [
        Asked(
            asked_after(months),
            due_on,
            made.get(months),
            due_on <= today and months not in made,
            follow_up_url(letting, months),
        )
        for months, due_on in rules.follow_ups(letting.begins_on, letting.ended_on)
        if asks or months in made
    ]


def asked_after(months: int) -> str:
    return _("After the end") if months == rules.AFTER_END else _("After %(months)s months") % {"months": months}


def follow_up_url(letting: Letting, months: int) -> str:
    return reverse(f"vacancies:letting_follow_up_{months}", args=[letting.pk])
