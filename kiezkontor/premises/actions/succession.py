"""Units that are split or merged on a day, and the way back from a mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.organisations.models import Organisation
from kiezkontor.premises.access import latest_observation
from kiezkontor.premises.actions.observations import USED, Sighting, tell, values_of
from kiezkontor.premises.hooks import is_needed
from kiezkontor.premises.lineage import Lineage, lineage_of
from kiezkontor.premises.models import ImportProposal, Observation, Occupancy, Unit, UnitPhoto, UnitSuccession, UseSpell
from kiezkontor.shared.errors import ActionRefused

EVERYBODY = "all"
COPIED = (
    *("building_id", "address_id", "street_name", "house_number", "postcode", "city", "lat", "lon"),
    *("condition", "renovation"),
)


@dataclass(frozen=True)
class Part:
    """A unit that begins. description: position, floor, area_sqm.

    goes_on: EVERYBODY for the use as it was, the id of the organisation that stays of several, or an Occupancy that is
    new here.
    """

    description: Mapping[str, Any]
    goes_on: str


@transaction.atomic
def split_unit(
    unit: Unit,
    parts: Sequence[Part],
    *,
    on: date,
    latest_known: Mapping[int, int] | None = None,
    district: District,
    by: Viewer,
) -> list[Unit]:
    """End a unit on a day and begin its parts, in the order given; who stays is there without a break.

    latest_known: unit → the observation the person saw last. Refuses fewer than two parts, one occupant in two of them,
    and what `locked` refuses.
    """
    former = locked([unit.pk], on=on, latest_known=latest_known or {})[0]
    if len(parts) < 2:
        raise ActionRefused(_("A unit is split into at least two parts."))
    use = use_of(former, on)
    stay = [each for part in parts for each in staying(use, part.goes_on)]
    if twice := next((pk for pk in stay if stay.count(pk) > 1), None):
        name = Organisation.objects.get(pk=twice)
        raise ActionRefused(_("%(name)s can stay in one of the parts only.") % {"name": name})
    keeper = next((place for place, part in enumerate(parts) if part.goes_on not in Occupancy.values), 0)
    end([former], on)
    made = []
    for place, part in enumerate(parts):
        ref = former.ref if place == keeper else ""
        sighting = carried(use, part.goes_on, on=on)
        made.append(begin([former], part.description, sighting, like=former, ref=ref, on=on, district=district, by=by))
    follow_proposals([former], made[keeper])
    record("unit.split", former, by=by, district=district, on=on.isoformat(), parts=len(parts))
    tell(former)
    return made


@transaction.atomic
def merge_units(
    units: Sequence[Unit],
    description: Mapping[str, Any],
    *,
    goes_on: str,
    keeps: Unit | None = None,
    on: date,
    latest_known: Mapping[int, int] | None = None,
    district: District,
    by: Viewer,
) -> Unit:
    """End several units of one house on a day and begin the one they became.

    keeps: the unit whose use goes on; None for goes_on: EVERYBODY for all who are there, or an Occupancy that is new.
    An area that is not given is the sum of those known. Refuses fewer than two units, and what `locked` refuses.
    """
    if len({unit.pk for unit in units}) < 2:
        raise ActionRefused(_("Please choose at least one other unit to merge with."), field="others")
    formers = locked([unit.pk for unit in units], on=on, latest_known=latest_known or {})
    uses = {unit.pk: use for unit in formers if (use := use_of(unit, on))}
    if keeps is not None:
        sighting = carried(uses.get(keeps.pk), EVERYBODY, on=on)
    elif goes_on == EVERYBODY:
        sighting = together([use for use in uses.values() if use.occupancy in USED], on=on)
    else:
        sighting = carried(None, goes_on, on=on)
    areas = [unit.area_sqm for unit in formers]
    if description.get("area_sqm") is None and all(areas):
        description = {**description, "area_sqm": sum(area for area in areas if area)}
    like = next((unit for unit in formers if keeps is not None and unit.pk == keeps.pk), formers[0])
    end(formers, on)
    made = begin(formers, description, sighting, like=like, ref=like.ref, on=on, district=district, by=by)
    follow_proposals(formers, made)
    for former in formers:
        record("unit.merged", former, by=by, district=district, on=on.isoformat(), units=len(formers))
        tell(former)
    return made


@transaction.atomic
def undo_succession(unit: Unit, *, district: District, by: Viewer) -> list[Unit]:
    """Take back that units were split or merged, from either side; returns the units that exist again.

    Refuses where something was noted since at one of the units that began, or where there is nothing to take back.
    """
    lineage = lineage_of(unit)
    if lineage is None:
        raise ActionRefused(why_kept(None))
    units = {one.pk: one for one in locked_rows([*lineage.formers, *lineage.laters])}
    if len(units) < len(lineage.formers) + len(lineage.laters) or lineage_of(unit) != lineage:
        raise ActionRefused(_("Somebody else has changed these units meanwhile. Please look at them again."))
    if why_kept(lineage):
        raise ActionRefused(why_kept(lineage))
    formers = [units[pk] for pk in lineage.formers]
    for row in ImportProposal.objects.filter(unit__in=lineage.laters, decision=ImportProposal.Decision.OPEN):
        row.unit = next((former for former in formers if former.ref == row.ref), formers[0])
        row.save(update_fields=["unit"])
    touched = [units[pk] for pk in lineage.laters]
    Observation.objects.filter(unit__in=lineage.laters).delete()
    for later in touched:
        tell(later)
    UnitSuccession.objects.filter(later__in=lineage.laters).delete()
    Unit.objects.filter(pk__in=lineage.laters).delete()
    for former in formers:
        former.exists_until = None
        former.save(update_fields=["exists_until"])
        record("unit.succession_undone", former, by=by, district=district, on=lineage.on.isoformat())
        tell(former)
    return formers


def why_kept(lineage: Lineage | None) -> str:
    """Why a split or merger cannot be taken back; "" where it can."""
    if lineage is None:
        return _("This unit was neither split nor merged, or somebody has taken it back already.")
    if Unit.objects.filter(pk__in=lineage.laters, exists_until__isnull=False).exists():
        return _("One of the units that began then was split or merged itself. Take that back first.")
    seen = Observation.objects.filter(unit__in=lineage.laters).count()
    has_photo = UnitPhoto.objects.filter(unit__in=lineage.laters).exists()
    if seen > len(lineage.laters) or has_photo or is_needed(lineage.laters):
        return _(
            "Something was noted since at a unit that began then. So that it is not lost, this cannot be taken back; "
            "split or merge the units anew as they are today."
        )
    return ""


def locked_rows(ids: Iterable[int]) -> list[Unit]:
    return list(Unit.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk"))


def locked(ids: Sequence[int], *, on: date, latest_known: Mapping[int, int]) -> list[Unit]:
    """The units that are to end on a day, as they are now.

    Refuses units that have ended, units of different houses, a day to come, a day before something was seen or before
    they began, and when somebody else has noted something meanwhile.
    """
    units = locked_rows(ids)
    if any(unit.exists_until is not None for unit in units) or len(units) < len(set(ids)):
        raise ActionRefused(_("One of these units was split or merged already. Nothing was saved; please look again."))
    if len({unit.building_id for unit in units}) > 1:
        raise ActionRefused(_("Only units of one house can be merged."))
    if any(latest_observation(unit) != latest_known.get(unit.pk, latest_observation(unit)) for unit in units):
        raise ActionRefused(
            _("Somebody else has noted something at this unit meanwhile. Nothing was saved yet. Please look again.")
        )
    if on > timezone.localdate():
        raise ActionRefused(_("This day has not come yet. Please give today or an earlier day."), field="on")
    valid = Observation.objects.filter(unit__in=units, superseded_by__isnull=True)
    last = valid.order_by("-seen_on").values_list("seen_on", flat=True).first()
    if last is not None and on < last:
        raise ActionRefused(
            _("On %(day)s something was seen here that came before. Please give that day or a later one.")
            % {"day": date_format(last, "SHORT_DATE_FORMAT")},
            field="on",
        )
    begun = max((unit.exists_from for unit in units if unit.exists_from), default=None)
    if begun is not None and on <= begun:
        raise ActionRefused(
            _("The unit itself began only on %(day)s. Please give a later day.")
            % {"day": date_format(begun, "SHORT_DATE_FORMAT")},
            field="on",
        )
    return units


def use_of(unit: Unit, on: date) -> UseSpell | None:
    return UseSpell.objects.current_on(on).filter(unit=unit).first()


def staying(use: UseSpell | None, goes_on: str) -> list[int]:
    """The organisations that stay."""
    there = list(use.occupants.order_by("pk").values_list("pk", flat=True)) if use else []
    return there if goes_on == EVERYBODY else [pk for pk in there if str(pk) == goes_on]


def carried(use: UseSpell | None, goes_on: str, *, on: date) -> Sighting:
    """The state a unit begins with: the use as it was, with whoever stays of it, or a new one from that day."""
    if goes_on in Occupancy.values:
        return Sighting(goes_on, (None if goes_on == Occupancy.UNKNOWN else on, on))
    if use is None:
        return Sighting(Occupancy.UNKNOWN, (None, on))
    since = (use.begins_earliest, use.begins_latest)
    return Sighting(use.occupancy, since, staying(use, goes_on), use.category_id or "", use.use_class)


def together(uses: Sequence[UseSpell], *, on: date) -> Sighting:
    """Several who share a unit from now on: all are there since the last of them came."""
    if not uses:
        return carried(None, Occupancy.UNKNOWN, on=on)
    last = max(uses, key=lambda use: (use.begins_latest, use.pk))
    there = [pk for use in uses for pk in staying(use, EVERYBODY)]
    since = (last.begins_earliest, last.begins_latest)
    return Sighting(uses[0].occupancy, since, there, uses[0].category_id or "", uses[0].use_class)


def end(units: Sequence[Unit], on: date) -> None:
    for unit in units:
        unit.exists_until = on
        unit.save(update_fields=["exists_until"])


def begin(
    formers: Sequence[Unit],
    description: Mapping[str, Any],
    sighting: Sighting,
    *,
    like: Unit,
    ref: str,
    on: date,
    district: District,
    by: Viewer,
) -> Unit:
    """A unit that follows others, with the observation that carries their state on. like: in whose place it stands."""
    copied = {name: getattr(like, name) for name in COPIED}
    unit = Unit.objects.create(**copied, **description, ref=ref, exists_from=on)
    UnitSuccession.objects.bulk_create([UnitSuccession(former=former, later=unit, on=on) for former in formers])
    Observation.objects.create(
        unit=unit,
        observer=by.person,
        district=district,
        seen_on=on,
        entered_at=timezone.now(),
        values=values_of(sighting),
    )
    record("unit.added", unit, by=by, district=district)
    tell(unit)
    return unit


def follow_proposals(formers: Sequence[Unit], later: Unit) -> None:
    """What a source says of the former unit is a question about the one that goes on."""
    waiting = ImportProposal.objects.filter(unit__in=formers, decision=ImportProposal.Decision.OPEN)
    waiting.update(unit=later)
