"""Mail between the two sides of a first contact, each of whom answers to an address of ours."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kiezkontor.accounts.models import Person
from kiezkontor.districts.relay import address_towards, pass_words
from kiezkontor.districts.senders import sender_of
from kiezkontor.members import access_contacts
from kiezkontor.members.models import FirstContact, Side
from kiezkontor.notices.mail import send_after_commit
from kiezkontor.organisations.access_contacting import has_asked_for_quiet, may_be_contacted
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.shared.mounting import district_address

# Purpose of the addresses to which one side answers; the key is that of the side that answers.
TO_CONTACT = "contact"


def others_of(contact: FirstContact, side: Side) -> Side:
    """The other side, with its contact."""
    other = contact.sides.exclude(pk=side.pk).select_related("person").get()
    other.contact = contact
    return other


def receivers_of(side: Side) -> list[Person]:
    """Who speaks for the side; until somebody does, or when they no longer may, all who look after the member."""
    contact = side.contact
    if not may_be_contacted(side.organisation):
        return []
    if access_contacts.speaks_for(side.person, side.organisation, contact.district) and side.person is not None:
        speakers = [side.person]
    else:
        speakers = access_contacts.people_of(side.organisation, contact.district)
    return [each for each in speakers if not has_asked_for_quiet(each.email, side.organisation, contact.district)]


def reply_to(side: Side) -> str:
    return address_towards(TO_CONTACT, side.pk)


def page_of(contact: FirstContact, person: Person) -> str:
    with override(person.language):
        return district_address(contact.district.slug, "members:contact", contact.pk)


def pass_first(contact: FirstContact, side: Side, words: str) -> None:
    other = others_of(contact, side)
    write_to(other, "first_contact", {"writer": side.organisation, "words": words})


def pass_introduction(contact: FirstContact, words: str) -> None:
    for side in contact.sides.select_related("person"):
        side.contact = contact
        other = contact.trader if side.part == Side.Part.CARRIER else contact.carrier
        write_to(side, "introduction", {"other": other, "words": words, "office": contact.district.office_name})


def write_to(side: Side, template: str, said: dict[str, Any]) -> None:
    """To everybody who may speak for the side; refuses where none of them takes mail."""
    contact, arrived = side.contact, False
    for person in receivers_of(side):
        mail = send_after_commit(
            person.email,
            f"members/mail/{template}_subject.txt",
            f"members/mail/{template}.txt",
            said
            | {"organisation": side.organisation, "district": contact.district, "url": page_of(contact, person)}
            | {"may_answer": bool(reply_to(side))},
            sender=sender_of(contact.district, reply_to=reply_to(side)),
            language=person.language,
        )
        arrived = arrived or not mail.withheld
    if not arrived:
        raise ActionRefused(_("Nobody can be reached there by mail at the moment. Your message was not sent."))


def pass_further(contact: FirstContact, side: Side, words: str, *, files: int) -> None:
    other = others_of(contact, side)
    receivers = receivers_of(other)
    if not receivers:
        raise ActionRefused(_("Nobody can be reached there by mail at the moment. Your message was not sent."))
    for person in receivers:
        pass_words(
            words,
            to=person.email,
            writer=str(side.organisation),
            title=str(side.organisation),
            reply_to=reply_to(other),
            district=contact.district,
            language=person.language,
            files=files,
            url=page_of(contact, person),
        )


def tell_of_agreement(contact: FirstContact, side: Side, other: Side) -> None:
    """The other side hears that it is its turn, or that both now see each other's names."""
    for person in receivers_of(other):
        tell(person, "agreed", contact, {"writer": side.organisation, "both": other.agreed_at is not None})


def tell_of_no_interest(contact: FirstContact, side: Side, other: Side) -> None:
    for person in receivers_of(other):
        tell(person, "no_interest", contact, {"writer": side.organisation, "reason": side.decline_reason})


def tell(person: Person, template: str, contact: FirstContact, said: dict[str, Any]) -> None:
    send_after_commit(
        person.email,
        f"members/mail/{template}_subject.txt",
        f"members/mail/{template}.txt",
        said | {"url": page_of(contact, person)},
        sender=sender_of(contact.district, reply_to=""),
        language=person.language,
    )
