"""The pages about vacancies in the access table, and what they are about."""

from typing import Any

from kiezkontor.vacancies.tests import builders as vacancies
from tests.expose_pages import EXPOSES, PUBLIC_OFFERS, about_exposes, add_offer

# The state of a report stands behind its personal link.
PUBLIC_VACANCIES = {"vacancies:report", "vacancies:report_state"} | PUBLIC_OFFERS
PUBLIC_VACANCIES |= {
    f"vacancies:location{name}" for name in ("", "_pdf", "_json", "_street", "_street_pdf", "_street_json")
}
PUBLIC_VACANCIES |= {"vacancies:location_ask", "vacancies:location_asked"}
PUBLIC_VACANCIES |= {f"vacancies:ideas{name}" for name in ("", "_give", "_given", "_photo")}
VACANCIES = {"vacancies:office_ideas", "vacancies:office_idea", "vacancies:letting_example"}
VACANCIES |= {"vacancies:office", "vacancies:office_reports", "vacancies:office_owners"}
VACANCIES |= {f"vacancies:office_{name}" for name in "csv xlsx map map_cases uncovered open_all open".split()}
VACANCIES |= {f"vacancies:office_{name}" for name in "case edit move step note close follow take_along reopen".split()}
VACANCIES |= {f"vacancies:office_report{name}" for name in ("", "_photo", "_accept", "_decline")}
VACANCIES |= {f"vacancies:office_{name}" for name in "warnings warn warning_expect warning_settle".split()}
VACANCIES |= {f"vacancies:office_owner{name}" for name in ("", "_new", "_edit", "_talk", "_letter", "_letter_pdf")}
VACANCIES |= {f"vacancies:office_owner_{name}" for name in "remove of_case link unlink".split()}

VACANCIES |= EXPOSES | {f"vacancies:location_figure{name}" for name in ("", "s", "_remove")}
VACANCIES |= {f"vacancies:lettings{name}" for name in ("", "_csv", "_xlsx")} | {"vacancies:letting"}
VACANCIES |= {
    f"vacancies:letting_{name}" for name in "agree edit rent rent_remove extend convert end moving_in".split()
}
VACANCIES |= {
    f"vacancies:letting_{name}"
    for name in "handover handover_pdf follow_up_3 follow_up_6 follow_up_12 follow_up_999 register".split()
}

VACANCIES |= {f"vacancies:results_{name}" for name in "cases owners talks placements permanence jobs".split()}
VACANCIES |= {f"vacancies:results_{name}" for name in "reporters seekers viewings leases".split()}
VACANCIES |= {f"vacancies:rent_model{name}" for name in ("", "s", "_new", "_upload", "_edit", "_copy", "_file")}
VACANCIES |= {"vacancies:rent_model_retire", "vacancies:rent_model_offer"}
VACANCIES |= {"vacancies:letting_support", "vacancies:letting_support_no_more"}
# Board and funder read totals.
VACANCY_TOTALS = {f"vacancies:results{name}" for name in ("", "_csv", "_xlsx")}


def about_vacancies(district: Any, unit: Any) -> dict[str, dict[str, Any]]:
    """The case of a unit, its owner with a letter, a sign of a coming vacancy, and a report with a photo."""
    case, report = vacancies.case(district, unit), vacancies.with_photo(district)
    owner, warning = vacancies.owner(district, unit), vacancies.warning(district, unit)
    of_the_unit = {"pk": case.pk, "owner": owner.pk}
    letting = vacancies.letting(case)
    rent = letting.rents.create(from_on=letting.begins_on, cold=500)
    record = letting.handovers.create(way="in", on=letting.begins_on, condition="Kratzer")
    return about_exposes(district, case) | {
        "vacancies:letting_handover_pdf": {"pk": letting.pk, "record_pk": record.pk},
        "vacancies:letting": {"pk": letting.pk},
        "vacancies:rent_model": {"pk": vacancies.supported(letting).model_id},
        "vacancies:letting_agree": {"pk": case.pk},
        "vacancies:letting_rent_remove": {"pk": letting.pk, "rent_pk": rent.pk},
        "vacancies:": {"pk": case.pk},
        "vacancies:location_figure": {"pk": vacancies.figure(district).pk},
        "vacancies:location_street": {"street": f"weg-von-{district.slug}"},
        "vacancies:office_idea": {"pk": vacancies.idea(district).pk},
        "vacancies:ideas_photo": {"pk": vacancies.example(letting).pk},
        "vacancies:office_open": {"pk": unit.pk},
        "vacancies:office_warn": {"pk": unit.pk},
        "vacancies:office_warning_": {"pk": warning.pk},
        "vacancies:office_owner": {"pk": owner.pk, "letter": vacancies.letter(owner, case=case).pk},
        "vacancies:office_owner_of_case": {"pk": case.pk},
        "vacancies:office_owner_link": of_the_unit,
        "vacancies:office_owner_unlink": of_the_unit,
        "vacancies:office_report": {"pk": report.pk},
        "vacancies:office_report_accept": {"pk": report.pk, "unit": unit.pk},
        "vacancies:office_take_along": {"pk": case.pk, "unit": unit.pk},
    }


def add_warning(district: Any, number: int) -> None:
    vacancies.warning(district, vacancies.vacant_unit(district, str(number)))


def add_owner(district: Any, number: int) -> None:
    vacancies.owner(district, vacancies.case(district).unit, name=f"Eigentum {number}")


# List → what makes it grow, and how many statements it may take.
VACANCY_BUDGETS = {
    "vacancies:office_warnings": (add_warning, 20),
    "vacancies:office_owners": (add_owner, 14),
    "vacancies:exposes": (add_offer, 14),
    "vacancies:office_map": (add_offer, 28),
    "vacancies:office_map_cases": (add_offer, 14),
}
