from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kiezkontor.organisations"

    def ready(self) -> None:
        from kiezkontor.organisations import words  # models are loaded only now

        words.register()
