"""Members with somebody who looks after them, topics and posts for tests: valid, invented, every detail overridable."""

from itertools import count
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.models import District
from kiezkontor.districts.tests import builders as districts
from kiezkontor.members.models import Post, Reply, Topic
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
