"""What was noted on a walk arrives: each thing once, merged field by field with what others noted meanwhile."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.organisations.models import Category, Merge, Organisation
from kiezkontor.organisations.rules.chains import folded
from kiezkontor.premises.access import occupants_known, units_in
from kiezkontor.premises.actions.observations import USED, Sighting, add_observation, add_occupant, class_of
from kiezkontor.premises.actions.units import unit_at
from kiezkontor.premises.models import Address, Ending, Observation, SurveyRound, Unit
from kiezkontor.premises.uses import seen_from, today_among
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.surveys.access_walk import address_or_refuse
from kiezkontor.surveys.actions.rounds import note_empty_house
from kiezkontor.surveys.models import WalkConflict, WalkLease, WalkOperation
from kiezkontor.surveys.rules.operations import EMPTY_HOUSE, NEW_UNIT, SEEN, UNCHANGED, Noted, Operation
from kiezkontor.surveys.rules.three_way import merged

# A use class goes with its category; notes and beginnings are each observer's own.
FIELDS = ("occupancy", "occupants", "category")
type State = dict[str, Any]
type Answer = dict[str, Any]


@transaction.atomic
def take_in(lease: WalkLease, operation: Operation, *, by: Viewer) -> Answer:
    """What a device is told of something it sent; the same again gets the same answer and changes nothing.

    status: taken, merged (somebody else had changed other fields), conflict (a person will decide; what was there
    stands), late (the round is frozen; a person will decide), refused (with a sentence; nothing was stored).
    """
    WalkLease.objects.select_for_update(no_key=True).only("pk").get(pk=lease.pk)
    # The round before its units, as everybody else locks them.
    open_round(lease.survey_round)
    try:
        known = taken_before(lease, operation.op)
    except ActionRefused as refused:
        return {"status": "refused", "sentence": refused.sentence}
    if known is not None:
        return dict(known.answer)
    row = WalkOperation(
        lease=lease, op=operation.op, kind=operation.kind, local=operation.local, taken_at=timezone.now()
    )
    try:
        with transaction.atomic():
            row.save()
            row.answer = STEPS[operation.kind](lease, operation, row, by)
            row.save()
    except ActionRefused as refused:
        # Not remembered: what is refused today, such as a frozen round, may be taken in later.
        return {"status": "refused", "sentence": refused.sentence}
    return dict(row.answer)


def taken_before(lease: WalkLease, op: UUID) -> WalkOperation | None:
    """What the same person has sent of the same round under this name. Refuses the name of anything else."""
    known = WalkOperation.objects.filter(op=op).select_related("lease").first()
    if known is None:
        return None
    if (known.lease.person_id, known.lease.survey_round_id) != (lease.person_id, lease.survey_round_id):
        raise ActionRefused(_("This note has the name of another one. It stays on your device."))
    return known


def house_is_empty(lease: WalkLease, operation: Operation, row: WalkOperation, by: Viewer) -> Answer:
    address = address_or_refuse(lease.survey_round.district, operation.address)
    note_empty_house(lease.survey_round, address.pk, seen_on=operation.seen_on, by=by)
    return {"status": "taken"}


def unit_is_new(lease: WalkLease, operation: Operation, row: WalkOperation, by: Viewer) -> Answer:
    """Another walker may have found the same unit meanwhile: then what was seen is noted there."""
    district = lease.survey_round.district
    address = address_or_refuse(district, operation.address)
    noted = checked(operation.noted)
    twin = found_by_others(lease, address, operation, noted)
    if twin is not None:
        row.unit = twin
        return note(lease, operation, row, twin, noted, by)
    described = {"position": operation.position, "floor": operation.floor}
    row.unit = unit_at(address, description=described, district=district, by=by)
    return note(lease, operation, row, row.unit, noted, by)


def found_by_others(lease: WalkLease, address: Address, operation: Operation, noted: Noted) -> Unit | None:
    """A unit another device made in this round at the same address, at the same place in the house or of that name."""
    made = WalkOperation.objects.filter(lease__survey_round=lease.survey_round_id, kind=NEW_UNIT, unit__address=address)
    for other in made.exclude(lease=lease).select_related("unit"):
        unit = other.unit
        assert unit is not None
        same_place = operation.position and (unit.position, unit.floor) == (operation.position, operation.floor)
        names = {folded(each.name) for each in occupants_known(unit)}
        if same_place or (noted.newcomer and folded(noted.newcomer) in names):
            return unit
    return None


def unit_was_seen(lease: WalkLease, operation: Operation, row: WalkOperation, by: Viewer) -> Answer:
    row.unit = unit_or_refuse(lease, operation)
    noted = checked(operation.noted) if operation.noted is not None else None
    return note(lease, operation, row, row.unit, noted, by)


STEPS: dict[str, Callable[[WalkLease, Operation, WalkOperation, Viewer], Answer]] = {
    UNCHANGED: unit_was_seen,
    SEEN: unit_was_seen,
    NEW_UNIT: unit_is_new,
    EMPTY_HOUSE: house_is_empty,
}


def unit_or_refuse(lease: WalkLease, operation: Operation) -> Unit:
    """The unit an operation names, which its device may only call by a name of its own."""
    pk = operation.unit
    if pk is None:
        made = WalkOperation.objects.filter(lease=lease, local=operation.local).exclude(unit=None)
        pk = made.values_list("unit", flat=True).first() or 0
    units = units_in(lease.survey_round.district, on=timezone.localdate())
    found = units.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if found is None:
        raise ActionRefused(
            _(
                "This unit is not in the register any more; it may have been split or merged meanwhile. What you noted "
                "is still on your device: look at the house once more."
            )
        )
    return found


def checked(noted: Noted | None) -> Noted:
    """Refuses a category or a reason this installation does not have."""
    assert noted is not None
    if noted.category and not Category.objects.filter(pk=noted.category).exists():
        raise ActionRefused(_("There is no category %(name)s. Please choose another one.") % {"name": noted.category})
    if noted.former_ended and noted.former_ended not in Ending.values:
        raise ActionRefused(_("This reason does not exist. Please choose another one."))
    return noted


def note(
    lease: WalkLease, operation: Operation, row: WalkOperation, unit: Unit, noted: Noted | None, by: Viewer
) -> Answer:
    """noted: None where everything was as the device knew it."""
    latest = latest_of(unit)
    there, was = state_of(latest), state_known(lease, operation, unit)
    if noted is None and was["occupancy"] is None:
        raise ActionRefused(_("Nothing is known of this unit that could be unchanged. Please note what is there."))
    here = was if noted is None else state_noted(noted, unit)
    if open_round(lease.survey_round) is None and here != there:
        differing = [name for name in FIELDS if here[name] != there[name]]
        wait_for_decision(lease, row, unit, latest, here, noted, differing, operation.seen_on, by)
        return {"status": "late", "unit": unit.pk, **told(unit), "said": here}
    both = merged(was, there, here, FIELDS)
    if here == was:
        both.conflicts[:] = [name for name in FIELDS if there[name] != was[name]]
    elif both.conflicts and here["occupancy"] != there["occupancy"] and "occupancy" not in both.conflicts:
        both.conflicts.append("occupancy")
    if both.values != there or not both.conflicts:
        # What goes together with a later note of somebody else holds from its day on.
        day = max(operation.seen_on, latest.seen_on) if latest and there != was else operation.seen_on
        row.observation = add(lease, unit, both.values, noted, day, by)
    if both.conflicts:
        assert latest is not None
        wait_for_decision(lease, row, unit, latest, here, noted, both.conflicts, operation.seen_on, by)
    return {"status": status_of(both.conflicts, there, was), "unit": unit.pk, **told(unit), "said": here}


def status_of(conflicts: list[str], there: State, was: State) -> str:
    if conflicts:
        return "conflict"
    return "taken" if there == was else "merged"


def latest_of(unit: Unit) -> Observation | None:
    return Observation.objects.filter(unit=unit, superseded_by__isnull=True).order_by("seen_on", "pk").last()


def state_known(lease: WalkLease, operation: Operation, unit: Unit) -> State:
    """What the device knew of the unit: what it was given, or what it noted there itself since."""
    own = WalkOperation.objects.filter(lease=lease, unit=unit, observation__pk__gt=operation.base)
    said = next((row.answer.get("said") for row in own.order_by("-observation")[:1]), None)
    if said is None:
        return state_of(Observation.objects.filter(pk=operation.base, unit=unit).first())
    ids, newcomer = said["occupants"]
    named = {folded(one.name): one.pk for one in occupants_known(unit)} if newcomer else {}
    # Whoever was new then has an entry by now.
    known = named.get(folded(newcomer)) if newcomer else None
    occupants = (tuple(sorted({*ids, known})), "") if known else (tuple(ids), newcomer)
    return {"occupancy": said["occupancy"], "occupants": occupants, "category": tuple(said["category"])}


def state_of(seen: Observation | None) -> State:
    """Of a unit nobody has seen yet all is None."""
    if seen is None:
        return dict.fromkeys(FIELDS)
    known = seen_from(seen, today_among([seen]))
    category = known.category, known.use_class
    return {"occupancy": known.occupancy, "occupants": (tuple(sorted(known.organisations)), ""), "category": category}


def state_noted(noted: Noted, unit: Unit) -> State:
    """Who is new by name and turns out to be known at the unit counts as known. Refuses occupants of elsewhere."""
    if noted.occupancy not in USED:
        return {"occupancy": noted.occupancy, "occupants": ((), ""), "category": ("", "")}
    known = {each.pk: folded(each.name) for each in occupants_known(unit)}
    today = Merge.objects.today_of(set(noted.occupants))
    stay = {today.get(pk, pk) for pk in noted.occupants}
    if not known.keys() >= stay:
        raise ActionRefused(_("Somebody you named was never known in this unit. Write the name of who is there now."))
    same = next((pk for pk, name in known.items() if noted.newcomer and name == folded(noted.newcomer)), None)
    occupants = tuple(sorted({*stay, *([same] if same else [])}))
    return {
        "occupancy": noted.occupancy,
        "occupants": (occupants, "" if same else noted.newcomer),
        "category": (noted.category, noted.use_class or class_of(noted.category)),
    }


def add(lease: WalkLease, unit: Unit, state: State, noted: Noted | None, seen_on: date, by: Viewer) -> Observation:
    district = lease.survey_round.district
    occupants, newcomer = state["occupants"] or ((), "")
    category, use_class = state["category"] or ("", "")
    if newcomer:
        added = add_occupant(newcomer, category=category, seen_on=seen_on, district=district, by=by)
        occupants = (*occupants, added.pk)
    sighting = Sighting(
        occupancy=state["occupancy"],
        since=(noted.since if noted else None) or (None, seen_on),
        occupants=occupants,
        category=category,
        use_class=use_class,
        note=noted.note if noted else "",
        former_ended=noted.former_ended if noted else "",
    )
    return add_observation(
        unit, sighting, seen_on=seen_on, survey_round=open_round(lease.survey_round), district=district, by=by
    )


def open_round(survey_round: SurveyRound) -> SurveyRound | None:
    """The round, as long as it takes something; what is noted again after the freeze goes into the register alone.

    A freeze and this wait for each other.
    """
    now = SurveyRound.objects.select_for_update(no_key=True).get(pk=survey_round.pk)
    return None if now.is_frozen else survey_round


def wait_for_decision(
    lease: WalkLease,
    row: WalkOperation,
    unit: Unit,
    against: Observation | None,
    here: State,
    noted: Noted | None,
    fields: list[str],
    seen_on: date,
    by: Viewer,
) -> None:
    """Keeps what could not be merged, or came after the freeze, until a person decides."""
    said = asdict(noted) if noted else {}
    since = [day and day.isoformat() for day in noted.since] if noted and noted.since else None
    mine = {**said, **here, "since": since, "seen_on": seen_on.isoformat()}
    WalkConflict.objects.create(
        operation=row,
        survey_round=lease.survey_round,
        unit=unit,
        against=against,
        mine=mine,
        fields=fields,
        noted_by=by.person,
    )
    verb = "walk.late" if open_round(lease.survey_round) is None else "walk.conflict"
    record(verb, unit, by=by, district=lease.survey_round.district)


def told(unit: Unit) -> Answer:
    """What the device knows of the unit from now on."""
    latest = latest_of(unit)
    if latest is None:
        return {"observation": 0}
    state = state_of(latest)
    ids = state["occupants"][0]
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {
        "observation": latest.pk,
        "occupancy": state["occupancy"],
        "occupants": [{"id": pk, "name": names.get(pk, "")} for pk in ids],
        "category": state["category"][0],
        "use_class": state["category"][1],
        "seen_on": latest.seen_on.isoformat(),
    }
