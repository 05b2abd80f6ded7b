"""Whom nobody may contact, and who takes mail: "do not contact" beats everything, whatever the way.

It stops neither the answer to what somebody just did themselves nor noting that they came to us.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, In
from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.notices.access import came_back_from, why_withheld, withheld_from
from kiezkontor.notices.models import AddressMark
from kiezkontor.notices.rules.kinds import Kind
from kiezkontor.organisations.access import contacts_of, stewards_of
from kiezkontor.organisations.models import Contact, Organisation, Steward


def may_be_contacted(who: Organisation | Contact) -> bool:
    return quiet_since(who) is None


def quiet_since(who: Organisation | Contact) -> date | None:
    """From which day on they want no contact; what was before may still be noted."""
    return who.do_not_contact_since


def words_on_quiet(organisation: Organisation, district: District) -> str:
    """Who said so, and how, for the office it was said to; "" for any other, which knows the day alone."""
    return organisation.do_not_contact_note if organisation.do_not_contact_in_id == district.pk else ""


def contactable[M: (Organisation, Contact)](found: QuerySet[M]) -> QuerySet[M]:
    """Those of them whom nobody forbade to contact."""
    return found.filter(do_not_contact_since=None)


def left_alone[M: (Organisation, Contact)](found: QuerySet[M]) -> QuerySet[M]:
    """The others."""
    return found.exclude(do_not_contact_since=None)


def phones_of(organisations: Collection[Organisation], district: District) -> dict[int, str]:
    """A number by which each is called: its own, or of somebody there who may be; who has none is missing."""
    found = {each.pk: each.phone for each in organisations if each.phone}
    others = [each.pk for each in organisations if each.pk not in found]
    if others:
        people = contactable(Contact.objects.filter(district=district, organisation__in=others)).exclude(phone="")
        for organisation, phone in people.order_by("-name", "-pk").values_list("organisation", "phone"):
            found[organisation] = phone
    return found


def has_asked_for_quiet(email: str, organisation: Organisation, district: District) -> bool:
    """Whether somebody with this address at the organisation does not want to be written to."""
    quiet = left_alone(contacts_of(organisation, district))
    return quiet.filter(Q(email__iexact=email) | Q(person__email__iexact=email)).exists()


def quiet_addresses(contact: Contact) -> frozenset[str]:
    """The addresses `has_asked_for_quiet` knows from one contact, in small letters."""
    if may_be_contacted(contact):
        return frozenset()
    own = contact.person.email if contact.person else ""
    return frozenset(address.lower() for address in (contact.email, own) if address)


def contactable_stewards(found: QuerySet[Steward], district: District) -> QuerySet[Steward]:
    """Those of them who may be written to as somebody of the organisation whose entry they look after."""
    quiet = left_alone(Contact.objects.filter(district=district, organisation=OuterRef("organisation")))
    same_address = Exact(Lower("email"), Lower(OuterRef("person__email")))  # iexact takes _ of a column for any letter
    themselves = quiet.filter(Q(person=OuterRef("person")) | Q(same_address))
    return found.filter(organisation__do_not_contact_since=None).exclude(Exists(themselves))


@dataclass(frozen=True)
class Mailbox:
    """name: whose it is, "" where it is the organisation's own."""

    name: str
    email: str
    language: str


def mailboxes_of(organisation: Organisation, district: District) -> Iterator[Mailbox]:
    """All known, in the order to be tried: who looks after the entry, whom the office talks to, the entry's own."""
    for steward in stewards_of(organisation, on=timezone.localdate()).filter(person__is_active=True):
        yield Mailbox(steward.person.name, steward.person.email, steward.person.language)
    for contact in contactable(contacts_of(organisation, district)).exclude(email=""):
        yield Mailbox(contact.name, contact.email, contact.language)
    if organisation.email:
        yield Mailbox("", organisation.email, "de")


def mailbox_of(organisation: Organisation, district: District) -> Mailbox | None:
    """The first that may be written to today; None where none may."""
    if not may_be_contacted(organisation):
        return None
    return next((each for each in mailboxes_of(organisation, district) if is_open(each, organisation, district)), None)


