"""Which houses and units a district's office sees. Inventory is for coordination and inventory walks alone."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.viewer import COORDINATOR, FIELD_WORKER, Viewer
from kiezkontor.districts.models import District
from kiezkontor.methods.geo import Box, Point, distance_m
from kiezkontor.organisations.models import Organisation, SourceRun
from kiezkontor.organisations.rules.addresses import number_order
from kiezkontor.premises import uploads
from kiezkontor.premises.models import (
    Address,
    DecisionOrder,
    DistrictBuilding,
    ImportProposal,
    Observation,
    Occupancy,
    SurveyRound,
    Unit,
    UnitPhoto,
    UseSpell,
    existing_on,
)

# Who points at a house on a map hits the block; a number stands once in it.
SAME_HOUSE_WITHIN_M = 100.0
INVENTORY_ROLES = (COORDINATOR, FIELD_WORKER)
IN_DISTRICT = (DistrictBuilding.Decided.COMPUTED, DistrictBuilding.Decided.INCLUDED)


def units_in(district: District, *, on: date) -> QuerySet[Unit]:
    """Units that exist on a day, in houses that lie in the district or were added to it by hand."""
    houses = DistrictBuilding.objects.filter(district=district, decided__in=IN_DISTRICT).values("building")
    return Unit.objects.filter(existing_on(on), building__in=houses)


def visible_to(viewer: Viewer, district: District) -> QuerySet[Unit]:
    """The units of the district for those who keep its inventory; none for anybody else."""
    if not viewer.has_role(district, *INVENTORY_ROLES):
        return Unit.objects.none()
    return units_in(district, on=timezone.localdate())


def or_404(viewer: Viewer, district: District, pk: int) -> Unit:
    return get_object_or_404(visible_to(viewer, district).select_related("address__street", "building"), pk=pk)


def ever_or_404(viewer: Viewer, district: District, pk: int) -> Unit:
    """A unit whether it exists today or was split or merged, so that its life can still be read."""
    if not viewer.has_role(district, *INVENTORY_ROLES):
        raise Http404
    houses = DistrictBuilding.objects.filter(district=district, decided__in=IN_DISTRICT).values("building")
    found = Unit.objects.filter(building__in=houses).select_related("address__street", "building")
    return get_object_or_404(found, pk=pk)


def is_of(seen: Observation, district: District) -> bool:
    """Whether the district's office may read all of an observation: it is not that of another district's office."""
    return seen.district_id in {None, district.pk}


def photos_of(unit: Unit, district: District) -> QuerySet[UnitPhoto]:
    """The photos that the district's own office took of a unit, the latest first."""
    return UnitPhoto.objects.filter(unit=unit, district=district)


def photo_or_404(unit: Unit, pk: int, district: District) -> UnitPhoto:
    return get_object_or_404(photos_of(unit, district), pk=pk)


def observation_to_correct(unit: Unit, pk: int, district: District) -> Observation:
    """A valid observation of the unit; one that was corrected is not to be corrected again, nor another office's."""
    seen = get_object_or_404(Observation, unit=unit, pk=pk, superseded_by__isnull=True)
    if not is_of(seen, district):
        raise PermissionDenied
    return seen


def latest_observation(unit: Unit) -> int:
    """The id of the observation entered last; 0 without any."""
    found = Observation.objects.filter(unit=unit).order_by("-pk").values_list("pk", flat=True).first()
    return found or 0


def uses_on(units: Iterable[Unit], *, on: date) -> dict[int, UseSpell]:
    """The use of each unit on a day with category, observation and occupants, by the unit's id; two queries."""
    found = UseSpell.objects.current_on(on).filter(unit__in=[unit.pk for unit in units])
    return {use.unit_id: use for use in found.select_related("category", "observation").prefetch_related("occupants")}


def last_used(unit: Unit, *, on: date) -> UseSpell | None:
    """The latest spell of a unit that began by a day and in which it was in use, with category and occupants."""
    used = UseSpell.objects.filter(unit=unit, begins_latest__lte=on, occupancy=Occupancy.OCCUPIED)
    return used.select_related("category").prefetch_related("occupants").order_by("-begins_latest").first()


def rounds_open(district: District) -> list[SurveyRound]:
    """The survey rounds that still take observations, the latest first."""
    return list(SurveyRound.objects.filter(district=district, frozen_at=None).order_by("-number"))


def occupants_known(unit: Unit) -> QuerySet[Organisation]:
    """Everybody who is or was in the unit, by name."""
    return Organisation.objects.filter(spells__unit=unit).distinct().order_by("name", "pk")


def houses_at(district: District, *, street_key: str, number_key: str) -> QuerySet[Address]:
    """The addresses of this street and number in the district."""
    houses = DistrictBuilding.objects.filter(district=district, decided__in=IN_DISTRICT).values("building")
    found = Address.objects.filter(building__in=houses, street__key=street_key, number_key=number_key)
    return found.select_related("street", "building").order_by("pk")


