from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "kiezkontor.calendar"
    label = "calendar"

    def ready(self) -> None:
        from kiezkontor.calendar import answering, words  # models are loaded only now

        words.register()
        answering.register()
