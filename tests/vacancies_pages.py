"""The pages about vacancies in the access table, and what they are about."""

from typing import Any

from kiezkontor.vacancies.tests import builders as vacancies

# The state of a report stands behind its personal link.
PUBLIC_VACANCIES = {"vacancies:report", "vacancies:report_state"}
VACANCIES = {"vacancies:office", "vacancies:office_reports"}
VACANCIES |= {f"vacancies:office_report{name}" for name in ("", "_photo", "_accept", "_decline")}
VACANCIES |= {f"vacancies:office_{name}" for name in "csv xlsx uncovered open_all open".split()}
VACANCIES |= {f"vacancies:office_{name}" for name in "case edit move step note close follow take_along reopen".split()}


def about_vacancies(district: Any, unit: Any) -> dict[str, dict[str, Any]]:
    """The case of a unit, and a report with a photo."""
    case, report = vacancies.case(district, unit), vacancies.with_photo(district)
    return {
        "vacancies:": {"pk": case.pk},
        "vacancies:office_open": {"pk": unit.pk},
        "vacancies:office_report": {"pk": report.pk},
        "vacancies:office_report_accept": {"pk": report.pk, "unit": unit.pk},
        "vacancies:office_take_along": {"pk": case.pk, "unit": unit.pk},
    }
