from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "kiezkontor.districts"

    def ready(self) -> None:
        from kiezkontor.audit import hooks
        from kiezkontor.districts import changes, words  # models are loaded only now

        words.register()
        hooks.recorded.append(changes.tell_deed)
