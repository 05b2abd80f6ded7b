from kiezkontor.vacancies.models.cases import CaseStep, VacancyCase
from kiezkontor.vacancies.models.early import EarlyWarning
from kiezkontor.vacancies.models.owners import OwnedUnit, Owner, OwnerLetter, OwnerTalk
from kiezkontor.vacancies.models.reports import VacancyReport

__all__ = [
    "CaseStep",
    "EarlyWarning",
    "OwnedUnit",
    "Owner",
    "OwnerLetter",
    "OwnerTalk",
    "VacancyCase",
    "VacancyReport",
]
