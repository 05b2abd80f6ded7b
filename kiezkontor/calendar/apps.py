from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "kiezkontor.calendar"
    label = "calendar"

    def ready(self) -> None:
        from kiezkontor.calendar import answering, finding, ways, words  # models are loaded only now
        from kiezkontor.calendar.access import INVITED
        from kiezkontor.calendar.actions.formats import begin_with_formats
        from kiezkontor.calendar.actions.target_groups import begin_with_groups
        from kiezkontor.districts import hooks as of_districts
        from kiezkontor.notices.hooks import pages_of_links
        from kiezkontor.organisations import hooks as of_organisations
        from kiezkontor.search import hooks as search_hooks

        words.register()
        answering.register()
        of_districts.district_made += [begin_with_formats, begin_with_groups]
        pages_of_links[INVITED] = "calendar:own_answer"
        of_organisations.member_ways.append(ways.ways_of)
        search_hooks.documents.append(finding.documents)
        search_hooks.sources.append(finding)
