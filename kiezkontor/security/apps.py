from django.apps import AppConfig


class SecurityConfig(AppConfig):
    name = "kiezkontor.security"

    def ready(self) -> None:
        from kiezkontor.security import words  # models are loaded only now

        words.register()
