"""How far a run of letters is, as a page shows it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from kiezkontor.notices.letter_runs import KEPT_ONCE_TAKEN, is_kept
from kiezkontor.notices.models import LetterRun


def progress_of(run: LetterRun, *, now: datetime) -> dict[str, Any]:
    """value: in per cent. is_kept: whether the file may be taken; kept_until: None before it was taken."""
    done = run.count if run.finished_at is not None else run.reached
    return {
        "run": run,
        "count": run.count,
        "value": 100 * done // max(1, run.count),
        "text": _("%(done)d of %(count)d letters are written.") % {"done": done, "count": run.count},
        "is_kept": is_kept(run, now=now),
        "kept_until": run.taken_at + KEPT_ONCE_TAKEN if run.taken_at else None,
        "kept_days": KEPT_ONCE_TAKEN // timedelta(days=1),
    }
