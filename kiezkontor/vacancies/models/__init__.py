from kiezkontor.vacancies.models.cases import CaseStep, VacancyCase
from kiezkontor.vacancies.models.reports import VacancyReport

__all__ = ["CaseStep", "VacancyCase", "VacancyReport"]
