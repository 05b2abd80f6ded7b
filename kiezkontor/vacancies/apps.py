from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "kiezkontor.vacancies"
