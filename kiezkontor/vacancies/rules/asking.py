"""What the office is asked when the register was told something else than a case says."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kiezkontor.vacancies.rules.stages import IN_USE, INTERIM_USE

# gone: the unit was split, merged or pulled down. used: somebody is in it. interim: an interim use began. housing:
# people live there. empty: it is vacant again. come: the expected vacancy has begun. late: its day is over and it is
# still used.
type Question = Literal["gone", "used", "interim", "housing", "empty", "come", "late"]

OF_OCCUPANCY: dict[str, Question] = {"occupied": "used", "interim_use": "interim", "used_as_housing": "housing"}


@dataclass(frozen=True)
class Register:
    """What the register says of a unit today. told_at: when it was told so, None where nobody has told it anything."""

    occupancy: str = ""
    told_at: datetime | None = None
    is_gone: bool = False


def question_of(
    register: Register, *, stage: str, answered_at: datetime, expected_from: date | None, on: date
) -> Question | None:
    """What is to be asked; None where the case and the register agree, or where it was answered already.

    expected_from: of a coming vacancy, until whose day the unit may be used.
    """
    if register.is_gone:
        return "gone"
    is_news = register.told_at is not None and register.told_at > answered_at
    if expected_from is not None and register.occupancy == "vacant":
        return "come"
    if expected_from is not None and not (is_news and register.occupancy == "used_as_housing"):
        return "late" if expected_from < on and stage not in IN_USE else None
    if not is_news:
        return None
    if register.occupancy == "vacant":
        return "empty" if stage in IN_USE else None
    asked = OF_OCCUPANCY.get(register.occupancy)
    if asked == "interim" and stage == INTERIM_USE:
        return None
    return asked
