from kiezkontor.vacancies.models.cases import CaseStep, VacancyCase

__all__ = ["CaseStep", "VacancyCase"]
