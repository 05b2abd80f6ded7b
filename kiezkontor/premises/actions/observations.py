"""What people see at a unit: observations are added and corrected, uses follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.changes import tell_changed
from kiezkontor.districts.models import District
from kiezkontor.organisations.actions.editing import add_organisation
from kiezkontor.organisations.hooks import tell_organisations_changed
from kiezkontor.organisations.models import Category, FieldClaim, Organisation
from kiezkontor.premises.access import latest_observation
from kiezkontor.premises.models import DistrictBuilding, Observation, Occupancy, SurveyRound, Unit, UseSpell
from kiezkontor.premises.uses import derive_uses, seen_from, today_among
from kiezkontor.shared.errors import ActionRefused

USED = (Occupancy.OCCUPIED, Occupancy.INTERIM_USE)


@dataclass(frozen=True)
class Sighting:
    """What somebody saw. since: earliest (None: some time before) and latest beginning.

    occupants: ids of organisations; only a used unit has any. category: "shop=bakery" or empty. use_class: empty means
    that of the category. note: for the office alone. former_ended: why the use before ended, of Ending.
    """

    occupancy: str
    since: tuple[date | None, date]
    occupants: Sequence[int] = ()
    category: str = ""
    use_class: str = ""
    note: str = ""
    former_ended: str = ""


@transaction.atomic
def note_sighting(
    unit: Unit,
    sighting: Sighting,
    *,
    newcomer: str = "",
    seen_on: date,
    corrects: int | None = None,
    latest_known: int | None = None,
    survey_round: SurveyRound | None = None,
    district: District,
    by: Viewer,
) -> Observation:
    """Note what was seen at a unit; newcomer: the name of a further occupant read on a sign, who gets an entry.

    corrects: the id of the observation this puts right. survey_round: in which it counts; a correction stays in its
    own. Refuses a frozen round, and as `add_observation` and `correct_observation` do; then nobody gets an entry.
    """
    if survey_round is not None:
        require_open(survey_round)
    lock(unit, latest_known=latest_known)
    if newcomer:
        added = add_occupant(newcomer, category=sighting.category, seen_on=seen_on, district=district, by=by)
        sighting = replace(sighting, occupants=[*sighting.occupants, added.pk])
    if corrects is not None:
        return correct_observation(corrects, sighting, district=district, by=by)
    return add_observation(unit, sighting, seen_on=seen_on, survey_round=survey_round, district=district, by=by)


def locked_round(survey_round: SurveyRound) -> SurveyRound:
    found = SurveyRound.objects.select_for_update(of=("self",), no_key=True).select_related("district")
    return found.get(pk=survey_round.pk)


def require_open(survey_round: SurveyRound) -> SurveyRound:
    """The round as it is now, under lock: a freeze and this wait for each other. Refuses one that is frozen."""
    now = locked_round(survey_round)
    if now.is_frozen:
        raise ActionRefused(
            _("Round %(number)s is frozen and takes nothing more. Note this in a later round or in none.")
            % {"number": now.number},
            field="survey_round",
        )
    return now


def add_observation(
    unit: Unit,
    sighting: Sighting,
    *,
    seen_on: date,
    latest_known: int | None = None,
    survey_round: SurveyRound | None = None,
    district: District,
    by: Viewer,
) -> Observation:
    """Add what was seen on a day, in a survey round or without one, and derive the unit's uses anew.

    latest_known: the id of the observation the person saw last (0 for none); None asks nothing.
    Refuses a day in the future, and when somebody else has added to this unit meanwhile.
    """
    with transaction.atomic():
        refuse_outside_of(lock(unit, latest_known=latest_known), seen_on)
        if seen_on > timezone.localdate():
            raise ActionRefused(
                _("Nobody can have seen this yet. Please give today or an earlier day."), field="seen_on"
            )
        observation = Observation(
            unit=unit,
            survey_round=survey_round,
            observer=by.person,
            district=district,
            seen_on=seen_on,
            entered_at=timezone.now(),
            values=values_of(sighting),
        )
        observation.effect = effect_of(observation)
        observation.save()
        tell(unit)
        record_seen(observation, by=by, district=district)
    return observation


def record_seen(observation: Observation, *, by: Viewer, district: District) -> None:
    seen_on, occupancy = observation.seen_on.isoformat(), observation.values["occupancy"]
    record("unit.observed", observation.unit, by=by, district=district, occupancy=occupancy, seen_on=seen_on)


def correct_observation(
    pk: int, sighting: Sighting, *, latest_known: int | None = None, district: District, by: Viewer
) -> Observation:
    """Put right what was noted of the same day; the former note stays, superseded.

    Refuses one that was corrected already.
    """
    with transaction.atomic():
        wrong = Observation.objects.select_related("unit").get(pk=pk)
        lock(wrong.unit, latest_known=latest_known)
        if Observation.objects.filter(supersedes=wrong).exists():
            raise ActionRefused(_("Somebody else has corrected this already. Look at the correction first."))
        observation = Observation.objects.create(
            unit=wrong.unit,
            survey_round_id=wrong.survey_round_id,
            observer=by.person,
            district=district,
            seen_on=wrong.seen_on,
            entered_at=timezone.now(),
            values=values_of(sighting),
            effect=Observation.Effect.SUPERSEDES,
            supersedes=wrong,
        )
        tell(wrong.unit)
        day = wrong.seen_on.isoformat()
        record("unit.corrected", wrong.unit, by=by, district=district, occupancy=sighting.occupancy, seen_on=day)
    return observation


def lock(unit: Unit, *, latest_known: int | None) -> Unit:
    """Two people at one unit wait for each other; the second hears of the first. Returns it as it is now."""
    now = locked_unit(unit.pk)
    if latest_known is not None and latest_observation(unit) != latest_known:
        raise ActionRefused(
            _(
                "Somebody else has noted something at this unit meanwhile. Nothing was saved yet; what you entered is "
                "still here. Compare it with the new note below, then save again."
            )
        )
    return now


def locked_unit(pk: int) -> Unit:
    """The unit under lock as it is now; refuses one that is gone because somebody took back a split or merger."""
    found = Unit.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise ActionRefused(
            _(
                "This unit is not there any more: somebody has taken back that units were split or merged. Nothing was "
                "saved. Please look at the house again."
            )
        )
    return found


def refuse_outside_of(unit: Unit, day: date) -> None:
    """Nothing is seen at a unit before it began, nor from the day on which it was split or merged."""
    if unit.exists_until is not None and day >= unit.exists_until:
        raise ActionRefused(
            _(
                "This unit was split or merged on %(day)s. Nothing was saved. Please note what you saw at the unit "
                "that came from it."
            )
            % {"day": date_format(unit.exists_until, "SHORT_DATE_FORMAT")},
            field="seen_on",
        )
    if unit.exists_from is not None and day < unit.exists_from:
        raise ActionRefused(
            _(
                "This unit exists only since %(day)s, when units were split or merged. Nothing was saved. Please give "
                "a later day."
            )
            % {"day": date_format(unit.exists_from, "SHORT_DATE_FORMAT")},
            field="seen_on",
        )


def values_of(sighting: Sighting) -> dict[str, object]:
    """The values of an observation, as `Observation` describes them."""
    used = sighting.occupancy in USED
    earliest, latest = sighting.since
    values: dict[str, object] = {
        "occupancy": sighting.occupancy,
        "since": [earliest.isoformat() if earliest else None, latest.isoformat()],
        "organisations": sorted(sighting.occupants) if used else [],
    }
    if used and sighting.category:
        values["category"] = sighting.category
    use_class = sighting.use_class or class_of(sighting.category)
    if used and use_class:
        values["use_class"] = use_class
    if sighting.former_ended:
        values["former_ended"] = sighting.former_ended
    if sighting.note:
        values["note"] = sighting.note
    return values


def class_of(category: str) -> str:
    found = Category.objects.filter(pk=category).values_list("use_class", flat=True).first() if category else ""
    return found or ""


def effect_of(observation: Observation) -> str:
    """Whether the observation finds what was last seen before it, or something else."""
    earlier = Observation.objects.filter(
        unit=observation.unit, seen_on__lte=observation.seen_on, superseded_by__isnull=True
    )
    last = earlier.order_by("seen_on", "pk").last()
    same = last is not None and seen_from(last, today_among([last])).state == seen_from(observation).state
    return Observation.Effect.CONFIRMS if same else Observation.Effect.CHANGES


def tell(unit: Unit) -> None:
    touched = derive_uses([unit.pk])
    touched |= set(UseSpell.objects.filter(unit=unit).exclude(occupants=None).values_list("occupants", flat=True))
    tell_organisations_changed(sorted(touched))
    # A vacancy belongs to no organisation, and its house may be put into a district by hand.
    having_the_house = DistrictBuilding.objects.filter(building=unit.building_id)
    tell_changed(set(having_the_house.values_list("district_id", flat=True)))


def add_occupant(name: str, *, category: str, seen_on: date, district: District, by: Viewer) -> Organisation:
    """A new organisation whose name was read on a sign; the observation that it is there is the caller's."""
    basis = FieldClaim.Basis.OBSERVATION
    values = {"name": name, "category": category}
    return add_organisation(values=values, basis=basis, said_on=seen_on, district=district, by=by)


def follow_category(organisation: Organisation, on: date, district: District, by: Viewer) -> None:
    """A person has put an organisation into another category: its units are noted as used that way from that day."""
    category = organisation.category
    if category is None:
        return
    today = timezone.localdate()
    day = min(on, today)
    uses = UseSpell.objects.current_on(today).filter(occupants=organisation)
    units = Unit.objects.filter(pk__in=[use.unit_id for use in uses]).order_by("pk")
    list(units.select_for_update(no_key=True))
    for use in uses.select_related("unit"):
        if use.category_id == category.pk and use.use_class == category.use_class:
            continue
        occupants = list(use.occupants.values_list("pk", flat=True))
        sighting = Sighting(use.occupancy, (None, day), occupants, category.pk, category.use_class)
        last = Observation.objects.filter(unit=use.unit, superseded_by__isnull=True).order_by("seen_on", "pk").last()
        observation = Observation(
            unit=use.unit,
            observer=by.person,
            district=district,
            seen_on=max(day, last.seen_on) if last else day,
            entered_at=timezone.now(),
            values=values_of(sighting),
        )
        observation.save()
        derive_uses([use.unit_id])
        record_seen(observation, by=by, district=district)