def is_open(mailbox: Mailbox, organisation: Organisation, district: District) -> bool:
    """Whether it is an address, from which no mail came back and nobody asked for quiet."""
    if not is_address(mailbox.email):
        return False
    if why_withheld(mailbox.email, Kind.REMINDER, scope_id=district.pk):
        return False
    return not has_asked_for_quiet(mailbox.email, organisation, district)


def mailboxes_by_key(ids: Collection[int], district: District, *, kind: Kind) -> dict[int, Mailbox]:
    """As `mailbox_of` for many, for any kind of mail; who has none is missing. A fixed number of statements."""
    wanted = dict(contactable(Organisation.objects.filter(pk__in=ids)).values_list("pk", "email"))
    known = {pk: list[Mailbox]() for pk in wanted}
    quiet = {pk: set[str]() for pk in wanted}
    stewards = Steward.objects.valid_on(timezone.localdate()).filter(organisation__in=wanted, person__is_active=True)
    for steward in stewards.select_related("person"):
        known[steward.organisation_id].append(
            Mailbox(steward.person.name, steward.person.email, steward.person.language)
        )
    contacts = Contact.objects.filter(district=district, organisation__in=wanted).select_related("person")
    for contact in contacts:
        quiet[contact.organisation_id] |= quiet_addresses(contact)
        if contact.email and may_be_contacted(contact):
            known[contact.organisation_id].append(Mailbox(contact.name, contact.email, contact.language))
    for pk, email in wanted.items():
        known[pk] += [Mailbox("", email, "de")] if email else []
    written = {mailbox.email for found in known.values() for mailbox in found}
    closed = withheld_from(written, kind, scope_id=district.pk).keys()
    first = {}
    for pk, found in known.items():
        barred = quiet[pk] | closed
        first[pk] = next((each for each in found if each.email.lower() not in barred and is_address(each.email)), None)
    return {pk: mailbox for pk, mailbox in first.items() if mailbox is not None}


def is_address(email: str) -> bool:
    """Sources hold addresses that no mail can be sent to."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def quiet_among(addresses: Collection[str], district: District) -> set[str]:
    """Those of these addresses, in small letters, of somebody who wants no contact, wherever they were taken from.

    An organisation, whoever looks after its entry or is known there, and anybody the office noted it of.
    """
    small = {address.lower() for address in addresses}
    organisations = left_alone(Organisation.objects.all())
    contacts = Contact.objects.filter(district=district)
    contacts = left_alone(contacts) | contacts.filter(organisation__in=organisations)
    stewards = Steward.objects.valid_on(timezone.localdate()).filter(organisation__in=organisations)
    places: list[tuple[QuerySet[Any], str]] = [
        *((organisations, "email"), (contacts, "email"), (contacts, "person__email")),
        (stewards, "person__email"),
    ]
    found: set[str] = set()
    for rows, column in places:
        own = rows.annotate(address=Lower(column)).filter(address__in=small)
        found |= set(own.order_by().values_list("address", flat=True))
    return found


def knows_mailbox(district: District, *, on: date) -> Q:
    """Of which organisations `mailboxes_of` knows one from which mail did not come back.

    Wider than `mailbox_of` on purpose: whoever asked for quiet or left our mail is known all the same, so that no
    letter is written instead.
    """
    return has_mailbox(district, but=came_back_from(district.pk), on=on)


def knows_address(district: District, *, on: date) -> Q:
    """As `knows_mailbox`, whether or not mail came back from there."""
    return has_mailbox(district, but=AddressMark.objects.none(), on=on)


def has_mailbox(district: District, *, but: QuerySet[AddressMark], on: date) -> Q:
    """Of which organisations `mailboxes_of` knows one that is not among these."""
    dead = but.values("address")
    of_this = {"organisation": OuterRef("pk")}
    stewards = Steward.objects.valid_on(on).filter(person__is_active=True, **of_this).exclude(person__email__in=dead)
    contacts = Contact.objects.filter(district=district, **of_this).exclude(email="")
    own = ~Q(email="") & ~Q(In(Lower("email"), dead))
    return own | Exists(stewards) | Exists(contacts.exclude(In(Lower("email"), dead)))
