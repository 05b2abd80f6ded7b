"""The survey rounds of the demo: what the map knew, a walk with invented changes, and one that is to be walked.

Whoever gives up, moves or falls ill here is an invented firm: nothing of the kind is said of one that exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from kiezkontor.accounts.viewer import FIELD_WORKER, Viewer
from kiezkontor.districts.models import District, Role
from kiezkontor.organisations.models import Organisation
from kiezkontor.premises.access import uses_on
from kiezkontor.premises.actions.observations import Sighting, add_observation, note_sighting
from kiezkontor.premises.actions.units import Place, new_unit
from kiezkontor.premises.models import DistrictBuilding, Ending, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.surveys.actions.rounds import go, plan_round

Stage = SurveyRound.Stage
INVENTED = "Erfunden für die Demonstration."
MARK = "(Demo)"
SETTLERS = (
    ("Musterbüro Eins", "office=company"),
    ("Musterbüro Zwei", "office=company"),
    ("Kanzlei Beispiel", "office=lawyer"),
    ("Maklerbüro Muster", "office=estate_agent"),
    ("Steuerberatung Probe", "office=tax_advisor"),
)
"""Invented offices of the first round: they give up, retire, fall ill, move and cannot be made out in the second."""
WALKED_DAYS_AGO = 12


def load_surveys(district: District, *, by: Viewer) -> None:
    """Nothing where there is no first round, or where somebody went on with it."""
    first = SurveyRound.objects.filter(district=district, number=1, stage=Stage.IN_FIELD).first()
    if first is None:
        return
    settle(first, by=by)
    publish(first, by=by)
    today = timezone.localdate()
    walker = walker_of(district, on=today) or by
    second = plan_round(district, number=2, reference_on=today - timedelta(days=WALKED_DAYS_AGO), by=by)
    go(second, Stage.IN_FIELD, by=by)
    walk(second, by=walker)
    publish(second, by=by)
    go(plan_round(district, number=3, reference_on=today, by=by), Stage.IN_FIELD, by=by)


def publish(survey_round: SurveyRound, *, by: Viewer) -> None:
    for stage in (Stage.REVIEW, Stage.FROZEN, Stage.PUBLISHED):
        survey_round = go(survey_round, stage, by=by)


def walker_of(district: District, *, on: date) -> Viewer | None:
    role = Role.objects.held_on(on).filter(district=district, name=FIELD_WORKER).select_related("person").first()
    return Viewer(person=role.person, roles={district.pk: frozenset({FIELD_WORKER})}) if role else None


@dataclass(frozen=True)
class Found:
    """What the walker met at a door; newcomer: an invented name on a new sign."""

    sighting: Sighting
    newcomer: str = ""


def walk(survey_round: SurveyRound, *, by: Viewer) -> None:
    """Every unit of the first round again: some invented changes, the rest as it was."""
    on = survey_round.reference_on
    units = Unit.objects.filter(observations__survey_round__district=survey_round.district_id).distinct().order_by("pk")
    uses = uses_on(units, on=on)
    invented = dict(changes(uses, on=on))
    for unit in units:
        found = invented.get(unit.pk) or Found(unchanged(uses[unit.pk], on=on))
        sighting, district = found.sighting, survey_round.district
        if found.newcomer:
            note_sighting(
                unit, sighting, newcomer=found.newcomer, seen_on=on, survey_round=survey_round, district=district, by=by
            )
        else:
            add_observation(unit, sighting, seen_on=on, survey_round=survey_round, district=district, by=by)


def unchanged(use: UseSpell, *, on: date) -> Sighting:
    occupants = [one.pk for one in use.occupants.all()]
    return Sighting(use.occupancy, (None, on), occupants, use.category_id or "", use.use_class)


def settle(survey_round: SurveyRound, *, by: Viewer) -> None:
    """Invented offices beside real ones: the same in every demo, none where there are less than five to be beside.

    They are neighbours in one part, so that the vacancies stay a number that can be published.
    """
    on, district = survey_round.reference_on, survey_round.district
    uses = UseSpell.objects.filter(unit__observations__survey_round=survey_round, category__pk__startswith="office=")
    offices = uses.filter(unit__address__isnull=False).distinct().select_related("unit__address__street")
    inside = DistrictBuilding.objects.filter(district=district, sub_location__isnull=False)
    lies_in = dict(inside.values_list("building", "sub_location__name"))
    ordered = sorted(offices, key=lambda use: (lies_in.get(use.unit.building_id, ""), use.unit_id))
    neighbours = ordered[-len(SETTLERS) :]
    if len(neighbours) < len(SETTLERS):
        return
    for (name, category), use in zip(SETTLERS, neighbours, strict=True):
        address = use.unit.address
        assert address is not None  # asked for above
        place = Place(address.street.name, address.number)
        unit = new_unit(place, is_further=True, district=district, by=by)
        seen = Sighting(Occupancy.OCCUPIED, (None, on), category=category, note=INVENTED)
        who = f"{name} {MARK}"
        note_sighting(unit, seen, newcomer=who, seen_on=on, survey_round=survey_round, district=district, by=by)


def changes(uses: dict[int, UseSpell], *, on: date) -> Iterator[tuple[int, Found]]:
    """The invented offices give up and move, and empty shops find somebody: the same units in every demo."""
    ordered = sorted(uses.items())
    empty = [unit for unit, use in ordered if use.occupancy == Occupancy.VACANT]
    settlers = [(unit, use) for unit, use in ordered if any(is_invented(one) for one in use.occupants.all())]
    if len(empty) < 5 or len(settlers) != len(SETTLERS):
        return
    (given_up, _), (retired, _), (ill, _), (moved, mover), (hidden, _) = settlers
    founded, opened, lent, taken, works = empty[-5:]
    tailor = Sighting(Occupancy.OCCUPIED, (None, on), category="shop=tailor", note=INVENTED)
    yield founded, Found(tailor, f"Schneiderei Probe {MARK}")
    opening = Sighting(Occupancy.OCCUPIED, (None, on), category="shop=stationery", note=INVENTED)
    yield opened, Found(opening, f"Musterladen {MARK}")
    interim = Sighting(Occupancy.INTERIM_USE, (None, on), category="amenity=arts_centre", note=INVENTED)
    yield lent, Found(interim, f"Zwischennutzung Probe {MARK}")
    who = [one.pk for one in mover.occupants.all()]
    arrived = Sighting(Occupancy.OCCUPIED, (None, on), who, mover.category_id or "", mover.use_class, INVENTED)
    yield taken, Found(arrived)
    yield works, Found(Sighting(Occupancy.UNDER_WORKS, (None, on), note=INVENTED))
    yield moved, Found(left(Ending.MOVED, on=on))
    yield given_up, Found(left(Ending.GAVE_UP, on=on))
    yield retired, Found(left(Ending.RETIRED, on=on))
    yield ill, Found(left(Ending.HEALTH, on=on))
    yield hidden, Found(Sighting(Occupancy.UNKNOWN, (None, on), note=INVENTED))


def is_invented(occupant: Organisation) -> bool:
    return occupant.name.endswith(MARK)


def left(reason: str, *, on: date) -> Sighting:
    return Sighting(Occupancy.VACANT, (None, on), note=INVENTED, former_ended=reason)
