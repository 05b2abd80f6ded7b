"""The pages about those who look for a room in the access table, and what they are about."""

from typing import Any

from kiezkontor.accounts.tests.builders import person
from kiezkontor.districts.tests import builders as districts
from kiezkontor.notices import links
from kiezkontor.vacancies.rules.seekers import CONFIRM, OWN
from kiezkontor.vacancies.telling_subscribers import own_token
from kiezkontor.vacancies.tests import builders as vacancies
from kiezkontor.vacancies.tests import seekers, viewings

# Behind a personal link, which opens them and nothing else.
OWN_REQUEST = {f"vacancies:seek_{name}" for name in "own plan room needs business renew withdraw".split()}
BEHIND_THE_LINK_OF_A_SEEKER = OWN_REQUEST | {"vacancies:seek_confirm"}
BEHIND_THE_LINK_OF_A_SEEKER |= {"vacancies:subscription", "vacancies:subscription_end"}
PUBLIC_SEEKING = {"vacancies:seek", "vacancies:subscribe"} | BEHIND_THE_LINK_OF_A_SEEKER
SEEKERS = {"vacancies:seekers", "vacancies:seeker", "vacancies:office_case_seekers"}
SEEKERS |= {f"vacancies:seeker_{name}" for name in "new edit move step note fits mixes mix_drop".split()}
SEEKERS |= {f"vacancies:seeker_{name}" for name in "enquiries enquiry enquiry_new".split()}
SEEKERS |= {f"vacancies:seeker_enquiries_{name}" for name in "csv xlsx".split()}
SEEKERS |= {"vacancies:viewings", "vacancies:viewing", "vacancies:propose"}
SEEKERS |= {f"vacancies:viewing_{name}" for name in "arrange move cancel result owner owner_hide".split()}
SEEKERS |= {f"vacancies:viewing_{name}" for name in "plan day_list day_pdf tour_new tour".split()}
SEEKERS |= {f"vacancies:negotiation{name}" for name in ("", "_begin", "_note", "_end")}


def about_seekers(district: Any) -> dict[str, dict[str, Any]]:
    """Somebody who looks for a room, an enquiry, and a target of a street."""
    found = seekers.request(district)
    street = districts.street(district, f"Zielstraße von {district.slug}")
    behind = {purpose: links.make_link(purpose, found.pk, days=9, scope_id=district.pk) for purpose in (OWN, CONFIRM)}
    case = vacancies.case(district)
    return {
        "vacancies:subscription": {"token": own_token(seekers.subscription(district))},
        "vacancies:viewing_arrange": {"pk": case.pk, "sought": found.pk},
        "vacancies:viewing_tour": {"pk": viewings.tour(case).pk},
        "vacancies:negotiation": {"pk": viewings.negotiation(case, found).pk},
        "vacancies:propose": {"pk": case.pk, "sought": found.pk},
        "vacancies:negotiation_begin": {"pk": case.pk, "sought": found.pk},
        "vacancies:viewing": {"pk": viewings.viewing(case, found).pk},
        "vacancies:seek_": {"token": behind[OWN].token},
        "vacancies:seek_confirm": {"token": behind[CONFIRM].token},
        "vacancies:seeker": {"pk": found.pk},
        "vacancies:seeker_enquiry": {"pk": seekers.enquiry(district).pk},
        "vacancies:seeker_mix_drop": {"pk": seekers.mix(district, street).pk},
    }


def add_seeker(district: Any, number: int) -> None:
    found = seekers.request(district, f"Sina Such {number}", responsible=person())
    seekers.enquiry(district, topic=f"Mieten {number}", entered_by=person())
    seekers.mix(district, districts.street(district, f"Weg {number}"))
    vacancies.case(district, vacancies.vacant_unit(district, str(number)), stage="in_talks")
    seekers.agreed(found)
    viewings.viewing(vacancies.case(district), found)


# List → what makes it grow, and how many statements it may take.
SEEKER_BUDGETS = {
    "vacancies:seekers": (add_seeker, 16),
    "vacancies:seeker_enquiries": (add_seeker, 12),
    "vacancies:seeker_mixes": (add_seeker, 12),
    "vacancies:viewings": (add_seeker, 12),
}
