"""How first contacts follow when two entries become one and two again; posts and replies only take its name."""

from django.db.models import Q

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.members.actions.contacts import refuse_alike
from kiezkontor.members.models import FirstContact, Message, Side
from kiezkontor.organisations import hooks
from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import Merge


def join_contacts(notes: Journal, kept: int, absorbed: int) -> None:
    """Nobody is in contact with themselves; of two contacts of one pair what was written goes into the earlier."""
    for row in FirstContact.objects.filter(Q(carrier=absorbed) | Q(trader=absorbed)).order_by("pk"):
        carrier, trader = (kept if end == absorbed else end for end in (row.carrier_id, row.trader_id))
        same = FirstContact.objects.filter(district=row.district_id, carrier=carrier, trader=trader)
        ours = same.exclude(pk=row.pk).first()
        if carrier == trader:
            drop(notes, row)
        elif ours is None:
            notes.change(row, {"carrier_id": carrier, "trader_id": trader})
        else:
            join(notes, ours, row)


def join(notes: Journal, ours: FirstContact, row: FirstContact) -> None:
    """The contact that stays began when the first of both did; that one side had no interest holds."""
    for side in row.sides.all():
        other = ours.sides.get(part=side.part)
        notes.move(Message.objects.filter(side=side), "side_id", before=side.pk, after=other.pk)
        if side.declined_at is not None and other.declined_at is None:
            notes.change(other, {"declined_at": side.declined_at, "decline_reason": side.decline_reason})
    notes.move(Message.objects.filter(contact=row), "contact_id", before=row.pk, after=ours.pk)
    first = min(ours, row, key=lambda each: each.started_at)
    ended = [each.ended_at for each in (ours, row) if each.ended_at is not None]
    values = {"started_at": first.started_at, "started_by": first.started_by}
    values |= {"latest_at": max(ours.latest_at, row.latest_at), "ended_at": min(ended, default=None)}
    drop(notes, row)
    notes.change(ours, values)


def drop(notes: Journal, row: FirstContact) -> None:
    """With what is still written in it."""
    for message in Message.objects.filter(contact=row).order_by("pk"):
        notes.remove(message)
    for side in Side.objects.filter(contact=row).order_by("pk"):
        notes.remove(side)
    notes.remove(row)


def keep_refusals(made: Merge, by: Viewer) -> None:
    """Who had no interest in the merged one has none in either; names taken back there are in both."""
    gone = [
        each["row"] for each in made.steps if (each["do"], each["table"]) == ("remove", FirstContact._meta.label_lower)
    ]
    for row in FirstContact.objects.filter(pk__in=[each["id"] for each in gone]).order_by("pk"):
        carrier, trader = (made.kept_id if end == made.absorbed_id else end for end in (row.carrier_id, row.trader_id))
        ours = FirstContact.objects.filter(district=row.district_id, carrier=carrier, trader=trader).first()
        if ours is not None:
            refuse_alike(ours, row, since=made.merged_at, by=by)


def register() -> None:
    hooks.merges_undone.append(keep_refusals)
    hooks.merge_rules["members.FirstContact.carrier"] = join_contacts
    hooks.merge_rules["members.FirstContact.trader"] = join_contacts
