from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "kiezkontor.districts"

    def ready(self) -> None:
        from kiezkontor.districts import words  # models are loaded only now

        words.register()
