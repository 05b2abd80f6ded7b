"""What a round saw on the street and OpenStreetMap can be told, with where each fact came from."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from kiezkontor.organisations.models import FieldClaim, Organisation, SourceRecord, SourceRun
from kiezkontor.premises.access import open_differences_in
from kiezkontor.premises.models import Observation, SurveyRound, Unit
from kiezkontor.premises.uses import seen_of
from kiezkontor.surveys.access import conflicts_of
from kiezkontor.surveys.rules.osm_out import (
    Claimed,
    MapObject,
    Noted,
    OnStreet,
    Stays,
    Step,
    news_first,
    own_category,
    step_for,
)
from kiezkontor.surveys.snapshots import AT_ONCE, address_of, merged_into

OSM = SourceRun.Kind.OSM
OF_OSM = ("node/", "way/", "relation/")
CLAIMED = ("name", "category", "opening_hours", "wheelchair")
READ = ("unit_id", "pk", "seen_on", "source_run_id", "district_id", "survey_round_id", "values", "observer__email")
# No mail address ends so (RFC 2606): whoever has one was invented.
INVENTED = ".example"
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StreetNews:
    """steps: what is new first, by kind and unit. stays: why nothing of the others leaves, with how many there are."""

    steps: Sequence[Step]
    stays: Mapping[Stays, int]


@dataclass(slots=True)
class Known:
    """What is looked up for the units of a round, by ids and refs. on_map: organisation → refs of its objects.

    imported: units of which an import ever said something.
    """

    units: dict[int, Unit] = field(default_factory=dict)
    organisations: dict[int, Organisation] = field(default_factory=dict)
    claims: dict[int, dict[str, FieldClaim]] = field(default_factory=lambda: defaultdict(dict))
    objects: dict[str, MapObject] = field(default_factory=dict)
    on_map: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    imported: set[int] = field(default_factory=set)
    waiting: Collection[str] = ()
    contradicted: Collection[int] = ()


def street_news(survey_round: SurveyRound) -> StreetNews:
    merged = merged_into()
    notes = notes_of(survey_round)
    known = look_up(survey_round, notes, merged)
    steps: list[Step] = []
    stays: Counter[Stays] = Counter()
    for pk in sorted(notes):
        told = told_of(survey_round, known.units[pk], notes[pk], known, merged)
        if isinstance(told, Step):
            steps.append(told)
        else:
            stays[told] += 1
    return StreetNews(news_first(steps), stays)


def notes_of(survey_round: SurveyRound) -> dict[int, list[Row]]:
    """All valid notes on each unit of the round, oldest first, in the columns READ."""
    of_round = Observation.objects.filter(survey_round=survey_round, superseded_by__isnull=True).order_by()
    found = Observation.objects.filter(unit__in=of_round.values("unit"), superseded_by__isnull=True)
    notes: dict[int, list[Row]] = defaultdict(list)
    for row in found.order_by("unit_id", "seen_on", "pk").values_list(*READ).iterator(AT_ONCE):
        notes[row[0]].append(row)
    return notes


def look_up(survey_round: SurveyRound, notes: Mapping[int, list[Row]], merged: Mapping[int, int]) -> Known:
    known = Known()
    for part in batched(sorted(notes), AT_ONCE):
        known.units |= Unit.objects.select_related("address__street", "building").in_bulk(part)
        told = Observation.objects.filter(unit__in=part, source_run__isnull=False)
        known.imported |= set(told.order_by().values_list("unit", flat=True))
    named = {pk for rows in notes.values() for row in rows for pk in seen(row, merged).organisations}
    for part in batched(sorted(named), AT_ONCE):
        known.organisations |= Organisation.objects.in_bulk(part)
        for claim in FieldClaim.objects.filter(organisation__in=part, field__in=CLAIMED):
            known.claims[claim.organisation_id][claim.field] = claim
        keep_objects(known, SourceRecord.objects.filter(source=OSM, organisation__in=part))
    refs = sorted({unit.ref for unit in known.units.values() if unit.ref.startswith(OF_OSM)})
    for some in batched(refs, AT_ONCE):
        keep_objects(known, SourceRecord.objects.filter(source=OSM, ref__in=some))
    waiting = open_differences_in(survey_round.district).filter(run__kind=OSM)
    known.waiting = set(waiting.order_by().values_list("ref", flat=True))
    known.contradicted = set(conflicts_of(survey_round).values_list("unit", flat=True))
    return known


def keep_objects(known: Known, records: Iterable[SourceRecord]) -> None:
    for record in records:
        place = (record.lat, record.lon) if record.lat is not None and record.lon is not None else None
        known.objects[record.ref] = MapObject(record.ref, record.tags, record.organisation_id, place)
        if record.organisation_id:
            known.on_map[record.organisation_id].add(record.ref)


def told_of(
    survey_round: SurveyRound, unit: Unit, rows: list[Row], known: Known, merged: Mapping[int, int]
) -> Step | Stays:
    """What leaves of a unit, or why nothing does."""
    at = max(nth for nth, row in enumerate(rows) if row[5] == survey_round.pk)
    last = seen(rows[at], merged)
    if not is_walked(rows[at], survey_round):
        return Stays.NOT_OWN
    if (rows[at][7] or "").endswith(INVENTED):
        return Stays.INVENTED
    if unit.exists_until is not None or any(seen(row, merged).state != last.state for row in rows[at + 1 :]):
        return Stays.NEWER
    if unit.pk in known.contradicted:
        return Stays.CONTRADICTED
    if len(last.organisations) > 1:
        return Stays.UNCLEAR
    occupant = next(iter(last.organisations), None)
    if unit.ref in known.waiting or known.on_map[occupant or 0].intersection(known.waiting):
        return Stays.WAITING
    if known.on_map[occupant or 0] - {unit.ref}:
        return Stays.ELSEWHERE
    history = [
        Noted(row[6].get("category") or "", seen(row, merged).organisations, is_walked(row, survey_round))
        for row in rows[: at + 1]
    ]
    facts = facts_of(occupant, known)
    street, number = address_of(unit)
    on_street = OnStreet(
        unit=unit.pk,
        seen_on=rows[at][2],
        occupancy=last.occupancy,
        occupant=occupant,
        category=own_category(history),
        place=place_of(unit, is_own=unit.pk not in known.imported),
        name=facts.get("name"),
        hours=facts.get("hours"),
        wheelchair=facts.get("wheelchair"),
        street=street,
        number=number,
    )
    return step_for(without_foreign_category(on_street, known), known.objects.get(unit.ref))


def seen(row: Row, merged: Mapping[int, int]) -> Any:
    return seen_of(row[1], row[2], row[6], merged)


def is_walked(row: Row, survey_round: SurveyRound) -> bool:
    """Whether the district's own office saw this in a round: no import, and no statement noted at the desk."""
    return row[3] is None and row[4] == survey_round.district_id and row[5] is not None


