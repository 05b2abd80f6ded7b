from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kiezkontor.directory"
