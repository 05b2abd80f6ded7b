"""How viewings read: in lists, on their page, and to the seeker."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.shared.spoken import spoken
from kiezkontor.vacancies.models import Negotiation, Owner, Viewing
from kiezkontor.vacancies.rules.viewings import AGREED, CANCELLED, HELD, NO_SHOW, PROPOSED, is_far_away

ICONS = {PROPOSED: "help", AGREED: "check", HELD: "visibility", CANCELLED: "close", NO_SHOW: "warning"}


@dataclass(frozen=True)
class Row:
    """A viewing in a list. owner: whose name the seeker may know, "" where nobody agreed to that."""

    viewing: Viewing
    now: datetime
    owner: str = ""

    @property
    def when(self) -> str:
        return moment_said(self.viewing.starts_at)

    @property
    def icon(self) -> str:
        return "clock" if self.is_unheard else ICONS[self.viewing.state]

    @property
    def is_unheard(self) -> bool:
        """Whether its time is over and nobody has noted what came of it."""
        return self.viewing.is_ahead and self.viewing.starts_at < self.now

    @property
    def state(self) -> str:
        if self.is_unheard:
            return _("Please note what came of it")
        said = [capfirst(str(self.viewing.get_state_display()))]
        if self.viewing.result:
            said.append(str(self.viewing.get_result_display()))
        if self.viewing.reason:
            said.append(str(self.viewing.get_reason_display()))
        return ", ".join(said)


def moment_said(at: datetime) -> str:
    local = timezone.localtime(at)
    said = {"day": date_format(local, "SHORT_DATE_FORMAT"), "time": time_format(local, "TIME_FORMAT")}
    return _("%(day)s, %(time)s") % said


def rows_of(viewings: Iterable[Viewing], *, now: datetime) -> list[Row]:
    return [Row(viewing, now) for viewing in viewings]


def own_rows(viewings: Iterable[Viewing], *, now: datetime) -> list[Row]:
    """For the seeker: with the name of the owner where it may be known. Needs `names_owner` on each."""
    rows = []
    for viewing in viewings:
        is_named = getattr(viewing, "names_owner", False) and viewing.owner is not None and viewing.state != CANCELLED
        rows.append(Row(viewing, now, viewing.owner.name if is_named and viewing.owner else ""))
    return rows


@dataclass(frozen=True)
class InVain:
    """What goes on although nobody can have the unit; false where nothing does."""

    viewings: list[Row]
    negotiations: list[Negotiation]

    @classmethod
    def of(cls, rows: Iterable[Row], negotiations: Iterable[Negotiation]) -> Self:
        ahead = [row for row in rows if row.viewing.is_ahead and not row.is_unheard]
        return cls(ahead, [each for each in negotiations if each.is_open])

    def __bool__(self) -> bool:
        return bool(self.viewings or self.negotiations)

    @property
    def said(self) -> str:
        return in_vain_said(len(self.viewings), len(self.negotiations))


def in_vain_said(views: int, talks: int) -> str:
    """How many viewings are ahead and negotiations open, "" where there are none."""
    ahead = ngettext("%(count)s viewing ahead", "%(count)s viewings ahead", views) % {"count": views}
    going_on = ngettext("%(count)s open negotiation", "%(count)s open negotiations", talks) % {"count": talks}
    return ", ".join([ahead] * bool(views) + [going_on] * bool(talks))


def facts_of(viewing: Viewing, named: Owner | None) -> list[dict[str, Any]]:
    event = viewing.event
    minutes = int((event.ends_at - event.starts_at).total_seconds() // 60) if event else None
    return [
        {"term": _("When"), "value": moment_said(viewing.starts_at)},
        {"term": _("Length in minutes"), "value": minutes},
        {"term": _("Where you meet"), "value": spoken(event.place) if event and event.place else ""},
        {"term": _("Who is there"), "value": spoken(viewing.attends) if viewing.attends else ""},
        {"term": _("What the seeker should know"), "value": spoken(event.text) if event and event.text else ""},
        {"term": _("Mail to the seeker"), "value": mail_said(viewing)},
        {"term": _("The seeker may know the owner"), "value": spoken(named.name) if named else ""},
        {"term": _("What was said"), "value": spoken(viewing.words) if viewing.words else ""},
    ]


def mail_said(viewing: Viewing) -> str:
    if viewing.event is None:
        return ""
    if viewing.invitation is None or not viewing.invitation.email:
        return _("None: no address may be written to. Please call.")
    return _("It was sent.") if viewing.invitation.mailed_at else _("It goes out within a minute.")


def day_asked(text: str) -> date:
    """The day an address asks for, today where it is none or years away."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return today if is_far_away(day, on=today) else day
