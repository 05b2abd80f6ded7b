from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "kiezkontor.calendar"
    label = "calendar"

    def ready(self) -> None:
        from kiezkontor.calendar import answering, finding, words  # models are loaded only now
        from kiezkontor.calendar.access import INVITED
        from kiezkontor.notices.hooks import pages_of_links
        from kiezkontor.search import hooks as search_hooks

        words.register()
        answering.register()
        pages_of_links[INVITED] = "calendar:own_answer"
        search_hooks.documents.append(finding.documents)
        search_hooks.sources.append(finding)
