"""The contact list of a network: members, and of their people the fields those have released."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, EDITOR, SOCIAL_CARRIER, TRADER, Viewer
from kiezkontor.districts.models import Consent, District
from kiezkontor.districts.presenting import phone_as_printed
from kiezkontor.organisations import access
from kiezkontor.organisations.access_contacting import may_be_contacted
from kiezkontor.organisations.models import Contact, Membership, Organisation
from kiezkontor.organisations.released import PREFIX

BOARD = "board"
INSIDERS = (COORDINATOR, EDITOR, BOARD)
READERS = (*INSIDERS, TRADER, SOCIAL_CARRIER)


@dataclass(frozen=True)
class Card:
    """What one member shows. Fields not released are empty; phone as printed, number as dialled.

    is_quiet: nothing is shown because somebody there wants no contact, whatever was released.
    """

    organisation: Organisation
    name: str = ""
    function: str = ""
    phone: str = ""
    number: str = ""
    email: str = ""
    is_quiet: bool = False


def may_see(viewer: Viewer, district: District) -> bool:
    """The office but for inventory walks, the board, and whoever looks after the entry of a member."""
    return viewer.has_role(district, *INSIDERS) or is_member(viewer, district)


def is_member(viewer: Viewer, district: District) -> bool:
    today = timezone.localdate()
    own = access.looked_after_by(viewer, district, on=today)
    return Membership.objects.valid_on(today).filter(district=district, organisation__in=own).exists()


def reads_as_member(viewer: Viewer, district: District) -> bool:
    """Whether what is told to members is told to them: members, and the board of their network."""
    return viewer.has_role(district, BOARD) or is_member(viewer, district)


def visible_to(viewer: Viewer, district: District, *, on: date) -> list[Card]:
    """The members of the network by name with what is released to the viewer; empty for everybody else."""
    if not may_see(viewer, district):
        return []
    members = (
        Organisation.objects.filter(
            pk__in=Membership.objects.valid_on(on).filter(district=district).values("organisation")
        )
        .select_related("category")
        .order_by("slug", "pk")
    )
    people: dict[int, list[Contact]] = {}
    quiet: set[int] = set()
    for contact in Contact.objects.filter(district=district, person__isnull=False):
        if may_be_contacted(contact):
            people.setdefault(contact.organisation_id, []).append(contact)
        else:
            quiet.add(contact.organisation_id)
    is_inside = viewer.has_role(district, *INSIDERS, TRADER)
    released = released_fields(district)
    cards = []
    for organisation in members:
        if not may_be_contacted(organisation):
            cards.append(Card(organisation, is_quiet=True))
            continue
        shown = [
            card_of(organisation, contact, fields)
            for contact in people.get(organisation.pk, [])
            if (fields := released.get(contact.pk, frozenset())) and (is_inside or "carriers" in fields)
        ]
        shown = [card for card in shown if card.name or card.phone or card.email]
        cards += shown or [Card(organisation, is_quiet=organisation.pk in quiet)]
    return cards


def card_of(organisation: Organisation, contact: Contact, released: frozenset[str]) -> Card:
    has_name, has_phone = "name" in released, "phone" in released
    return Card(
        organisation,
        name=contact.name if has_name else "",
        function=contact.function if has_name else "",
        phone=phone_as_printed(contact.phone) if has_phone else "",
        number=contact.phone if has_phone else "",
        email=contact.email if "email" in released else "",
    )


def released_fields(district: District) -> Mapping[int, frozenset[str]]:
    """By contact: the fields whose release is valid. One statement."""
    found: dict[int, set[str]] = {}
    consents = Consent.objects.valid().filter(
        district=district, subject_type=Contact._meta.label_lower, purpose__startswith=PREFIX
    )
    for pk, purpose in consents.values_list("subject_id", "purpose"):
        found.setdefault(pk, set()).add(purpose.removeprefix(PREFIX))
    return {pk: frozenset(fields) for pk, fields in found.items()}


def own_contact(viewer: Viewer, organisation: Organisation, district: District) -> Contact | None:
    """The viewer's own line at an organisation, None before the first."""
    return access.contacts_of(organisation, district).filter(person=viewer.person).first() if viewer.person else None


def card_values(viewer: Viewer, contact: Contact | None) -> dict[str, Any]:
    """What the form of the own line shows: what is stored, else what the account knows; nothing is released yet."""
    if contact is None:
        person = viewer.person
        return {"name": person.name, "email": person.email} if person else {}
    released = released_fields(contact.district).get(contact.pk, frozenset())
    values = {name: getattr(contact, name) for name in ("name", "function", "phone", "email")}
    return values | {f"release_{name}": True for name in released}
