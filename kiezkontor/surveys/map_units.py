"""Where the units of a district are and in which state, in a survey round or on a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box
from kiezkontor.methods.sorting import sort_key
from kiezkontor.organisations.models import Category, UseClass
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises.access import units_in
from kiezkontor.premises.models import Observation, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.premises.states import counts_on
from kiezkontor.surveys.figures_in_words import LINES
from kiezkontor.surveys.rules.recorded import USED
from kiezkontor.surveys.snapshots import address_of, units_of

# Lines of the use structure by what they are called on the map; the classes of use are called the same.
SYMBOLS = {"unknown": "unknown", "used_as_housing": "housing", "under_works": "works", "vacant": "vacant"}
USED_SOMEHOW = "local_economy"
POSITIONS = dict(Unit.Position.choices)
STATES: dict[str, str | Promise] = {
    **dict(UseClass.choices),
    **{symbol: LINES[line] for line, symbol in SYMBOLS.items()},
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit. symbol: as the map marks its state; category: key of what it is used for, may be empty."""

    unit: int
    lat: float
    lon: float
    street: str
    number: str
    position: str
    symbol: str
    category: str

    @property
    def address(self) -> str:
        address = f"{self.street} {self.number}".strip() or _("a unit without an address")
        return f"{address}, {POSITIONS.get(self.position, self.position)}" if self.position else address

    @property
    def state(self) -> str | Promise:
        return STATES[self.symbol]

    @property
    def order(self) -> tuple[object, ...]:
        return not self.street, sort_key(self.street), number_order(self.number), self.unit


def symbol_of(occupancy: str, use_class: str) -> str:
    return use_class or USED_SOMEHOW if occupancy in USED else SYMBOLS.get(occupancy, Occupancy.UNKNOWN)


def with_units(rounds: QuerySet[SurveyRound]) -> QuerySet[SurveyRound]:
    """Those that have something to show: nobody looks at the map of a round that is only planned."""
    return rounds.filter(Q(frozen_at__isnull=False) | Exists(Observation.objects.filter(survey_round=OuterRef("pk"))))


def in_round(survey_round: SurveyRound) -> list[Placed]:
    """By street and number."""
    found = [
        Placed(
            unit.unit_id,
            unit.lat,
            unit.lon,
            unit.street,
            unit.number,
            unit.position,
            symbol_of(unit.occupancy, unit.use_class),
            unit.category,
        )
        for unit in units_of(survey_round)
    ]
    return sorted(found, key=lambda each: each.order)


def on_day(district: District, day: date, box: Box | None = None) -> list[Placed]:
    """As the register has it, all or those in a box; units of which nothing is known on that day are missing."""
    units = units_in(district, on=day)
    if box is not None:
        units = units.filter(lat__range=(box.south, box.north), lon__range=(box.west, box.east))
    spells = UseSpell.objects.current_on(day).filter(unit__in=units.values("pk"))
    return sorted(
        (placed(spell) for spell in spells.select_related("unit__address__street")), key=lambda each: each.order
    )


def placed(spell: UseSpell) -> Placed:
    unit = spell.unit
    street, number = address_of(unit)
    symbol = symbol_of(spell.occupancy, spell.use_class)
    return Placed(unit.pk, unit.lat, unit.lon, street, number, unit.position, symbol, spell.category_id or "")


def counts(units: Iterable[Placed]) -> list[tuple[str, str | Promise, int]]:
    """Symbol, words and number of each state there is."""
    found = Counter(unit.symbol for unit in units)
    return [(symbol, words, found[symbol]) for symbol, words in STATES.items() if found[symbol]]


def counts_on_day(district: District, day: date) -> list[tuple[str, str | Promise, int]]:
    """The same for a day, counted by the database."""
    found: Counter[str] = Counter()
    for (occupancy, use_class), units in counts_on(district, day).items():
        found[symbol_of(occupancy, use_class)] += units
    return [(symbol, words, found[symbol]) for symbol, words in STATES.items() if found[symbol]]


def categories_of(units: Iterable[Placed]) -> dict[str, str]:
    keys = {unit.category for unit in units if unit.category}
    return {key: str(category) for key, category in Category.objects.in_bulk(keys).items()}


def features(units: list[Placed]) -> list[dict[str, Any]]:
    """As the map takes them."""
    names = categories_of(units)
    label = _("To the unit")
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(unit.lon, 6), round(unit.lat, 6)]},
            "properties": {
                "key": unit.unit,
                "name": unit.address,
                "category": names.get(unit.category) or str(unit.state),
                "use_class": unit.symbol,
                "url": reverse("premises:unit", args=[unit.unit]),
                "label": label,
            },
        }
        for unit in units
    ]
