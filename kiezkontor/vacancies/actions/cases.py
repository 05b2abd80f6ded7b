"""Opening the case of a vacancy, how it goes on, and closing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record, record_many
from kiezkontor.desk.actions import add_task, change_task, finish_task, refuse_unless_readable
from kiezkontor.desk.models import Task
from kiezkontor.districts.models import District
from kiezkontor.premises.access import units_in, uses_on
from kiezkontor.premises.models import Occupancy, Unit, UseSpell
from kiezkontor.shared.bulk import insert_many
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access import STEP, TABLE, open_case_of, uncovered_in
from kiezkontor.vacancies.actions.expose_endings import follow_case
from kiezkontor.vacancies.models import CaseStep, VacancyCase
from kiezkontor.vacancies.rules.stages import may_move


@dataclass(frozen=True)
class Facts:
    """What the office knows of a vacancy besides what the register says. expected_from: of a coming one."""

    expected_from: date | None = None
    kind: str = ""
    causes: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    origin: str = VacancyCase.Origin.OFFICE
    note: str = ""
    responsible: Person | None = None


def locked(pk: int) -> VacancyCase:
    found = VacancyCase.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("district", "unit__address__street", "responsible").get(pk=pk)


def locked_open(pk: int) -> VacancyCase:
    case = locked(pk)
    if not case.is_open:
        raise ActionRefused(_("This case was closed meanwhile. Nothing was saved; open it again first."))
    return case


def refuse_taken(case: VacancyCase) -> None:
    """Refuses a unit that is let, or is offered to nobody for another reason."""
    if not case.can_be_had:
        raise ActionRefused(
            _("The vacancy is at “%(stage)s”: nobody can have this unit now. Please change the stage first.")
            % {"stage": case.get_stage_display()}
        )


@transaction.atomic
def open_case(unit: Unit, facts: Facts, *, district: District, by: Viewer) -> VacancyCase:
    """Open the case of a unit that is vacant or will be.

    Refuses a unit with an open case, one that lies elsewhere, a responsible person who does not coordinate, and a
    coming vacancy of a unit that is vacant.
    """
    now = Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).first()
    if now is None or not units_in(district, on=timezone.localdate()).filter(pk=unit.pk).exists():
        raise ActionRefused(_("This unit is not there any more. Nothing was saved; please look at the house again."))
    if open_case_of(district, unit) is not None:
        raise ActionRefused(_("This unit has an open case already. Nothing was made a second time."))
    refuse_unless_readable(facts.responsible, district, Task.OpenTo.COORDINATION)
    refuse_coming_where_vacant(unit, facts.expected_from)
    case = new_case(unit, facts, district=district, by=by)
    case.save()
    CaseStep.objects.create(case=case, at=case.opened_at, by=by.person, kind=CaseStep.Kind.OPENED, stage=case.stage)
    record("vacancy.opened", case, by=by, district=district, stage=case.stage)
    return case


def refuse_coming_where_vacant(unit: Unit, expected_from: date | None) -> None:
    """Refuses a day for a vacancy that has begun."""
    use = uses_on([unit], on=timezone.localdate()).get(unit.pk) if expected_from else None
    if use is not None and use.occupancy == Occupancy.VACANT:
        raise ActionRefused(
            _("The register says that this unit is vacant already. Please leave the day empty."), field="expected_from"
        )


def new_case(unit: Unit, facts: Facts, *, district: District, by: Viewer) -> VacancyCase:
    now = timezone.now()
    return VacancyCase(
        district=district,
        unit=unit,
        stage_since=now,
        expected_from=facts.expected_from,
        kind=facts.kind,
        causes=list(facts.causes),
        obstacles=list(facts.obstacles),
        origin=facts.origin,
        note=facts.note.strip(),
        responsible=facts.responsible,
        opened_at=now,
        opened_by=by.person,
        answered_at=now,
    )


def origin_of(use: UseSpell | None) -> str:
    """How the office came to know that a unit is vacant, by what told the register."""
    if use is None or use.occupancy != Occupancy.VACANT:
        return VacancyCase.Origin.OFFICE
    if use.observation.survey_round_id is not None:
        return VacancyCase.Origin.WALK
    return VacancyCase.Origin.IMPORT if use.observation.source_run_id is not None else VacancyCase.Origin.OFFICE


@transaction.atomic
def open_all(district: District, *, by: Viewer) -> int:
    """Open a case for every unit that is vacant in the register and has none; returns how many those are."""
    today = timezone.localdate()
    ids = sorted(uncovered_in(district, on=today).values_list("pk", flat=True))
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    units = list(uncovered_in(district, on=today).order_by("pk"))
    uses = uses_on(units, on=today)
    cases = [new_case(unit, Facts(origin=origin_of(uses.get(unit.pk))), district=district, by=by) for unit in units]
    insert_many(cases)
    insert_many(
        CaseStep(case=case, at=case.opened_at, by=by.person, kind=CaseStep.Kind.OPENED, stage=case.stage)
        for case in cases
    )
    record_many("vacancy.opened", [(case, {"stage": case.stage}) for case in cases], by=by, district=district)
    return len(cases)


@transaction.atomic
def change_facts(pk: int, facts: Facts, *, by: Viewer) -> VacancyCase:
    """Note what is known of a vacancy anew; refuses as `open_case` does."""
    case = locked_open(pk)
    if facts.responsible is not None and facts.responsible.pk != case.responsible_id:
        refuse_unless_readable(facts.responsible, case.district, Task.OpenTo.COORDINATION)
    if facts.expected_from != case.expected_from:
        refuse_coming_where_vacant(case.unit, facts.expected_from)
    new = {
        "expected_from": facts.expected_from,
        "kind": facts.kind,
        "causes": list(facts.causes),
        "obstacles": list(facts.obstacles),
        "origin": facts.origin,
        "note": facts.note.strip(),
        "responsible": facts.responsible,
    }
    changed = [name for name, value in new.items() if getattr(case, name) != value]
    if changed:
        for name in changed:
            setattr(case, name, new[name])
        case.save(update_fields=changed)
        record("vacancy.changed", case, by=by, district=case.district, fields=changed)
    return case


@transaction.atomic
def move(pk: int, *, to: str, words: str = "", by: Viewer) -> VacancyCase:
    """Put a case into another stage; refuses one that does not follow."""
    case = locked_open(pk)
    if case.stage == to:
        return case
    if not may_move(case.stage, to):
        raise ActionRefused(
            _("It is at “%(stage)s” meanwhile; this stage does not follow from it. Please look at it again.")
            % {"stage": case.get_stage_display()},
            field="to",
        )
    set_stage(case, to)
    follow_case(case, by=by)
    add_step(case, CaseStep.Kind.MOVED, words, by=by)
    record("vacancy.moved", case, by=by, district=case.district, stage=to)
    return case


def set_stage(case: VacancyCase, to: str) -> None:
    """Of a locked case; what the register says counts as answered with it."""
    case.stage, case.stage_since = to, timezone.now()
    case.answered_at = case.stage_since
    case.save(update_fields=["stage", "stage_since", "answered_at"])


def add_step(case: VacancyCase, kind: str, words: str = "", *, by: Viewer) -> CaseStep:
    stage = "" if kind == CaseStep.Kind.NOTED else case.stage
    return CaseStep.objects.create(
        case=case, at=timezone.now(), by=by.person, kind=kind, stage=stage, words=words.strip()
    )


@transaction.atomic
def add_note(pk: int, *, words: str, by: Viewer) -> CaseStep:
    """Note what came of a talk or a look at the unit, also after the case was closed."""
    case = locked(pk)
    step = add_step(case, CaseStep.Kind.NOTED, words, by=by)
    record("vacancy.noted", case, by=by, district=case.district)
    return step


def steps_waiting(case: VacancyCase) -> list[Task]:
    """The open next steps of a case, the latest last."""
    return list(Task.objects.filter(kind=STEP, about_type=TABLE, about_id=case.pk, done_at=None).order_by("pk"))


@transaction.atomic
def plan_step(pk: int, *, what: str, due_on: date | None, assigned_to: Person | None, by: Viewer) -> None:
    """Note what is done next, as a task on the desk of the coordination; nothing written means that it is done.

    Refuses a day without a step, and a person who may not read it.
    """
    case, what = locked_open(pk), what.strip()
    if due_on and not what:
        raise ActionRefused(_("Please write what is to be done until that day."), field="what")
    waiting = steps_waiting(case)
    if not what:
        finish_all(waiting, by=by)
    elif waiting:
        change_task(waiting[-1].pk, what=what, due_on=due_on, assigned_to=assigned_to, by=by)
    else:
        add_task(
            case.district,
            what=what,
            due_on=due_on,
            assigned_to=assigned_to,
            about=case,
            kind=STEP,
            open_to=Task.OpenTo.COORDINATION,
            by=by,
        )


def finish_all(tasks: Iterable[Task], *, by: Viewer) -> None:
    for task in tasks:
        finish_task(task.pk, by=by)


@transaction.atomic
def close(pk: int, *, outcome: str, words: str = "", by: Viewer) -> VacancyCase:
    """End a case for a reason; its next step is done with."""
    case = locked_open(pk)
    end(case, outcome, words, by=by)
    return case


def end(case: VacancyCase, outcome: str, words: str = "", *, by: Viewer) -> None:
    """Close a locked case, with its tasks."""
    case.outcome, case.closed_at, case.closed_by = outcome, timezone.now(), by.person
    case.save(update_fields=["outcome", "closed_at", "closed_by"])
    add_step(case, CaseStep.Kind.CLOSED, words, by=by)
    follow_case(case, is_over=True, by=by)
    finish_all(steps_waiting(case), by=by)
    record("vacancy.closed", case, by=by, district=case.district, outcome=outcome)


@transaction.atomic
def reopen(pk: int, *, by: Viewer) -> VacancyCase:
    """Take up a closed case; refuses where the unit has another open one, or is gone."""
    case = locked(pk)
    if case.is_open:
        return case
    Unit.objects.select_for_update(no_key=True).get(pk=case.unit_id)
    if case.unit.exists_until is not None:
        raise ActionRefused(_("The unit was split, merged or pulled down. Please open a case for what came of it."))
    if open_case_of(case.district, case.unit) is not None:
        raise ActionRefused(_("The unit has another open case meanwhile. Please go on in that one."))
    case.outcome, case.closed_at, case.closed_by, case.answered_at = "", None, None, timezone.now()
    case.save(update_fields=["outcome", "closed_at", "closed_by", "answered_at"])
    add_step(case, CaseStep.Kind.REOPENED, by=by)
    record("vacancy.reopened", case, by=by, district=case.district)
    return case
