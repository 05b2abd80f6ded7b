from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "kiezkontor.districts"
