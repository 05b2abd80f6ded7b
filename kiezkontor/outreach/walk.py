"""Whom to visit, in the order in which to walk there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from kiezkontor.districts.models import District
from kiezkontor.methods.walking_order import Stop, walking_order
from kiezkontor.organisations.access_contacting import contactable, left_alone
from kiezkontor.organisations.models import Organisation
from kiezkontor.outreach import access
from kiezkontor.outreach.access import Place
from kiezkontor.outreach.shown import status_of

# A walk of more doors than this is no walk; the filter takes a street or a category of it.
MOST = 400


@dataclass(frozen=True)
class Door:
    organisation: Organisation
    address: str
    street: str
    status: str
    last_contact_on: date | None
    was_today: bool


@dataclass(frozen=True)
class Walk:
    """legs: in walking order, each a street with its doors. nowhere: who is in no unit of the district.

    blocked: how many were left out because they do not want to be contacted. has_more: doors beyond MOST.
    """

    legs: list[tuple[str, list[Door]]]
    nowhere: list[Organisation]
    blocked: int
    count: int
    has_more: bool


def walk_to(found: QuerySet[Organisation], district: District, *, on: date) -> Walk:
    reachable = contactable(found).select_related("category").order_by("slug", "pk")
    listed = list(reachable[: MOST + 1])
    shown = listed[:MOST]
    places = access.places_of(reachable, district, on=on)
    there = [each for each in shown if each.pk in places]
    stops = in_walking_order([places[each.pk] for each in there])
    visited = access.visited_on(on, district, there)
    doors = [door_of(there[nth], places[there[nth].pk], visited) for nth in stops]
    return Walk(
        legs=[(street, list(group)) for street, group in groupby(doors, key=lambda door: door.street)],
        nowhere=[each for each in shown if each.pk not in places],
        blocked=left_alone(found).count(),
        count=len(doors),
        has_more=len(listed) > MOST,
    )


def in_walking_order(places: Sequence[Place]) -> list[int]:
    lines = access.lines_of({place.street for place in places if place.street is not None})
    stops = [Stop(place.lat, place.lon, str(place.street or "")) for place in places]
    known: dict[str, Any] = {str(street): drawn for street, drawn in lines.items()}
    return walking_order(stops, known)


def door_of(organisation: Organisation, place: Place, visited: Collection[int]) -> Door:
    last = getattr(organisation, "last_contact_on", None)
    street = place.address.rpartition(" ")[0] or place.address
    return Door(organisation, place.address, street, status_of(organisation), last, organisation.pk in visited)
