"""The survey rounds of the demo: what the map knew, a walk with invented changes, and one that is to be walked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from kiezkontor.accounts.viewer import FIELD_WORKER, Viewer
from kiezkontor.districts.models import District, Role
from kiezkontor.premises.access import uses_on
from kiezkontor.premises.actions.observations import Sighting, add_observation, note_sighting
from kiezkontor.premises.models import DistrictBuilding, Ending, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.surveys.actions.rounds import go, plan_round

Stage = SurveyRound.Stage
INVENTED = "Erfunden für die Demonstration."
WALKED_DAYS_AGO = 12


def load_surveys(district: District, *, by: Viewer) -> None:
    """Nothing where there is no first round, or where somebody went on with it."""
    first = SurveyRound.objects.filter(district=district, number=1, stage=Stage.IN_FIELD).first()
    if first is None:
        return
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


def changes(uses: dict[int, UseSpell], *, on: date) -> Iterator[tuple[int, Found]]:
    """Offices give up and move, empty shops find somebody: the same units in every demo.

    The offices are neighbours in one part, so that the vacancies stay a number that can be published.
    """
    inside = DistrictBuilding.objects.filter(sub_location__isnull=False, building__units__in=uses)
    lies_in = dict(inside.values_list("building__units", "sub_location__name"))
    ordered = sorted(uses.items())
    empty = [unit for unit, use in ordered if use.occupancy == Occupancy.VACANT]
    offices = [(unit, use) for unit, use in ordered if (use.category_id or "").startswith("office=")]
    offices.sort(key=lambda each: (lies_in.get(each[0], ""), each[0]))
    if len(empty) < 5 or len(offices) < 5:
        return
    (given_up, _), (retired, _), (ill, _), (moved, mover), (hidden, _) = offices[-5:]
    founded, opened, lent, taken, works = empty[-5:]
    tailor = Sighting(Occupancy.OCCUPIED, (None, on), category="shop=tailor", note=INVENTED)
    yield founded, Found(tailor, "Schneiderei Probe (erfunden)")
    opening = Sighting(Occupancy.OCCUPIED, (None, on), category="shop=stationery", note=INVENTED)
    yield opened, Found(opening, "Musterladen (erfunden)")
    interim = Sighting(Occupancy.INTERIM_USE, (None, on), category="amenity=arts_centre", note=INVENTED)
    yield lent, Found(interim, "Zwischennutzung Probe (erfunden)")
    who = [one.pk for one in mover.occupants.all()]
    arrived = Sighting(Occupancy.OCCUPIED, (None, on), who, mover.category_id or "", mover.use_class, INVENTED)
    yield taken, Found(arrived)
    yield works, Found(Sighting(Occupancy.UNDER_WORKS, (None, on), note=INVENTED))
    yield moved, Found(left(Ending.MOVED, on=on))
    yield given_up, Found(left(Ending.GAVE_UP, on=on))
    yield retired, Found(left(Ending.RETIRED, on=on))
    yield ill, Found(left(Ending.HEALTH, on=on))
    yield hidden, Found(Sighting(Occupancy.UNKNOWN, (None, on), note=INVENTED))


def left(reason: str, *, on: date) -> Sighting:
    return Sighting(Occupancy.VACANT, (None, on), note=INVENTED, former_ended=reason)
