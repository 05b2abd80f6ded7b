"""Members with somebody who looks after them, topics and posts for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.models import Complaint, FirstContact, Message, Post, Reply, Topic
from kiezkontor.members.rules.limits import last_day_from
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.tests import builders as organisations

_numbers = count(1)


def member(district: District, name: str = "", shop: str = "", *, role: str = "trader", **details: Any) -> Person:
    """Somebody who looks after the entry of a member of the network."""
    someone = person(name, **details)
    kind = "social_carrier" if role == "social_carrier" else "business"
    organisation = organisations.organisation(shop or f"Laden {next(_numbers)}", kind=kind)
    organisations.membership(organisation, district)
    organisations.steward(someone, organisation)
    districts.role(someone, district, role)
    return someone


def of(someone: Person) -> Organisation:
    """The member somebody looks after."""
    return Organisation.objects.filter(stewards__person=someone).order_by("pk")[0]


def topic(district: District, name: str = "Suche", **details: Any) -> Topic:
    return Topic.objects.get_or_create(district=district, name=name, defaults=details)[0]


def post(district: District, by: Person | None = None, **details: Any) -> Post:
    by = by or member(district)
    number = next(_numbers)
    wanted = {
        "district": district,
        "topic": topic(district),
        "person": by,
        "organisation": of(by),
        "title": f"Aushang {number}",
        "words": f"Wer hat eine Leiter? {number}",
        "written_at": timezone.now(),
        "last_on": last_day_from(timezone.localdate()),
    }
    return Post.objects.create(**(wanted | details))


def reply(to: Post, by: Person | None = None, **details: Any) -> Reply:
    by = by or member(to.district)
    wanted = {"post": to, "person": by, "organisation": of(by), "words": "Ich.", "written_at": timezone.now()}
    return Reply.objects.create(**(wanted | details))


def complaint(about: Post, by: Person | None = None, **details: Any) -> Complaint:
    wanted = {
        "post": about,
        "person": by or member(about.district),
        "reason": "Stimmt nicht.",
        "made_at": timezone.now(),
    }
    return Complaint.objects.create(**(wanted | details))


def first_contact(
    district: District, carrier: Person | None = None, trader: Person | None = None, **details: Any
) -> FirstContact:
    """A carrier has written to a trader."""
    carrier = carrier or member(district, role="social_carrier")
    trader = trader or member(district)
    now = timezone.now()
    wanted = {
        "carrier": of(carrier),
        "trader": of(trader),
        "started_by": "carrier",
        "started_at": now,
        "latest_at": now,
    }
    contact = FirstContact.objects.create(**({"district": district} | wanted | details))
    own = contact.sides.create(part="carrier", person=carrier)
    contact.sides.create(part="trader")
    Message.objects.create(contact=contact, side=own, person=carrier, words="Guten Tag!", written_at=now)
    return contact
