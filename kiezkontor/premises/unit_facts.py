"""What is known of a unit itself, in words."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kiezkontor.premises.models import Unit

POSITIONS = dict(Unit.Position.choices)


def position_said(unit: Unit) -> str:
    return str(POSITIONS.get(unit.position, unit.position))


def equipment_said(keys: list[str]) -> list[str]:
    """In the order of the form, whatever the order they were ticked in."""
    return [str(label) for key, label in Unit.Equipment.choices if key in keys]


def facts_of(unit: Unit) -> list[dict[str, Any]]:
    """Size, access, state and equipment as a list of facts; without those nobody noted."""
    facts: list[dict[str, Any]] = [
        {"term": _("Areas"), "several": list(areas_of(unit))},
        {"term": _("Window front"), "value": metres(unit.window_front_m, "m")},
        {"term": _("Entrance"), "value": entrance_of(unit.steps)},
        {"term": _("Condition"), "value": condition_of(unit)},
        {"term": _("Renovation"), "value": unit.get_renovation_display() if unit.renovation else ""},
        {"term": _("Equipment"), "value": ", ".join(equipment_said(unit.equipment))},
        {"term": _("Not there"), "value": missing_said(unit)},
    ]
    return [fact for fact in facts if fact.get("value") or fact.get("several")]


def missing_said(unit: Unit) -> str:
    """What is not there, with the day on which somebody looked; "" where nobody has, or nothing is missing."""
    missing = equipment_said([key for key in Unit.Equipment.values if key not in unit.equipment])
    if unit.equipment_seen_on is None or not missing:
        return ""
    day = date_format(unit.equipment_seen_on, "SHORT_DATE_FORMAT")
    return _("%(things)s (looked at on %(day)s)") % {"things": ", ".join(missing), "day": day}


def areas_of(unit: Unit) -> Iterator[str]:
    names = ((unit.area_sqm, _("whole unit")), (unit.sales_sqm, _("sales area")), (unit.side_sqm, _("side rooms")))
    for area, name in names:
        if area is not None:
            about = _("about %(area)s") if unit.area_is_estimated else "%(area)s"
            yield f"{about % {'area': metres(area, 'm²')}} ({name})"


def metres(value: Decimal | None, unit: str) -> str:
    return (
        ""
        if value is None
        else f"{number_format(value.to_integral_value() if value == value.to_integral_value() else value)} {unit}"
    )


def entrance_of(steps: int | None) -> str:
    if steps is None:
        return ""
    if steps == 0:
        return _("level, without a step")
    return ngettext("%(steps)s step", "%(steps)s steps", steps) % {"steps": steps}


def condition_of(unit: Unit) -> str:
    if unit.condition is None:
        return ""
    return _("%(grade)s of 5, %(word)s") % {"grade": unit.condition, "word": unit.get_condition_display()}
