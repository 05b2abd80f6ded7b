from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kiezkontor.notices"

    def ready(self) -> None:
        from kiezkontor.notices import words  # models are loaded only now

        words.register()
