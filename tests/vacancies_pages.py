"""The pages about vacancies in the access table, and what they are about."""

from typing import Any

from kiezkontor.vacancies.tests import builders as vacancies

VACANCIES = {"vacancies:office"}
VACANCIES |= {f"vacancies:office_{name}" for name in "csv xlsx uncovered open_all open".split()}
VACANCIES |= {f"vacancies:office_{name}" for name in "case edit move step note close follow take_along reopen".split()}


def about_vacancies(district: Any, unit: Any) -> dict[str, dict[str, Any]]:
    """The case of a unit."""
    case = vacancies.case(district, unit)
    return {
        "vacancies:": {"pk": case.pk},
        "vacancies:office_open": {"pk": unit.pk},
        "vacancies:office_take_along": {"pk": case.pk, "unit": unit.pk},
    }
