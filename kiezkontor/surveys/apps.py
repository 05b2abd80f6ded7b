from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "kiezkontor.surveys"

    def ready(self) -> None:
        from kiezkontor.desk import hooks
        from kiezkontor.surveys import desk, words  # models are loaded only now

        words.register()
        hooks.computed.append(desk.waiting)
