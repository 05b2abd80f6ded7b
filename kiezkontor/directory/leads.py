"""Ways to what a search of the directory asks for that is no entry: vacant units, and pages of the site."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kiezkontor.directory.rules.page_words import page_asked_for
from kiezkontor.directory.rules.vacancy_words import asks_for_vacancies


@dataclass(frozen=True)
class Lead:
    """page: the name of its address. label: how the link to it reads."""

    icon: str
    question: str | Promise
    label: str | Promise
    page: str


TO_VACANCIES = Lead(
    "vacant", _("Are you looking for a vacant shop or room?"), _("To the vacant units"), "directory:vacancies"
)
PAGES = {
    "districts:imprint": _("Legal notice"),
    "districts:privacy": _("Privacy"),
    "districts:accessibility": _("Accessibility"),
    "districts:contact": _("Contact and office hours"),
    "districts:projects": _("Projects and funding"),
    "calendar:events": _("Calendar"),
    "districts:easy_language": _("Easy language"),
    "districts:sign_language": _("Sign language"),
}


def leads(query: str) -> list[Lead]:
    """For most searches none."""
    found = [TO_VACANCIES] if asks_for_vacancies(query) else []
    if page := page_asked_for(query):
        found.append(Lead("info", _("Are you looking for a page of this website?"), PAGES[page], page))
    return found
