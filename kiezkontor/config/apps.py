from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kiezkontor.config"

    def ready(self) -> None:
        from django.conf import settings

        from kiezkontor.config import publishing
        from kiezkontor.districts import changes

        if settings.PUBLISHED is not None:
            changes.pages_outdated.append(publishing.withdrawing(settings.PUBLISHED))
