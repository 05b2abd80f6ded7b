"""The contact log."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import batched

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many, record_view
from kiezkontor.desk.actions import add_task
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.organisations.access_contacting import quiet_since
from kiezkontor.organisations.models import Contact, Organisation
from kiezkontor.outreach.access import reads_confidential
from kiezkontor.outreach.actions.pipeline import (
    BATCH,
    STEP,
    activation_for_update,
    locked_organisation,
    locked_rows,
    open_to_us,
    refuse_future,
    refuse_if_member,
    refuse_without_reason,
    step,
)
from kiezkontor.outreach.models import (
    Activation,
    ActivationMove,
    Channel,
    ContactEntry,
    Status,
)
from kiezkontor.outreach.rules.pipeline import status_after, was_allowed
from kiezkontor.shared.bulk import among, insert_many
from kiezkontor.shared.errors import ActionRefused

NEXT_STEP = "outreach.next_step"


@dataclass(frozen=True)
class Talk:
    """What was said in a contact, and what comes next. outcome: "", "interested" or "declined" with its reason."""

    on: date
    channel: str
    contact: Contact | None = None
    minutes: int | None = None
    topics: Collection[str] = ()
    worries: Collection[str] = ()
    concerns: str = ""
    wishes: str = ""
    outcome: str = ""
    reason: str = ""
    next_step: str = ""
    next_on: date | None = None
    is_confidential: bool = field(default=False)


@transaction.atomic
def log_contact(organisation: Organisation, talk: Talk, *, district: District, by: Viewer) -> ContactEntry:
    """Note a contact; the pipeline moves where that follows, and the next step becomes a task.

    Refuses a day in the future, declining without a reason or as a member, a person of another entry, and reaching
    out to somebody who forbade it.
    """
    refuse_future(talk.on)
    refuse_without_reason(talk.outcome, talk.reason)
    stored = locked_organisation(organisation)
    contact = locked_contact(stored, talk.contact, district)
    refuse_if_forbidden(stored, contact, talk)
    activation = activation_for_update(organisation, district)
    refuse_declining_member(activation, talk)
    entry = ContactEntry.objects.create(
        district=district,
        organisation=organisation,
        contact=contact,
        entered_by=by.person,
        entered_at=timezone.now(),
        on=talk.on,
        channel=talk.channel,
        minutes=talk.minutes,
        topics=sorted(talk.topics),
        worries=sorted(talk.worries),
        outcome=talk.outcome,
        reason=talk.reason if talk.outcome == Status.DECLINED else "",
        concerns=talk.concerns.strip(),
        wishes=talk.wishes.strip(),
        is_confidential=talk.is_confidential,
        next_step=task_for(organisation, talk, district=district, by=by),
    )
    follow_talk(activation, talk, entry, by=by)
    record("talk.noted", organisation, by=by, district=district, channel=talk.channel, on=talk.on.isoformat())
    return entry


def locked_contact(organisation: Organisation, contact: Contact | None, district: District) -> Contact | None:
    """The person as stored, unchanged until the action is over; refuses somebody of another entry or office."""
    if contact is None:
        return None
    here = Contact.objects.select_for_update(no_key=True).filter(organisation=organisation, district=district)
    stored = here.filter(pk=contact.pk).first()
    if stored is None:
        raise ActionRefused(_("This person does not belong to this entry. Please choose another."), field="contact")
    return stored


def refuse_if_forbidden(organisation: Organisation, contact: Contact | None, talk: Talk) -> None:
    spoken_to: list[tuple[str, Organisation | Contact | None]] = [("channel", organisation), ("contact", contact)]
    for field_name, who in spoken_to:
        since = quiet_since(who) if who else None
        if since is not None and not was_allowed(talk.channel, talk.on, since):
            raise ActionRefused(
                _("%(name)s has not wanted to be contacted since %(day)s. Nothing was noted.")
                % {"name": who, "day": date_format(since, "SHORT_DATE_FORMAT")},
                field=field_name,
            )


def is_late(activation: Activation, on: date) -> bool:
    return activation.since_on is not None and on < activation.since_on


def refuse_declining_member(activation: Activation, talk: Talk) -> None:
    """What was said before the last step is history; a member of today leaves by the end of the membership."""
    if talk.outcome != Status.DECLINED or is_late(activation, talk.on):
        return
    refuse_if_member(activation.organisation, activation.district, field="outcome")


def follow_talk(activation: Activation, talk: Talk, entry: ContactEntry, *, by: Viewer) -> None:
    """A contact entered late, from before the last step, leaves the step as it is."""
    activation.last_contact_on = max(talk.on, activation.last_contact_on or talk.on)
    to = status_after(activation.status, talk.channel, talk.outcome)
    if to != activation.status and not is_late(activation, talk.on):
        step(activation, to, on=talk.on, by=by, reason=talk.reason if to == Status.DECLINED else "", entry=entry)
    activation.save(update_fields=[*STEP, "last_contact_on"])


def open_confidential(organisation: Organisation, *, district: District, by: Viewer) -> None:
    """Note that somebody reads what was said in confidence about an organisation."""
    record_view("talk.read", organisation, by=by, district=district)


def task_for(organisation: Organisation, talk: Talk, *, district: District, by: Viewer) -> Task | None:
    """Who talked does the next step, as far as they may read of it."""
    if not talk.next_step.strip():
        return None
    open_to = Task.OpenTo.COORDINATION if talk.is_confidential else Task.OpenTo.OUTREACH
    may_read = not talk.is_confidential or reads_confidential(by, district)
    return add_task(
        district,
        what=talk.next_step,
        due_on=talk.next_on,
        assigned_to=by.person if may_read else None,
        about=organisation,
        kind=NEXT_STEP,
        open_to=open_to,
        by=by,
    )


@transaction.atomic
def log_letters(organisation_ids: Collection[int], *, on: date, district: District, by: Viewer) -> int:
    """A letter or mail that went to many: a contact with each whom nobody forbade to write to; returns how many."""
    refuse_future(on)
    written = 0
    for ids in batched(sorted(organisation_ids), BATCH):
        written += log_letters_of(ids, on=on, district=district, by=by)
    return written


def log_letters_of(ids: Collection[int], *, on: date, district: District, by: Viewer) -> int:
    written_to = open_to_us(ids)
    rows = locked_rows(written_to, district)
    now = timezone.now()
    entries = insert_many(
        ContactEntry(
            district=district,
            organisation_id=row.organisation_id,
            entered_by=by.person,
            entered_at=now,
            on=on,
            channel=Channel.MAIL,
        )
        for row in rows
    )
    moves = [
        ActivationMove(
            activation=row,
            from_status=row.status,
            to_status=Status.CONTACTED,
            on=on,
            moved_by=by.person,
            contact_entry=entry,
        )
        for row, entry in zip(rows, entries, strict=True)
        if status_after(row.status, Channel.MAIL, "") != row.status and (row.since_on is None or row.since_on <= on)
    ]
    insert_many(moves)
    stored = Activation.objects.filter(among("pk", [row.pk for row in rows]))
    stored.filter(pk__in=[move.activation_id for move in moves]).update(status=Status.CONTACTED, since_on=on)
    stored.filter(Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=on)).update(last_contact_on=on)
    told = {"channel": Channel.MAIL.value, "on": on.isoformat()}
    record_many("talk.noted", [(written_to[row.organisation_id], told) for row in rows], by=by, district=district)
    return len(rows)
