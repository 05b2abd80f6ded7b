"""The units and houses of a round as a list to go through."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from kiezkontor.districts.models import District
from kiezkontor.methods.street_names import street_key
from kiezkontor.premises.access import uses_on
from kiezkontor.premises.finding import standing_at
from kiezkontor.premises.models import Observation, Unit, UseSpell
from kiezkontor.premises.unit_names import UnitName, names_of
from kiezkontor.surveys.checks import Findings
from kiezkontor.surveys.houses import House
from kiezkontor.surveys.models import EmptyHouse

PER_PAGE = 50
# What of a round is shown, beside "" for all that is to be seen.
UNITS: dict[str, Callable[[Findings], Collection[int]]] = {
    "": lambda found: [unit.pk for unit in found.units],
    "open": lambda found: found.open,
    "unclear": lambda found: found.unclear,
    "seen": lambda found: found.roster.seen.keys(),
    "twice": lambda found: {pk for pair in found.pairs for pk in pair},
    "classless": lambda found: found.classless,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, or a house without one; name, use and seen of a unit; empty where the house was noted as such."""

    house: House
    unit: Unit | None = None
    name: UnitName | None = None
    use: UseSpell | None = None
    seen: Observation | None = None
    empty: EmptyHouse | None = None


def lines_of(found: Findings, houses: list[House], *, show: str, q: str) -> list[tuple[House, Unit | None]]:
    """The units of houses and houses without one, as far as they are asked for, in walking order.

    show: of UNITS, or "gaps" and "empty" for houses alone.
    """
    roster = found.roster
    units = frozenset(UNITS[show](found)) if show in UNITS else frozenset()
    named = matching(roster.survey_round.district, q) if q else None
    bare = set()
    if show in {"", "gaps"}:
        bare = {house.key for house in roster.gaps(houses)}
    elif show == "empty":
        bare = {house.key for house in roster.without_unit(houses) if house.address in roster.empty}
    lines: list[tuple[House, Unit | None]] = []
    for house in houses:
        there = [unit for unit in roster.units.get(house.key, ()) if unit.pk in units]
        lines += [(house, unit) for unit in there if named is None or unit.pk in named]
        if house.key in bare and street_key(q) in street_key(str(house)):
            lines.append((house, None))
    return lines


def matching(district: District, q: str) -> set[int]:
    """The units in a street or at a number, and those somebody of this name is in."""
    named = UseSpell.objects.current_on(timezone.localdate()).filter(occupants__name__icontains=q).values("unit")
    asked = standing_at(q) | Q(pk__in=named)
    houses = Q(building__districtbuilding__district=district)
    return set(Unit.objects.filter(asked, houses).values_list("pk", flat=True))


def page_of(found: Findings, lines: list[tuple[House, Unit | None]], number: str | None) -> Page[Line]:
    """The asked page, described; a fixed number of statements."""
    page: Page[Any] = Paginator(lines, PER_PAGE).get_page(number)
    page.object_list = described(found, list(page))
    return page


def described(found: Findings, lines: list[tuple[House, Unit | None]]) -> list[Line]:
    roster, on = found.roster, timezone.localdate()
    units = [unit for _house, unit in lines if unit is not None]
    uses, names = uses_on(units, on=on), names_of(units, roster.survey_round.district, on=on) if units else {}
    return [
        Line(house, empty=roster.empty.get(house.address or 0))
        if unit is None
        else Line(house, unit, names[unit.pk], uses.get(unit.pk), roster.seen.get(unit.pk))
        for house, unit in lines
    ]
