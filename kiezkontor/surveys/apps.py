from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "kiezkontor.surveys"

    def ready(self) -> None:
        from kiezkontor.surveys import words  # models are loaded only now

        words.register()
