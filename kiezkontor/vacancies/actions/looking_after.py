"""What is written down while a unit is let: how it was handed over, and how it goes."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.actions.lettings import locked
from kiezkontor.vacancies.models import FollowUp, Handover
from kiezkontor.vacancies.rules.lettings import AFTER_END


@dataclass(frozen=True)
class Record:
    """What a handover record says. on: the day."""

    way: str
    on: date
    present: str = ""
    keys: int | None = None
    meters: str = ""
    condition: str = ""


@transaction.atomic
def hand_over(pk: int, written: Record, *, by: Viewer) -> Handover:
    """Write down in which state a unit was handed over; refuses a day that has not come."""
    letting = locked(pk)
    if written.on > timezone.localdate():
        raise ActionRefused(
            _("This day has not come yet. Please write the record when the unit is handed over."), field="on"
        )
    made = Handover.objects.create(letting=letting, **asdict(written))
    record("letting.handed_over", letting, by=by, district=letting.case.district, way=written.way)
    return made


@transaction.atomic
def follow_up(pk: int, *, months: int, result: str, jobs: int | None, words: str, by: Viewer) -> FollowUp:
    """Note how it goes after so many months; a second time puts the first one right.

    Refuses the question after the end of a use that is not over.
    """
    letting = locked(pk)
    if months == AFTER_END and letting.is_running:
        raise ActionRefused(_("This use is not over yet. Please note its end first."), field="result")
    said = {"asked_on": timezone.localdate(), "result": result, "jobs": jobs, "words": words.strip()}
    made, _is_new = FollowUp.objects.update_or_create(letting=letting, months=months, defaults=said)
    record("letting.followed_up", letting, by=by, district=letting.case.district, months=months, result=result)
    return made
