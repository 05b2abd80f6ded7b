"""Inviting to events: whom, by which way, each once; whoever wants no contact is not invited at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.calendar.access_bodies import without_seat
from kiezkontor.calendar.actions.events import locked_event
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.calendar.rules import stages
from kiezkontor.calendar.rules.inviting import MOST, NOT_INVITED, Guest, Known, Way, Why, way_to
from kiezkontor.notices.access import withheld_from
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access import by_name, with_postal_address
from kiezkontor.organisations.access_contacting import (
    contactable,
    knows_mailbox,
    mailboxes_by_key,
    quiet_among,
)
from kiezkontor.organisations.models import Organisation
from kiezkontor.shared.errors import ActionRefused


@dataclass(frozen=True)
class Wanted:
    """Who is to be invited. organisations: their keys; as_what: guests come as such; members: of bodies.

    bodies: of which body members are, by their address in small letters.
    """

    organisations: Collection[int] = ()
    guests: Sequence[Guest] = ()
    as_what: str = Invitation.As.GUEST.value
    members: Sequence[Guest] = ()
    bodies: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.organisations) + len(self.members) + len(self.guests)


@dataclass(frozen=True)
class Planned:
    """One who is to be invited. why: they are not, or have to be told in person.

    has_seat: of who is invited with a body, whether they are a member of it on the day of the event.
    """

    way: Way
    why: Why | None
    name: str
    email: str = ""
    language: str = "de"
    organisation: Organisation | None = None
    as_what: str = ""
    postal: str = ""
    has_seat: bool = True

    @property
    def is_invited(self) -> bool:
        return self.why not in NOT_INVITED


def plan_of(event: Event, wanted: Wanted) -> list[Planned]:
    """Whom an invitation would reach and how, organisations by name, then people. A fixed number of statements.

    An address that is of a member of a body and of an organisation is that of the member, who votes in the body.
    """
    invited = list(event.invitations.all())
    taken = {each.email.lower() for each in invited if each.email}
    others = {each.email.lower() for each in invited if each.email and each.as_what != Invitation.As.BODY}
    named = {
        Guest(each.name, postal=tuple(each.postal.splitlines())).key
        for each in invited
        if not each.organisation_id and not each.email
    }
    there = {each.organisation_id for each in invited if each.organisation_id}
    gone = without_seat(wanted.bodies, on=timezone.localdate(event.starts_at))
    members = [
        replace(
            each,
            why=Why.BODY if each.why == Why.INVITED and each.email.lower() in others else each.why,
            has_seat=each.email.lower() not in gone,
        )
        for each in plan_people(event, wanted.members, Invitation.As.BODY.value, named, taken)
    ]
    organisations = plan_organisations(event, wanted, there, taken)
    return [*organisations, *members, *plan_people(event, wanted.guests, wanted.as_what, named, taken)]


def plan_organisations(event: Event, wanted: Wanted, there: set[int], taken: set[str]) -> list[Planned]:
    """there: organisations that are invited already; taken: addresses that are, which grows with this."""
    found = Organisation.objects.filter(pk__in=wanted.organisations)
    open_ones = set(contactable(found).values_list("pk", flat=True))
    mailboxes = mailboxes_by_key(wanted.organisations, event.district, kind=Kind.INVITATION)
    with_mail = knows_mailbox(event.district, on=timezone.localdate())
    reachable = set(found.filter(with_mail).values_list("pk", flat=True))
    on_a_street = set(with_postal_address(found, event.district).values_list("pk", flat=True))
    rows = []
    for each in by_name(found.select_related("category")):
        mailbox = mailboxes.get(each.pk)
        address = mailbox.email.lower() if mailbox else ""
        known = Known(
            mailbox=address,
            has_mailbox=each.pk in reachable,
            has_street=each.pk in on_a_street,
            is_quiet=each.pk not in open_ones,
            is_invited=each.pk in there,
            is_shared=address in taken,
        )
        way, why = way_to(known)
        email = mailbox.email if mailbox and way == Way.MAIL else ""
        taken |= {address} if email else set()
        language = mailbox.language if mailbox else "de"
        rows.append(Planned(way, why, mailbox.name if mailbox else "", email, language, each))
    return rows


def plan_people(
    event: Event, people: Sequence[Guest], as_what: str, named: Collection[tuple[str, str]], taken: set[str]
) -> list[Planned]:
    """named: guests without an e-mail address who are invited already."""
    addresses = [guest.email for guest in people if guest.email]
    quiet = quiet_among(addresses, event.district)
    closed = withheld_from(addresses, Kind.INVITATION, scope_id=event.district.pk)
    rows = []
    for guest in people:
        address = guest.email.lower()
        known = Known(
            mailbox="" if address in closed else address,
            has_mailbox=bool(address),
            has_street=bool(guest.postal),
            is_quiet=address in quiet or closed.get(address) == "do_not_contact",
            is_invited=address in taken or (not address and guest.key in named),
        )
        way, why = way_to(known)
        taken |= {address} if address else set()
        postal = "\n".join(guest.postal) if way == Way.LETTER else ""
        rows.append(Planned(way, why, guest.name, guest.email, event.language, as_what=as_what, postal=postal))
    return rows


@transaction.atomic
def invite(event_id: int, wanted: Wanted, *, by: Viewer) -> list[Planned]:
    """Invite everybody who is not yet; returns them, as it was planned, with those who become members of the body.

    Their mails are written by the worker within a minute, letters by whoever prints them. Refuses for an event that is
    not announced, is over or takes no answers, and more than MOST at once.
    """
    event = locked_event(event_id)
    refuse_unless_invitable(event)
    if wanted.count > MOST:
        raise ActionRefused(_("These are more than %(most)d at once. Please choose fewer.") % {"most": MOST})
    rows = [each for each in plan_of(event, wanted) if each.is_invited or each.why == Why.BODY]
    if not rows:
        raise ActionRefused(_("Nobody of these can be invited, or all of them are already. Nothing was changed."))
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            event=event,
            organisation=each.organisation,
            name=each.name,
            email=each.email,
            postal=each.postal,
            as_what=each.as_what,
            body_id=wanted.bodies.get(each.email.lower()) if each.as_what == Invitation.As.BODY else None,
            language=each.language,
            invited_at=now,
            invited_by=by.person,
            untold=each.way == Way.MAIL,
        )
        for each in rows
        if each.is_invited
    )
    for each in rows:
        if each.why == Why.BODY:
            body = wanted.bodies.get(each.email.lower())
            event.invitations.filter(email__iexact=each.email).update(as_what=Invitation.As.BODY, body=body)
    record("registration.invited", event, by=by, district=event.district, count=len(rows))
    return rows


def refuse_unless_invitable(event: Event) -> None:
    if event.stage != stages.ANNOUNCED:
        raise ActionRefused(_("Please announce “%(event)s” first; then you can invite to it.") % {"event": event})
    if event.ends_at < timezone.now():
        raise ActionRefused(_("“%(event)s” is over; nobody can be invited to it any more.") % {"event": event})
    if not event.takes_answers:
        raise ActionRefused(
            _("“%(event)s” takes no answers. Please tick “with registration” in its form first.") % {"event": event}
        )
