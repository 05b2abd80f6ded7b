"""A person decides which of two notes of a unit holds."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.premises.models import Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.actions.walking import add, latest_of, open_round, state_of
from kiezkontor.surveys.models import WalkConflict, WalkOperation
from kiezkontor.surveys.rules.operations import NEW_UNIT, Noted

Decision = WalkConflict.Decision


@transaction.atomic
def decide(pk: int, decision: Decision, *, by: Viewer) -> WalkConflict:
    """Theirs: what stands goes on standing. Mine: what could not be merged is noted once more and holds from its day.

    A unit of which nobody knows but by a late note that is not taken goes away again.

    Refuses one that was decided already.
    """
    found = WalkConflict.objects.select_for_update(of=("self",), no_key=True).select_related(
        "operation__lease__survey_round__district", "against"
    )
    conflict = found.get(pk=pk)
    if conflict.decision != Decision.OPEN:
        raise ActionRefused(_("Somebody else has decided this already."))
    lease = conflict.operation.lease
    open_round(lease.survey_round)
    if decision == Decision.MINE:
        unit = Unit.objects.select_for_update(no_key=True).get(pk=conflict.unit_id)
        mine = dict(conflict.mine)
        latest = latest_of(unit)
        state = state_of(latest)
        for name in conflict.fields:
            state[name] = mine[name]
        day = max(date.fromisoformat(mine["seen_on"]), latest.seen_on if latest else date.min)
        add(lease, unit, state, noted_again(mine), day, by)
    conflict.decision, conflict.decided_by, conflict.decided_at = decision, by.person, timezone.now()
    conflict.save(update_fields=["decision", "decided_by", "decided_at"])
    record("walk.decided", conflict.unit, by=by, district=lease.survey_round.district, kept=str(decision))
    if decision == Decision.THEIRS and conflict.operation.kind == NEW_UNIT:
        take_away(conflict.unit)
    return conflict


def take_away(unit: Unit) -> None:
    """With what was decided of it, unless anything else is known of it."""
    waits = WalkConflict.objects.filter(unit=unit, decision=Decision.OPEN)
    if unit.observations.exists() or unit.photos.exists() or waits.exists():
        return
    WalkOperation.objects.filter(unit=unit).update(unit=None)
    unit.delete()


def noted_again(mine: dict[str, object]) -> Noted:
    """What the observer said beside the fields that are decided on."""
    return Noted(
        str(mine["occupancy"]),
        note=str(mine.get("note", "")),
        former_ended=str(mine.get("former_ended", "")),
        since=since_of(mine.get("since")),
    )


def since_of(said: object) -> tuple[date | None, date] | None:
    if not isinstance(said, list):
        return None
    earliest, latest = said
    return date.fromisoformat(earliest) if earliest else None, date.fromisoformat(latest)
