from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "kiezkontor.home"

    def ready(self) -> None:
        from kiezkontor.desk import hooks
        from kiezkontor.home.desk import found_by_looking  # models are loaded only now

        hooks.computed.append(found_by_looking)
