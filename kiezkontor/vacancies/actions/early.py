"""Signs of coming vacancies: noted, dealt with, or made an expected vacancy in one tap."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.audit.actions import record
from kiezkontor.districts.models import District
from kiezkontor.premises.models import Unit
from kiezkontor.shared.errors import ActionRefused
from kiezkontor.vacancies.access import open_case_of
from kiezkontor.vacancies.actions.cases import Facts, open_case
from kiezkontor.vacancies.models import EarlyWarning, VacancyCase
from kiezkontor.vacancies.rules.early import vacant_from


@dataclass(frozen=True)
class Sign:
    """on: when it takes effect, None where nobody knows."""

    kind: str
    on: date | None = None
    note: str = ""


@transaction.atomic
def warn(unit: Unit, sign: Sign, *, district: District, by: Viewer) -> EarlyWarning:
    """Note a sign that a unit may be vacant before long."""
    made = EarlyWarning.objects.create(
        district=district,
        unit=unit,
        kind=sign.kind,
        on=sign.on,
        note=sign.note.strip(),
        noted_at=timezone.now(),
        noted_by=by.person,
    )
    record("vacancy.warned", made, by=by, district=district)
    return made


def locked(pk: int) -> EarlyWarning:
    """The warning under lock; refuses one that was dealt with."""
    found = EarlyWarning.objects.select_for_update(no_key=True, of=("self",))
    warning = found.select_related("district", "unit__address__street").get(pk=pk)
    if warning.settled_at is not None:
        raise ActionRefused(_("Somebody else has dealt with this sign meanwhile."))
    return warning


@transaction.atomic
def settle(pk: int, *, by: Viewer) -> EarlyWarning:
    """Nothing came of a sign, or it is over."""
    warning = locked(pk)
    end(warning, None, by=by)
    return warning


@transaction.atomic
def expect_vacancy(pk: int, *, by: Viewer) -> VacancyCase:
    """Open a case for the vacancy that a sign tells of, or take the open one of the unit. Refuses as `open_case`."""
    warning = locked(pk)
    case = open_case_of(warning.district, warning.unit)
    if case is None:
        responsible = by.person if by.person is not None and not by.is_operator else None
        day = vacant_from(warning.on, today=timezone.localdate())
        facts = Facts(expected_from=day, responsible=responsible)
        case = open_case(warning.unit, facts, district=warning.district, by=by)
    end(warning, case, by=by)
    return case


def end(warning: EarlyWarning, case: VacancyCase | None, *, by: Viewer) -> None:
    """Settle a warning; case: the one it became, None where nothing came of it."""
    warning.case, warning.settled_at, warning.settled_by = case, timezone.now(), by.person
    warning.save(update_fields=["case", "settled_at", "settled_by"])
    record("vacancy.warning_settled", warning, by=by, district=warning.district)
