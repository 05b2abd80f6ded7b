from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "kiezkontor.surveys"

    def ready(self) -> None:
        from kiezkontor.desk import hooks
        from kiezkontor.directory.hooks import counted_in_rounds
        from kiezkontor.surveys import desk, public, words  # models are loaded only now

        words.register()
        hooks.computed.append(desk.waiting)
        counted_in_rounds.append(public.vacancies_counted)
