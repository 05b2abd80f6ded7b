"""What becomes of a case once the register says something else: always by somebody's decision, in one tap."""

from collections.abc import Mapping
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.premises.models import Unit, UnitSuccession
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access import open_case_of
from kiezkontor.vacancies.actions.cases import add_step, end, locked_open, set_stage
from kiezkontor.vacancies.actions.expose_endings import follow_case
from kiezkontor.vacancies.models import CaseStep, VacancyCase
from kiezkontor.vacancies.rules.stages import IN_TALKS, INTERIM_USE

# let, used, housing, changed: close it so. interim, talks: put it into that stage. begun: the expected vacancy is
# there. keep: leave it as it is; what the register says is answered.
type Answer = Literal["let", "used", "housing", "changed", "interim", "talks", "begun", "keep"]

OUTCOMES: Mapping[str, str] = {
    "let": VacancyCase.Outcome.LET,
    "used": VacancyCase.Outcome.USED,
    "housing": VacancyCase.Outcome.HOUSING,
    "changed": VacancyCase.Outcome.CHANGED,
}
STAGES: Mapping[str, str] = {"interim": INTERIM_USE, "talks": IN_TALKS}


@transaction.atomic
def follow(pk: int, *, answer: str, by: Viewer) -> VacancyCase:
    """Let a case follow what the register says, or keep it as it is."""
    case = locked_open(pk)
    if answer in OUTCOMES:
        end(case, OUTCOMES[answer], by=by)
        return case
    if answer in STAGES:
        set_stage(case, STAGES[answer])
        follow_case(case, by=by)
    elif answer == "begun":
        case.expected_from = None
        case.save(update_fields=["expected_from"])
    case.answered_at = timezone.now()
    case.save(update_fields=["answered_at"])
    add_step(case, CaseStep.Kind.ANSWERED, by=by)
    record("vacancy.followed", case, by=by, district=case.district, stage=case.stage)
    return case


@transaction.atomic
def take_along(pk: int, unit: Unit, *, by: Viewer) -> VacancyCase:
    """Go on with a case at the unit that came from its own by splitting or merging."""
    case = locked_open(pk)
    if not UnitSuccession.objects.filter(former=case.unit_id, later=unit).exists():
        raise ActionRefused(_("This unit did not come from the one of the case. Please look at it again."))
    if open_case_of(case.district, unit) is not None:
        raise ActionRefused(_("This unit has an open case already. Please close this one."))
    case.unit, case.answered_at = unit, timezone.now()
    case.save(update_fields=["unit", "answered_at"])
    follow_case(case, is_over=True, by=by)
    add_step(case, CaseStep.Kind.ANSWERED, by=by)
    record("vacancy.followed", case, by=by, district=case.district, stage=case.stage)
    return case
