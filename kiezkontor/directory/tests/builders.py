"""Entries for tests: an organisation in a unit of a district, as the public sees it."""

from typing import Any

from kiezkontor.directory.actions import refresh_entries
from kiezkontor.directory.models import Entry
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.hours import patterns_for
from kiezkontor.organisations.rules.patterns import pattern_key
from kiezkontor.organisations.tests.builders import category, membership, organisation
from kiezkontor.premises.tests.builders import unit, used

ALWAYS = "24/7"


def listed(
    of: District,
    name: str = "",
    *,
    kind: str = "shop=bakery",
    hours: str = "",
    street: str = "Musterstraße",
    is_member: bool = False,
    category_details: dict[str, Any] | None = None,
    **details: Any,
) -> Entry:
    """One entry in a unit of its own; hours: OSM syntax, with intervals stored for the coming weeks."""
    if hours:
        key = pattern_key(hours, region=of.region, lat=52.5, lon=13.4)
        details |= {"opening_hours": hours, "hours_pattern_id": patterns_for([key])[key]}
    made = organisation(name, category=category(kind, **(category_details or {})), **details)
    used(unit(of, street_name=street), made)
    if is_member:
        membership(made, of)
    refresh_entries([made.pk])
    return Entry.objects.get(organisation=made, district=of)


def many_listed(of: District, count: int, *, without_hours: int = 2) -> None:
    """Many entries at once, open around the clock, but one in so many whose hours nobody knows (0: none)."""
    key = pattern_key(ALWAYS, region=of.region, lat=52.5, lon=13.4)
    pattern = patterns_for([key])[key]
    hours = [pattern if not without_hours or number % without_hours else None for number in range(count)]
    made = [
        organisation(f"Laden {number:03}", shuffle=number * 7919, hours_pattern_id=known)
        for number, known in enumerate(hours)
    ]
    for one in made:
        used(unit(of), one)
    refresh_entries([one.pk for one in made])
