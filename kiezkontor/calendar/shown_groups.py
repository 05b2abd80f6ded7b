"""How target groups and their totals read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.calendar.models import EventGroup, TargetGroup
from kiezkontor.calendar.rules.target_groups import told


def total_in_words(row: EventGroup, *, ends_at: datetime, now: datetime) -> str:
    """How many of those who signed up said they belong to a group; nothing before it is over.

    A total that grows while people sign up would tell of each who it was.
    """
    if now <= ends_at:
        return _("The total is shown once the event is over.")
    if not row.asked:
        return _("Nobody was asked when signing up.")
    count = told(row.declared, asked=row.asked)
    if count is None:
        return _("Not shown, because fewer than three said so, or all who were asked: that would tell who it was.")
    said = ngettext("%(count)d of %(asked)d said so.", "%(count)d of %(asked)d said so.", count)
    return said % {"count": count, "asked": row.asked}


def rows_of(found: Iterable[EventGroup], *, ends_at: datetime, now: datetime) -> list[dict[str, Any]]:
    return [{"name": row.group.name, "total": total_in_words(row, ends_at=ends_at, now=now)} for row in found]


def group_rows(groups: Sequence[TargetGroup], counts: Iterable[EventGroup], *, now: datetime) -> list[dict[str, Any]]:
    """Each group with how many events of a year are for it, and how many said they belong, of what may be told.

    The sum is of totals that are shown one by one as well, so that their difference tells nothing more.
    """
    by_group: dict[int, list[EventGroup]] = defaultdict(list)
    for row in counts:
        by_group[row.group_id].append(row)
    return [group_row(group, by_group[group.pk], now=now) for group in groups]


def group_row(group: TargetGroup, rows: Sequence[EventGroup], *, now: datetime) -> dict[str, Any]:
    over = [row for row in rows if row.event.ends_at < now]
    counts = [count for row in over if (count := told(row.declared, asked=row.asked)) is not None]
    events = ngettext("%(count)d event", "%(count)d events", len(rows)) % {"count": len(rows)}
    declared = ngettext("%(count)d declaration", "%(count)d declarations", sum(counts)) % {"count": sum(counts)}
    return {"group": group, "said": f"{events}, {declared}" if counts else events}