def facts_of(occupant: int | None, known: Known) -> dict[str, Claimed]:
    """The facts of whoever is in the unit that somebody read there; no name that is a person's."""
    organisation = known.organisations.get(occupant or 0)
    if organisation is None:
        return {}
    claims = {name: claim for name, claim in known.claims[organisation.pk].items() if is_own(claim)}
    hides_name = organisation.is_sole_trader or organisation.kind in {
        Organisation.Kind.FREELANCER,
        Organisation.Kind.OWNER,
    }
    wheelchair = organisation.wheelchair if organisation.wheelchair != "unknown" else ""
    values = {"name": "" if hides_name else organisation.name, "hours": organisation.opening_hours}
    named = {"name": "name", "hours": "opening_hours", "wheelchair": "wheelchair"}
    return {
        name: Claimed(value, claims[named[name]].said_on)
        for name, value in (values | {"wheelchair": wheelchair}).items()
        if value and named[name] in claims
    }


def is_own(claim: FieldClaim) -> bool:
    return claim.basis == FieldClaim.Basis.OBSERVATION


def without_foreign_category(seen_there: OnStreet, known: Known) -> OnStreet:
    """A category its owner told, or another source, is none that was seen."""
    claim = known.claims[seen_there.occupant or 0].get("category")
    return seen_there if claim is None or is_own(claim) else replace(seen_there, category="")


def place_of(unit: Unit, *, is_own: bool) -> tuple[float, float] | None:
    """Where a unit lies that the office itself added; else its house, if the map has it."""
    if is_own:
        return unit.lat, unit.lon
    house = unit.building
    return (house.lat, house.lon) if house.ref.startswith(OF_OSM) else None
