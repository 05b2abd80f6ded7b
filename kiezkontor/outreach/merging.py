"""How outreach follows when two entries become one."""

from typing import Any

from django.utils import timezone

from kiezkontor.notices.models import PersonalLink
from kiezkontor.organisations import hooks
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import Membership
from kiezkontor.outreach.models import Activation, ActivationMove, NeedsInterview
from kiezkontor.outreach.rules.pipeline import Standing, later_holds
from kiezkontor.outreach.rules.purposes import NEEDS


def join_activations(notes: Journal, kept: int, absorbed: int) -> None:
    """One standing in each district with all moves of both; the later contact is the last one."""
    held = {row.district_id: row for row in Activation.objects.filter(organisation_id=kept)}
    for row in Activation.objects.filter(organisation_id=absorbed).order_by("pk"):
        ours = held.get(row.district_id)
        if ours is None:
            notes.change(row, {"organisation_id": kept})
            continue
        notes.move(ActivationMove.objects.filter(activation=row), "activation_id", before=row.pk, after=ours.pk)
        contacts = [day for day in (ours.last_contact_on, row.last_contact_on) if day is not None]
        values: dict[str, Any] = {"last_contact_on": max(contacts, default=None)}
        if later_holds(standing_of(ours), standing_of(row)):
            values |= {"status": row.status, "since_on": row.since_on, "reason": row.reason}
        notes.remove(row)
        notes.change(ours, values)


def standing_of(row: Activation) -> Standing:
    members = Membership.objects.valid_on(timezone.localdate()).filter(district=row.district_id)
    return Standing(row.since_on, members.filter(organisation=row.organisation_id).exists())


def join_interviews(notes: Journal, kept: int, absorbed: int) -> None:
    """Answers of one day and way add to each other; where both answered a question, what the kept one said holds."""
    held = {(row.district_id, row.on, row.source): row for row in NeedsInterview.objects.filter(organisation_id=kept)}
    for row in NeedsInterview.objects.filter(organisation_id=absorbed).order_by("pk"):
        ours = held.get((row.district_id, row.on, row.source))
        if ours is None:
            notes.change(row, {"organisation_id": kept})
        else:
            notes.remove(row)
            notes.change(ours, {"answers": row.answers | ours.answers})


def move_links(notes: Journal, kept: int, absorbed: int) -> None:
    """Links to the needs interview and codes of its letters ask the kept one."""
    asked = PersonalLink.objects.filter(purpose=NEEDS, subject_id=absorbed)
    notes.move(asked, "subject_id", before=absorbed, after=kept)


def register() -> None:
    hooks.merge_rules["outreach.Activation.organisation"] = join_activations
    hooks.merge_rules["outreach.NeedsInterview.organisation"] = join_interviews
    hooks.loose_merge_rules.append(move_links)
