"""A row of a list that was filled in on paper is entered: it counts in its round on the day of the walk."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.premises.access import units_in
from kiezkontor.premises.actions.observations import Sighting, add_observation, add_occupant, class_of, require_open
from kiezkontor.premises.actions.units import require_no_unit, unit_at
from kiezkontor.premises.models import Address, Observation, SurveyRound, Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.actions.rounds import note_empty_house
from kiezkontor.surveys.actions.walking import state_noted, state_of
from kiezkontor.surveys.rules.list_codes import BOXES, NO_UNIT, UNCHANGED, WITH_NAME
from kiezkontor.surveys.rules.operations import Noted


@dataclass(frozen=True, slots=True)
class Ticked:
    """box: the number of the box, as in rules.list_codes. name: of somebody new. category: a key, or empty."""

    box: str
    name: str = ""
    category: str = ""
    note: str = ""


@transaction.atomic
def enter_house(survey_round: SurveyRound, address: Address, ticked: Ticked, *, seen_on: date, by: Viewer) -> None:
    """A house in which no unit is known: it has none, or one that is added with what was ticked.

    Refuses "unchanged", "no unit" where somebody has added one meanwhile, a day ahead, and a frozen round.
    """
    now = require_open(survey_round)
    require_day(seen_on)
    there = units_in(now.district, on=timezone.localdate()).filter(address=address).count()
    if ticked.box == NO_UNIT:
        if there:
            raise has_a_unit()
        note_empty_house(now, address.pk, seen_on=seen_on, by=by)
        return
    if ticked.box == UNCHANGED:
        raise ActionRefused(
            _("No unit is known here that could be unchanged. Choose what is ticked, or 0 for “no unit here”."),
            field="box",
        )
    require_no_unit(there)
    unit = unit_at(address, district=now.district, by=by)
    note(now, unit, ticked, seen_on=seen_on, by=by)


@transaction.atomic
def enter_unit(survey_round: SurveyRound, unit: Unit, ticked: Ticked, *, seen_on: date, by: Viewer) -> Observation:
    """What was ticked for a unit. Refuses "unchanged" where nothing was known up to that day, and as above."""
    now = require_open(survey_round)
    require_day(seen_on)
    if ticked.box == NO_UNIT:
        raise has_a_unit()
    return note(now, unit, ticked, seen_on=seen_on, by=by)


def has_a_unit() -> ActionRefused:
    return ActionRefused(
        _("A unit is known here, so that the house is not without one. If it is gone, note that on its page."),
        field="box",
    )


def require_day(seen_on: date) -> None:
    if seen_on > timezone.localdate():
        raise ActionRefused(_("Nobody can have seen this yet. Please give today or an earlier day."), field="on")


def note(survey_round: SurveyRound, unit: Unit, ticked: Ticked, *, seen_on: date, by: Viewer) -> Observation:
    Unit.objects.select_for_update(no_key=True).only("pk").get(pk=unit.pk)
    sighting = (
        unchanged(unit, ticked, seen_on) if ticked.box == UNCHANGED else other(survey_round, unit, ticked, seen_on, by)
    )
    return add_observation(
        unit, sighting, seen_on=seen_on, survey_round=survey_round, district=survey_round.district, by=by
    )


def unchanged(unit: Unit, ticked: Ticked, seen_on: date) -> Sighting:
    """As it was known on the day of the walk, whatever was noted since."""
    known = Observation.objects.filter(unit=unit, superseded_by__isnull=True, seen_on__lte=seen_on)
    state = state_of(known.order_by("seen_on", "pk").last())
    if state["occupancy"] is None:
        raise ActionRefused(
            _("Nothing was known of this unit on that day that could be unchanged. Choose what is ticked."), field="box"
        )
    category, use_class = state["category"]
    return Sighting(state["occupancy"], (None, seen_on), state["occupants"][0], category, use_class, note=ticked.note)


def other(survey_round: SurveyRound, unit: Unit, ticked: Ticked, seen_on: date, by: Viewer) -> Sighting:
    """Who is known at the unit under the name that is written there is not entered once more."""
    if ticked.name and ticked.box not in WITH_NAME:
        raise ActionRefused(_("Only a unit in use has somebody in it."), field="name")
    state = state_noted(Noted(BOXES[ticked.box], newcomer=ticked.name, category=ticked.category), unit)
    occupants, newcomer = state["occupants"]
    if newcomer:
        district = survey_round.district
        added = add_occupant(newcomer, category=ticked.category, seen_on=seen_on, district=district, by=by)
        occupants = (*occupants, added.pk)
    use_class = class_of(ticked.category)
    return Sighting(BOXES[ticked.box], (None, seen_on), occupants, ticked.category, use_class, note=ticked.note)
