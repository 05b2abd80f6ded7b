"""How an import stands and what came of it, told to the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kiezkontor.organisations.models import SourceRun
from kiezkontor.premises import uploads
from kiezkontor.premises.access import is_under_way, order_under_way, orders_open
from kiezkontor.premises.problems_in_words import in_groups

QUIET_AFTER = timedelta(minutes=2)
Status = SourceRun.Status

# What the report of a run counts, in the order shown: (where in the report, name of the number).
RESULTS = (
    ("stored.organisations", gettext_lazy("Entries stored")),
    ("stored.vacancies", gettext_lazy("Vacant units stored")),
    ("stored.observations", gettext_lazy("Observations stored")),
    ("stored.new_units", gettext_lazy("New units")),
    ("stored.new_organisations", gettext_lazy("New entries")),
    ("stored.streets", gettext_lazy("Streets")),
    ("stored.buildings", gettext_lazy("Houses")),
    ("stored.addresses", gettext_lazy("Addresses")),
    ("differences.no_longer_covered", gettext_lazy("No longer covered by the source, left as they are")),
    ("outside_boundary", gettext_lazy("Outside the boundary, left out")),
    ("rows", gettext_lazy("Rows that went in")),
    ("left_out", gettext_lazy("Rows left out")),
)


@dataclass(frozen=True, slots=True)
class State:
    """label, kind: its badge. text: one or two sentences, may be empty. value: percent, None while not known."""

    label: str
    kind: str
    text: str = ""
    value: int | None = None
    is_under_way: bool = False


def state_of(run: SourceRun, *, now: datetime) -> State:
    if run.status == Status.DONE:
        return State(_("done"), "success")
    if run.status == Status.FAILED:
        return State(_("failed"), "danger", run.message)
    if run.status == Status.ASKING:
        if uploads.path_of(run.pk) is None:
            return State(_("stopped"), "warning", _("The uploaded file is no longer there. Please upload it again."))
        text = _("Not all columns of the table are understood. Say what they hold, then it is read.")
        return State(_("waits for its columns"), "warning", text)
    if not is_under_way(run, now=now):
        return State(
            _("stopped"),
            "warning",
            _("The import stopped before its end. What was read stays. Upload the same file again and it goes on."),
        )
    sign = uploads.last_sign(run.pk) or run.started_at
    if run.status == Status.WAITING:
        text = _("Waits since %(moment)s; it begins by itself.") % {"moment": moment(run.started_at)}
        return State(_("waiting"), "info", text, is_under_way=True)
    if now - sign > QUIET_AFTER:
        text = _("No sign of life since %(moment)s. If it was interrupted, it will be tried again by itself.")
        text %= {"moment": moment(sign)}
    else:
        text = run.message or _("Is being read since %(moment)s.") % {"moment": moment(run.started_at)}
    percent = min(99, run.done * 100 // run.total) if run.done and run.total else None
    return State(_("running"), "info", text, percent, is_under_way=True)


def deciding_state(run: SourceRun, *, now: datetime) -> State | None:
    """How far a decision on many differences has got; None where none is under way."""
    order = order_under_way(run, now=now)
    if order is None:
        return None
    done = max(0, order.total - orders_open(order).count())
    text = _("%(done)s of %(total)s differences are decided. You may leave the page meanwhile.")
    text %= {"done": in_groups(done), "total": in_groups(order.total)}
    return State(_("running"), "info", text, min(99, done * 100 // max(1, order.total)), is_under_way=True)


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return date_format(local, "TIME_FORMAT" if local.date() == timezone.localdate() else "SHORT_DATETIME_FORMAT")


def results_of(run: SourceRun) -> list[dict[str, Any]]:
    """The numbers of a finished run that are not zero, and the columns nobody understood."""
    found: list[dict[str, Any]] = []
    for path, label in RESULTS:
        value: Any = run.counts
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        if value:
            found.append({"term": label, "value": in_groups(value)})
    unknown = run.counts.get("unknown_columns")
    if unknown:
        found.append({"term": _("Columns not understood"), "value": ", ".join(unknown)})
    return found