def houses_by_address(district: District) -> dict[tuple[str, str], Point]:
    """All houses of the district by the keys of street and number; one statement."""
    houses = DistrictBuilding.objects.filter(district=district, decided__in=IN_DISTRICT).values("building")
    found = Address.objects.filter(building__in=houses).order_by("-pk")
    rows = found.values_list("street__key", "number_key", "building__lat", "building__lon")
    return {(street, number): (lat, lon) for street, number, lat, lon in rows}


def numbers_known(district: District, *, street_key: str) -> list[str]:
    """The numbers of the district's houses in a street, as they stand along it."""
    houses = DistrictBuilding.objects.filter(district=district, decided__in=IN_DISTRICT).values("building")
    found = Address.objects.filter(building__in=houses, street__key=street_key).values_list("number", flat=True)
    return sorted(set(found), key=number_order)


def house_known_around(place: Point, *, street_key: str, number_key: str, postcode: str) -> Address | None:
    """The nearest house of this street and number about a place, whichever districts have it; for actions alone.

    postcode: another one is another house; where either does not say, the place decides.
    """
    box = Box.around(*place, north_m=SAME_HOUSE_WITHIN_M, east_m=SAME_HOUSE_WITHIN_M)
    found = Address.objects.filter(
        street__key=street_key,
        number_key=number_key,
        building__lat__range=(box.south, box.north),
        building__lon__range=(box.west, box.east),
    )
    if postcode:
        found = found.filter(postcode__in=["", postcode])
    far = {row: distance_m(place, (row.building.lat, row.building.lon)) for row in found.select_related("building")}
    near = [row for row, metres in far.items() if metres <= SAME_HOUSE_WITHIN_M]
    return min(near, key=lambda row: (far[row], row.pk), default=None)


def units_at(district: District, *, street_key: str, number_key: str) -> QuerySet[Unit]:
    """The units that stand at this street and number in the district today, in lasting order."""
    found = units_in(district, on=timezone.localdate())
    found = found.filter(address__street__key=street_key, address__number_key=number_key)
    return found.select_related("address__street").order_by("pk")


def runs_visible_to(viewer: Viewer, district: District) -> QuerySet[SourceRun]:
    """The imports of the district, the latest first, for those who keep its inventory."""
    if not viewer.has_role(district, *INVENTORY_ROLES):
        return SourceRun.objects.none()
    return SourceRun.objects.filter(district=district).select_related("started_by")


def run_or_404(viewer: Viewer, district: District, pk: int) -> SourceRun:
    return get_object_or_404(runs_visible_to(viewer, district), pk=pk)


def differences_of(run: SourceRun) -> QuerySet[ImportProposal]:
    """The differences a run found, with what a page tells of them."""
    return ImportProposal.objects.filter(run=run).select_related("run", "unit__address__street", "decided_by")


def open_differences_in(district: District) -> QuerySet[ImportProposal]:
    """The differences of a district that wait for a decision, as the model orders them."""
    return ImportProposal.objects.filter(run__district=district, decision=ImportProposal.Decision.OPEN)


def open_in_other_runs(run: SourceRun) -> list[SourceRun]:
    """The other imports of the run's district with differences that still wait, the latest first; `open_count` each."""
    is_open = Q(proposals__decision=ImportProposal.Decision.OPEN)
    others = SourceRun.objects.filter(district=run.district_id).exclude(pk=run.pk)
    return list(others.annotate(open_count=Count("proposals", filter=is_open)).filter(open_count__gt=0))


def counts_of(run: SourceRun) -> dict[str, int]:
    """Open differences by kind, in the order of the kinds, then "decided"; without those that are none."""
    rows = ImportProposal.objects.filter(run=run).order_by().values("kind", "decision").annotate(count=Count("pk"))
    counts = dict.fromkeys([*ImportProposal.Kind.values, "decided"], 0)
    for row in rows:
        counts[row["kind"] if row["decision"] == ImportProposal.Decision.OPEN else "decided"] += row["count"]
    return {name: count for name, count in counts.items() if count}


def is_under_way(run: SourceRun, *, now: datetime) -> bool:
    """Whether a run waits or is read; one whose reading shows no life for long has stopped."""
    if run.status == SourceRun.Status.WAITING:
        return uploads.path_of(run.pk) is not None
    if run.status != SourceRun.Status.RUNNING:
        return False
    return now - (uploads.last_sign(run.pk) or run.started_at) < uploads.SILENT_AFTER


def orders_open(order: DecisionOrder) -> QuerySet[ImportProposal]:
    """The differences an order has still to decide."""
    rows = ImportProposal.objects.filter(run=order.run_id, decision=ImportProposal.Decision.OPEN)
    return rows.filter(kind=order.kind) if order.kind else rows


def order_under_way(run: SourceRun, *, now: datetime) -> DecisionOrder | None:
    """The decision on many differences of a run that is being carried out; one that shows no life for long is none."""
    order = DecisionOrder.objects.filter(run=run, finished_at=None).first()
    if order is None or now - order.ordered_at < uploads.SILENT_AFTER:
        return order
    last = ImportProposal.objects.filter(run=run).aggregate(last=Max("decided_at"))["last"]
    return order if last is not None and now - last < uploads.SILENT_AFTER else None
