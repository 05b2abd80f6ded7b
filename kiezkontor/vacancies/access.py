"""Who keeps the vacancies of a district: the coordination alone reads cases, owners and early warnings.

Public relations, the inventory walk, the board and whoever gives money see nothing of them (domain table "Owners and
rents"); what the register says of a unit they see there, as far as they may.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, Viewer
from kiezkontor.desk import access as desk
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.premises.access import IN_DISTRICT, units_in, uses_on
from kiezkontor.premises.models import DistrictBuilding, Occupancy, Unit, UseSpell
from kiezkontor.vacancies.models import VacancyCase
from kiezkontor.vacancies.models.cases import VacancyCaseQuerySet
from kiezkontor.vacancies.rules.asking import Question, Register, question_of

KEEPERS = (COORDINATOR,)
TABLE = VacancyCase._meta.label_lower
STEP = "vacancies.next_step"


def may_keep(viewer: Viewer, district: District) -> bool:
    return viewer.has_role(district, *KEEPERS)


def visible_to(viewer: Viewer, district: District) -> VacancyCaseQuerySet:
    """All cases of the district, for those who keep them; nobody else gets any."""
    found = VacancyCase.objects.filter(district=district)
    return found if may_keep(viewer, district) else found.none()


def with_units(found: QuerySet[VacancyCase]) -> QuerySet[VacancyCase]:
    return found.select_related("unit__address__street", "unit__building", "responsible")


def or_404(viewer: Viewer, district: District, pk: int) -> VacancyCase:
    case = get_object_or_404(with_units(visible_to(viewer, district)), pk=pk)
    case.district = district
    return case


def people_of(district: District) -> QuerySet[Person]:
    """Who may be responsible for a case."""
    return desk.people_of(district, on=timezone.localdate(), open_to=Task.OpenTo.COORDINATION)


def vacant_spells(*, on: date) -> QuerySet[UseSpell]:
    return UseSpell.objects.current_on(on).filter(occupancy=Occupancy.VACANT)


def uncovered(viewer: Viewer, district: District) -> QuerySet[Unit]:
    """Units that are vacant in the register and have no open case."""
    if not may_keep(viewer, district):
        return Unit.objects.none()
    return uncovered_in(district, on=timezone.localdate())


def uncovered_in(district: District, *, on: date) -> QuerySet[Unit]:
    open_cases = VacancyCase.objects.open().filter(district=district, unit=OuterRef("pk"))
    found = units_in(district, on=on).filter(pk__in=vacant_spells(on=on).values("unit"))
    return found.filter(~Exists(open_cases)).select_related("address__street")


def unit_or_404(viewer: Viewer, district: District, pk: int) -> Unit:
    """A unit of the district for which a case can be opened."""
    found = units_in(district, on=timezone.localdate()) if may_keep(viewer, district) else Unit.objects.none()
    return get_object_or_404(found.select_related("address__street", "building"), pk=pk)


def units_to_choose(viewer: Viewer, district: District) -> QuerySet[Unit]:
    found = units_in(district, on=timezone.localdate()) if may_keep(viewer, district) else Unit.objects.none()
    return found.select_related("address__street").order_by("pk")


def open_case_of(district: District, unit: Unit) -> VacancyCase | None:
    """The open case of a unit in a district; for actions, and where somebody may keep them."""
    return VacancyCase.objects.open().filter(district=district, unit=unit).first()


def of_units(viewer: Viewer, district: District, units: Collection[int]) -> dict[int, VacancyCase]:
    """The open case of each of these units, by the unit's id; those without one are missing."""
    found = visible_to(viewer, district).open().filter(unit__in=units)
    return {case.unit_id: case for case in found}


def register_of(cases: Iterable[VacancyCase], *, on: date) -> dict[int, UseSpell]:
    """What the register says today of the units of cases, by the unit's id; two queries."""
    return uses_on([case.unit for case in cases], on=on)


def said_of(case: VacancyCase, use: UseSpell | None) -> Register:
    is_gone = case.unit.exists_until is not None
    return Register(use.occupancy, use.observation.entered_at, is_gone) if use else Register(is_gone=is_gone)


def asked_about(case: VacancyCase, use: UseSpell | None, *, on: date) -> Question | None:
    """What the office is asked about an open case; None where there is nothing."""
    if not case.is_open:
        return None
    return question_of(
        said_of(case, use),
        stage=case.stage,
        answered_at=case.answered_at,
        expected_from=case.expected_from,
        on=on,
    )


@dataclass(frozen=True)
class Asked:
    case: VacancyCase
    use: UseSpell | None
    question: Question


def questions(viewer: Viewer, district: District, *, on: date) -> list[Asked]:
    """The open cases about which the office is asked, the oldest first; three queries."""
    found = with_units(visible_to(viewer, district).filter(likely_asked(on=on))).order_by("opened_at", "pk")
    cases = list(found)
    uses = register_of(cases, on=on)
    asked = ((case, uses.get(case.unit_id)) for case in cases)
    questioned = ((case, use, asked_about(case, use, on=on)) for case, use in asked)
    return [Asked(case, use, question) for case, use, question in questioned if question is not None]


def likely_asked(*, on: date) -> Q:
    """The open cases among which are all that are asked about, and few others."""
    told_later = UseSpell.objects.current_on(on).filter(
        unit=OuterRef("unit"), observation__entered_at__gt=OuterRef("answered_at")
    )
    news = Q(expected_from__isnull=False) | Q(unit__exists_until__isnull=False) | Q(Exists(told_later))
    return Q(closed_at=None) & news


def steps_due(*, by: date | None = None) -> Exists:
    """The condition that a case has a next step, or one that is due by a day."""
    tasks = Task.objects.filter(kind=STEP, about_type=TABLE, about_id=OuterRef("pk"), done_at=None)
    return Exists(tasks.filter(due_on__lte=by) if by else tasks)


def next_steps(viewer: Viewer, district: District, cases: Iterable[VacancyCase]) -> dict[int, Task]:
    """The open next step of each case, by its id."""
    found = desk.visible_to(viewer, district).filter(
        kind=STEP, about_type=TABLE, about_id__in=[case.pk for case in cases], done_at=None
    )
    return {task.about_id: task for task in found.order_by("-pk") if task.about_id is not None}


def parts_of(district: District, units: Iterable[Unit]) -> dict[int, str]:
    """The sub-location of each unit's house, by the house; those in none are missing."""
    houses = {unit.building_id for unit in units}
    found = DistrictBuilding.objects.filter(district=district, building__in=houses, sub_location__isnull=False)
    return dict(found.order_by().values_list("building", "sub_location__name"))


def in_sub_location(district: District, part: int) -> QuerySet[DistrictBuilding, Any]:
    """The houses of one sub-location of the district, as a query for their keys."""
    found = DistrictBuilding.objects.filter(district=district, sub_location=part, decided__in=IN_DISTRICT)
    return found.values("building")


def counts_by_stage(found: QuerySet[VacancyCase]) -> Mapping[str, int]:
    rows = found.order_by().values_list("stage").annotate(count=Count("pk"))
    return dict(rows)
