"""First contacts: the two sides read what was written; the office sees who met when and who began, never the words.

The operator is no side. Whoever looks after the entry of a valid member today stands on its side.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.models import District
from kiezkontor.members import access
from kiezkontor.members.models import FirstContact, Message, Side
from kiezkontor.organisations.access import contacts_of as people_known_at
from kiezkontor.organisations.access import members_on
from kiezkontor.organisations.access_contacting import contactable, has_asked_for_quiet
from kiezkontor.organisations.models import CARRIERS, Contact, Organisation, Steward


def contacts_for(viewer: Viewer, district: District) -> QuerySet[FirstContact]:
    """Those in which the viewer stands on a side today, the latest message first."""
    own = access.writes_for(viewer, district).order_by().values("pk")
    found = FirstContact.objects.filter(Q(carrier__in=own) | Q(trader__in=own), district=district)
    joined = found.select_related("carrier__category", "trader__category").prefetch_related("sides__person")
    return joined.order_by("-latest_at", "-pk")


def contact_or_404(viewer: Viewer, district: District, pk: int) -> FirstContact:
    contact = get_object_or_404(contacts_for(viewer, district), pk=pk)
    contact.district = district
    return contact


def sides_of(contact: FirstContact, own: set[int]) -> tuple[Side, Side]:
    """The own side and the other. own: keys of the members the viewer writes for."""
    sides = sorted(contact.sides.all(), key=lambda side: organisation_of(side, contact) not in own)
    for side in sides:
        side.contact = contact
    return sides[0], sides[1]


def organisation_of(side: Side, contact: FirstContact) -> int:
    return contact.carrier_id if side.part == Side.Part.CARRIER else contact.trader_id


def messages_of(contact: FirstContact) -> QuerySet[Message]:
    """For whoever holds the contact."""
    return Message.objects.filter(contact=contact)


def partners_for(viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """Whom the viewer may write to first: traders for carriers and the other way round, who do not forbid it."""
    own = list(access.writes_for(viewer, district))
    kinds = Q(pk__in=[])
    if any(each.is_carrier for each in own):
        kinds |= ~Q(kind__in=CARRIERS)
    if any(not each.is_carrier for each in own):
        kinds |= Q(kind__in=CARRIERS)
    members = contactable(members_on(timezone.localdate(), district)).filter(kinds)
    return members.exclude(pk__in=[each.pk for each in own])


def partner_or_404(viewer: Viewer, district: District, pk: int) -> Organisation:
    return get_object_or_404(partners_for(viewer, district).select_related("category"), pk=pk)


def own_for(partner: Organisation, viewer: Viewer, district: District) -> QuerySet[Organisation]:
    """The members for which the viewer may write to this one."""
    own = access.writes_for(viewer, district)
    return own.exclude(kind__in=CARRIERS) if partner.is_carrier else own.filter(kind__in=CARRIERS)


def between(one: Organisation, other: Organisation, district: District) -> FirstContact | None:
    carrier, trader = (one, other) if one.is_carrier else (other, one)
    return FirstContact.objects.filter(district=district, carrier=carrier, trader=trader).first()


def people_of(organisation: Organisation, district: District) -> list[Person]:
    """Who looks after the member today and may be written to, the longest first."""
    stewards = Steward.objects.valid_on(timezone.localdate()).filter(organisation=organisation)
    writers = access.writers_among(Person.objects.all(), district, on=timezone.localdate())
    found = stewards.filter(person__in=writers.values("pk")).select_related("person").order_by("from_on", "pk")
    people = [steward.person for steward in found]
    return [each for each in people if not has_asked_for_quiet(each.email, organisation, district)]


def speaks_for(person: Person | None, organisation: Organisation, district: District) -> bool:
    today = timezone.localdate()
    return person is not None and (person.pk, organisation.pk) in access.current_pairs(district, [person.pk], on=today)


def own_line_of(side: Side, district: District) -> Contact | None:
    """The line of the person in the contact list, from which the telephone number comes."""
    return people_known_at(side.organisation, district).filter(person=side.person).first() if side.person else None


def carriers_and_traders(district: District) -> tuple[QuerySet[Organisation], QuerySet[Organisation]]:
    """Whom the office may bring together, each by name."""
    members = contactable(members_on(timezone.localdate(), district))
    by_name = members.select_related("category").order_by("name", "pk")
    return by_name.filter(kind__in=CARRIERS), by_name.exclude(kind__in=CARRIERS)


@dataclass(frozen=True)
class Counted:
    """How many first contacts there were, and how many of them a carrier or a trader began without the office."""

    total: int
    without_office: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there was none."""
        return self.without_office / self.total if self.total else None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(100 * self.share)


def begun_in(viewer: Viewer, district: District, *, from_on: date, until_on: date) -> QuerySet[FirstContact]:
    """Which members met from a day to before another, for the office; without a word of what they wrote."""
    if not access.may_moderate(viewer, district):
        return FirstContact.objects.none()
    found = FirstContact.objects.filter(district=district, started_at__date__gte=from_on, started_at__date__lt=until_on)
    return found.select_related("carrier__category", "trader__category").order_by("-started_at", "-pk")


def counted(contacts: QuerySet[FirstContact]) -> Counted:
    without = Count("pk", filter=~Q(started_by=FirstContact.StartedBy.OFFICE))
    return Counted(**contacts.order_by().aggregate(total=Count("pk"), without_office=without))
