"""Uses of units follow from observations: stored for speed, derived anew whenever an observation is added."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import batched
from typing import Any

from django.db import transaction

from kiezkontor.organisations.journal import Journal
from kiezkontor.organisations.models import Category, Merge
from kiezkontor.premises.models import Observation, SpellOccupant, Unit, UseSpell
from kiezkontor.premises.rules.spells import Seen, Spell, spells_from
from kiezkontor.shared.bulk import insert_many

LOOKUP = 500
NOBODY: Mapping[int, int] = {}


@transaction.atomic(savepoint=False)
def derive_uses(unit_ids: Collection[int]) -> set[int]:
    """Derive the spells of these units from their valid observations and replace what is stored where it differs.

    Returns the ids of the organisations that are or were occupants: their public picture may have changed.
    """
    touched: set[int] = set()
    for part in batched(sorted(set(unit_ids)), LOOKUP):
        seen: dict[int, list[Seen]] = defaultdict(list)
        observations = Observation.objects.filter(unit__in=part, superseded_by__isnull=True).order_by("seen_on", "pk")
        today = today_among(observations)
        for row in observations:
            seen[row.unit_id].append(seen_from(row, today))
        stored: dict[int, list[UseSpell]] = defaultdict(list)
        for spell in UseSpell.objects.filter(unit__in=part).prefetch_related("occupants").order_by("begins_latest"):
            stored[spell.unit_id].append(spell)
        differing = []
        for unit in part:
            wanted = spells_from(seen[unit])
            if [_told(spell) for spell in wanted] != [_kept(spell) for spell in stored[unit]]:
                differing.append((unit, wanted))
                touched |= {one.pk for spell in stored[unit] for one in spell.occupants.all()}
                touched |= {pk for spell in wanted for pk in spell.told_by.organisations}
        _replace(differing, set(today.values()))
    return touched


def today_among(observations: Iterable[Observation]) -> dict[int, int]:
    """By key: which organisation each that was seen there is today, after merges; one statement.

    What was seen is never rewritten, so observations go on naming the entry of their day.
    """
    named = {pk for row in observations for pk in row.values.get("organisations", ())}
    return Merge.objects.today_of(named)


def seen_from(row: Observation, today: Mapping[int, int] = NOBODY) -> Seen:
    """today: of `today_among`; none where the observation is new."""
    return seen_of(row.pk, row.seen_on, row.values, today)


def seen_of(key: int, seen_on: date, values: Mapping[str, Any], today: Mapping[int, int] = NOBODY) -> Seen:
    """An observation's values as the rule takes them; missing values count as not known."""
    earliest, latest = values.get("since") or (None, None)
    return Seen(
        key=key,
        seen_on=seen_on,
        occupancy=values.get("occupancy", "unknown"),
        use_class=values.get("use_class") or "",
        category=values.get("category") or "",
        organisations=frozenset(today.get(pk, pk) for pk in values.get("organisations", ())),
        since_earliest=date.fromisoformat(earliest) if earliest else None,
        since_latest=date.fromisoformat(latest) if latest else None,
        former_ended=values.get("former_ended") or "",
    )


def _told(spell: Spell) -> tuple[object, ...]:
    return spell.begins_earliest, spell.begins_latest, *spell.told_by.state, spell.former_ended


def _kept(spell: UseSpell) -> tuple[object, ...]:
    occupants = frozenset(one.pk for one in spell.occupants.all())
    return (
        spell.begins_earliest,
        spell.begins_latest,
        spell.occupancy,
        spell.use_class,
        spell.category_id or "",
        occupants,
        spell.former_ended,
    )


def _replace(differing: list[tuple[int, list[Spell]]], there: Collection[int]) -> None:
    """there: the organisations that exist."""
    UseSpell.objects.filter(unit__in=[unit for unit, _spells in differing]).delete()
    wanted = [(unit, spell) for unit, spells in differing for spell in spells]
    categories = set(
        Category.objects.filter(key__in={spell.told_by.category for _unit, spell in wanted}).values_list(
            "pk", flat=True
        )
    )
    rows = insert_many(
        UseSpell(
            unit_id=unit,
            begins_earliest=spell.begins_earliest,
            begins_latest=spell.begins_latest,
            occupancy=spell.told_by.occupancy,
            use_class=spell.told_by.use_class,
            category_id=spell.told_by.category if spell.told_by.category in categories else None,
            former_ended=spell.former_ended,
            observation_id=spell.told_by.key,
        )
        for unit, spell in wanted
    )
    insert_many(
        SpellOccupant(spell=row, organisation_id=pk)
        for row, (_unit, spell) in zip(rows, wanted, strict=True)
        for pk in sorted(spell.told_by.organisations.intersection(there))
    )


def derive_after_merge(kept: int, absorbed: int) -> None:
    """Derive the uses of all units in which one of two organisations was seen, under lock, after they became one."""
    units = UseSpell.objects.filter(occupants__in=[kept, absorbed]).values_list("unit", flat=True)
    ids = sorted(set(units))
    for part in batched(ids, LOOKUP):
        list(
            Unit.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk").values_list("pk", flat=True)
        )
    derive_uses(ids)


def follow_uses(notes: Journal, kept: int, absorbed: int) -> None:
    """Uses are derived, so that there is nothing to note; once more for what was seen while others were waited for."""
    del notes
    derive_after_merge(kept, absorbed)
