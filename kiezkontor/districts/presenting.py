"""Projects, team and office hours as pages show them: worded, dated, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

import phonenumbers
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kiezkontor.districts.funding import FundingLine, funding_line
from kiezkontor.districts.models import District, Project, TeamMember
from kiezkontor.districts.requests import DistrictRequest, of_district
from kiezkontor.districts.rules.period import (
    Period,
    Precision,
    Status,
    days_of,
    months_of,
    printed_long,
    printed_short,
    status_on,
)
from kiezkontor.methods.opening_hours import DayHours, DaySpan, HoursError, WeekTable, week_table
from kiezkontor.shared.days import last_day, weekday_and_day


def language() -> str:
    return (get_language() or "de")[:2]


def period_of(project: Project) -> Period:
    return Period(project.from_on, project.until_on, cast("Precision", project.from_precision))


def status_label(status: Status | None) -> str:
    labels = {"planned": _("planned"), "running": _("running"), "finished": _("finished")}
    return labels[status] if status else ""


@dataclass(frozen=True)
class ShownMember:
    name: str
    qualification: str
    role: str
    competence: str
    period: str
    is_former: bool


@dataclass(frozen=True)
class ShownProject:
    """A project with its period in words. kind_of_status: info, success or empty, for the badge."""

    project: Project
    status: Status | None
    status_label: str
    period_long: str
    period_short: str
    length: str

    @property
    def badge(self) -> str:
        return {"running": "success", "planned": "info"}.get(self.status or "", "")

    @property
    def period(self) -> str:
        """Both printed forms where they differ: the exact days, and the months in brackets."""
        if not self.period_short or self.period_short == self.period_long:
            return self.period_long
        return f"{self.period_long} ({self.period_short})"

    @property
    def name(self) -> str:
        return self.project.official_name or self.project.short_name

    @property
    def is_finished(self) -> bool:
        return self.status == "finished"


def shown_project(project: Project, *, on: date) -> ShownProject:
    period, words = period_of(project), language()
    status = status_on(period, on=on)
    return ShownProject(
        project,
        status,
        status_label(status),
        printed_long(period, words),
        printed_short(period, words),
        length_of(period),
    )


def current_project(request: DistrictRequest, *, on: date) -> tuple[FundingLine, ShownProject | None]:
    """Who pays, and the project that runs on the day, else the latest one; shared by the pages of the district."""

    def made() -> tuple[FundingLine, ShownProject | None]:
        line = funding_line(request.district)
        return line, shown_project(line.project, on=on) if line.project else None

    return of_district(request, "project", made, moment=on.isoformat())


def length_of(period: Period) -> str:
    months, days = months_of(period), days_of(period)
    if months is None:
        return ""
    whole = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    if days is None:
        return whole
    exact = ngettext("%(days)s day", "%(days)s days", days) % {"days": date_independent_number(days)}
    return f"{whole}, {exact}"


def date_independent_number(number: int) -> str:
    separator = "." if language() == "de" else ","
    return f"{number:,}".replace(",", separator)


def shown_team(members: Iterable[TeamMember], *, on: date) -> list[ShownMember]:
    """In printed order; half-open periods are shown by their last day."""
    shown = []
    for member in members:
        last = last_day(member.until_on)
        text = ""
        if member.from_on or last:
            precision: Precision = "day" if member.from_on else "unknown"
            text = printed_long(Period(member.from_on, last, precision), language())
        shown.append(
            ShownMember(
                member.name,
                member.qualification,
                member.role,
                member.competence,
                text,
                is_former=member.until_on is not None and on >= member.until_on,
            )
        )
    return shown


def phone_as_printed(phone: str) -> str:
    """A number stored as +4923669360621 as people write it at home; other texts stay as they are."""
    try:
        number = phonenumbers.parse(phone, "DE")
    except phonenumbers.NumberParseException:
        return phone
    kind = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(number, kind.NATIONAL if number.country_code == 49 else kind.INTERNATIONAL))


@dataclass(frozen=True)
class ShownHours:
    """rows: as components/hours_table.html takes them. notes: comments such as "by appointment"."""

    rows: list[dict[str, object]]
    notes: list[str]
    holiday: str


def shown_hours(district: District, *, on: date) -> ShownHours | None:
    """The office's week from Monday with the next holiday of its state; None where no hours are known."""
    if not district.office_hours.strip():
        return None
    monday = date.fromordinal(on.toordinal() - on.weekday())
    try:
        table = week_table(district.office_hours, region=district.region, on=monday)
        ahead = week_table(district.office_hours, region=district.region, on=on)
    except HoursError:
        return None
    rows: list[dict[str, object]] = [
        {"day": WEEKDAYS[day.on.weekday()], "times": times_of(day), "today": day.on == on} for day in table.days
    ]
    notes = list(dict.fromkeys([*table.notes, *(note for day in table.days for note in day.notes)]))
    return ShownHours(rows, notes, holiday_sentence(ahead))


def times_of(day: DayHours) -> list[str]:
    return [span_text(span) for span in day.spans]


def span_text(span: DaySpan) -> str:
    """An office that names days without hours is reachable on them; nobody works around the clock."""
    if span.all_day:
        return _("reachable") if span.certain else _("by appointment")
    opens = f"{span.opens:%H:%M}"
    if span.closes is None:
        return _("from %(time)s") % {"time": opens}
    return f"{opens}–{span.closes:%H:%M}"


def holiday_sentence(table: WeekTable) -> str:
    day = table.next_holiday
    if day is None or day.holiday is None:
        return ""
    values = {"name": day.holiday.named(language()), "day": weekday_and_day(day.on)}
    if not day.spans or not day.by_rule_for_holidays:
        return _("The next holiday is %(name)s on %(day)s; the office is closed on that day.") % values
    return _("The next holiday is %(name)s on %(day)s; the office is open on that day.") % values
