"""The facts of a district on a day, as `kontor facts` prints them (docs/formats.md)."""

import re
from collections import Counter, defaultdict
from datetime import date
from typing import Any

from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.organisations.rules.use_classes import USE_CLASSES
from kiezkontor.premises.models import DistrictBuilding, Occupancy, SpellOccupant, Unit, UseSpell

_OSM_REF = re.compile(r"^(node|way|relation)/\d+$")


def facts(district: District, *, on: date) -> dict[str, Any]:
    """Organisations, units and vacancies of a district on a day.

    Organisations count once each, by the unit seen first; `with_address` needs street and number as the source or a
    person gave them, not as the house suggests. Units without any observation up to that day do not count.
    """
    spells = {spell.unit_id: spell for spell in _spells(district, on)}
    units = _units(spells)
    occupants = _occupants(spells)
    organisations = {row.pk: row for row in _organisations(occupants)}
    return {
        "district": district.slug,
        "on": on.isoformat(),
        "organisations": _organisation_facts(occupants, organisations, spells, units),
        "units": _unit_facts(spells),
        "vacancies": _vacancies(spells, units),
    }


def _spells(district: District, on: date) -> Any:
    buildings = (
        DistrictBuilding.objects.filter(district=district)
        .exclude(decided=DistrictBuilding.Decided.EXCLUDED)
        .values("building")
    )
    return UseSpell.objects.current_on(on).filter(unit__building__in=buildings).order_by("unit_id")


def _units(spells: dict[int, UseSpell]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    ids = sorted(spells)
    for start in range(0, len(ids), 1_000):
        found |= Unit.objects.select_related("address__street").in_bulk(ids[start : start + 1_000])
    return found


def _occupants(spells: dict[int, UseSpell]) -> dict[int, int]:
    """Organisation id → unit id; of several units the first."""
    unit_of = {spell.pk: unit for unit, spell in spells.items()}
    ids = sorted(unit_of)
    found: dict[int, int] = {}
    for start in range(0, len(ids), 1_000):
        rows = SpellOccupant.objects.filter(spell__in=ids[start : start + 1_000]).order_by("spell__unit_id", "pk")
        for spell, organisation in rows.values_list("spell_id", "organisation_id"):
            found.setdefault(organisation, unit_of[spell])
    return found


def _organisations(occupants: dict[int, int]) -> list[Organisation]:
    ids = sorted(occupants)
    found: list[Organisation] = []
    for start in range(0, len(ids), 1_000):
        found += Organisation.objects.filter(pk__in=ids[start : start + 1_000]).only(
            "name", "opening_hours", "is_chain", "category"
        )
    return found


def _organisation_facts(
    occupants: dict[int, int],
    organisations: dict[int, Organisation],
    spells: dict[int, UseSpell],
    units: dict[int, Unit],
) -> dict[str, Any]:
    by_class: Counter[str] = Counter()
    by_category: Counter[str] = Counter()
    with_address = 0
    for pk, unit in occupants.items():
        spell = spells[unit]
        by_class[spell.use_class] += 1
        by_category[organisations[pk].category_id or spell.category_id or ""] += 1
        with_address += bool(units[unit].street_name and units[unit].house_number)
    return {
        "total": len(occupants),
        "named": sum(bool(row.name) for row in organisations.values()),
        "with_hours": sum(bool(row.opening_hours) for row in organisations.values()),
        "with_address": with_address,
        "chains": sum(row.is_chain for row in organisations.values()),
        "by_use_class": {name: by_class[name] for name in USE_CLASSES},
        "by_category": {
            key: count for key, count in sorted(by_category.items(), key=lambda row: (-row[1], row[0])) if key
        },
    }


def _unit_facts(spells: dict[int, UseSpell]) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int, Counter(spell.occupancy for spell in spells.values()))
    order = ("occupied", "vacant", "interim_use", "used_as_housing", "under_works", "unknown")
    return {"total": len(spells), **{name: counted[name] for name in order}}


def _vacancies(spells: dict[int, UseSpell], units: dict[int, Unit]) -> list[dict[str, Any]]:
    found = []
    for pk, spell in spells.items():
        if spell.occupancy != Occupancy.VACANT:
            continue
        unit = units[pk]
        street, number = unit.street_name, unit.house_number
        if not street and unit.address is not None:
            street, number = unit.address.street.name, unit.address.number
        found.append(
            {
                "osm": unit.ref if _OSM_REF.match(unit.ref) else None,
                "street": street,
                "number": number,
                "lat": unit.lat,
                "lon": unit.lon,
                "since": spell.begins_earliest.isoformat() if spell.begins_earliest else None,
            }
        )
    return sorted(found, key=lambda row: (row["street"] or "~", row["number"], row["osm"] or ""))
