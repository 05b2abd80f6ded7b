"""What was noted at an item by mistake is taken back before the minutes are approved; tasks that came from it stay."""

from django.db import transaction
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.meetings.actions.agenda import changed, locked_meeting
from kiezkontor.meetings.models import AgendaItem, Decision, Interest, Meeting
from kiezkontor.meetings.rules.balloting import Stage
from kiezkontor.shared.errors import ActionRefused


@transaction.atomic
def take_back_decision(made: Decision, *, version: int, by: Viewer) -> None:
    """version: of the text of its item when its page was opened. Pressed twice, it stays taken back."""
    meeting, item = locked(made.item, version)
    if Decision.objects.filter(pk=made.pk).delete()[0]:
        words = {"wording": made.wording[:200], "item": item.title}
        changed(meeting, by=by, verb="minutes.decision_taken_back", **words)


@transaction.atomic
def take_back_interest(declared: Interest, *, version: int, by: Viewer) -> None:
    """version: as for decisions. Refused once the item was decided or voted on, for it was counted without them."""
    meeting, item = locked(declared.item, version)
    name = declared.attendance.name
    if item.decisions.exists():
        raise ActionRefused(
            _("This item is decided already; the votes were counted without %(name)s. Take the decision back first.")
            % {"name": name}
        )
    if item.ballots.filter(stage=Stage.CLOSED).exists():
        raise ActionRefused(
            _("A secret vote on this item is closed already, in which %(name)s could not vote. The interest stays.")
            % {"name": name}
        )
    if Interest.objects.filter(pk=declared.pk).delete()[0]:
        changed(meeting, by=by, verb="minutes.interest_taken_back", person=name, item=item.title)


def locked(item: AgendaItem, version: int) -> tuple[Meeting, AgendaItem]:
    """As they stand now; refuses once minutes are approved, and a page on which the text was another one."""
    meeting = locked_meeting(item.meeting.event)
    if meeting.versions.exists():
        raise ActionRefused(
            _(
                "The minutes are approved already, and what was noted stays. Please write at the item what was wrong, "
                "and approve the minutes once more."
            )
        )
    item = meeting.items.get(pk=item.pk)
    if item.version != version:
        raise ActionRefused(
            _(
                "Somebody else wrote on this item meanwhile. Nothing was taken back; please read below what stands "
                "there now, and press once more."
            )
        )
    return meeting, item
