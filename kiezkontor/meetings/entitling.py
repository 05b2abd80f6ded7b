"""Who votes at a meeting, as far as it can be known when somebody is put on its list."""

from django.db.models import Q
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.calendar.models import Event, Invitation
from kiezkontor.meetings.expecting import Guest
from kiezkontor.meetings.rules.voting import has_vote
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.making import slug_of
from kiezkontor.organisations.models import Contact, Steward


def votes(event: Event, guest: Guest, person: Person | None = None) -> bool:
    """person: whose account it is, where they checked in with it."""
    members = members_on(timezone.localdate(event.starts_at), event.district)
    return has_vote(
        event.kind,
        invited_as=as_what(guest),
        is_member=members.filter(one_of(event, guest, person)).exists(),
        has_members=members.exists(),
    )


def as_what(guest: Guest) -> str:
    invitation: Invitation | None = guest.invitation or (guest.answer.invitation if guest.answer else None)
    return invitation.as_what if invitation else ""


def one_of(event: Event, guest: Guest, person: Person | None) -> Q:
    """Which organisations somebody comes for: the one on the list, the one whose name they wrote at the door, or one
    that is reached by their address. The door believes a shop as it believes a name: the room sees both.
    """
    found = Q(pk=guest.organisation.pk) if guest.organisation else Q(pk=None)
    if slug := slug_of(guest.of_what):
        found |= Q(slug=slug)
    if email := person.email if person else guest.answer.email if guest.answer else "":
        stewards = Steward.objects.valid_on(timezone.localdate(event.starts_at)).filter(person__email__iexact=email)
        contacts = Contact.objects.filter(district=event.district_id, email__iexact=email)
        found |= Q(email__iexact=email)
        found |= Q(pk__in=stewards.values("organisation")) | Q(pk__in=contacts.values("organisation"))
    return found
