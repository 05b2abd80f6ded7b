from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "kiezkontor.voices"

    def ready(self) -> None:
        from kiezkontor.calendar import hooks as of_the_calendar
        from kiezkontor.desk import hooks as of_the_desk
        from kiezkontor.districts import hooks
        from kiezkontor.organisations import hooks as of_organisations
        from kiezkontor.voices import acted, desk, ways, words  # models are loaded only now
        from kiezkontor.voices import hooks as of_voices
        from kiezkontor.voices.actions.topics import begin_with_topics

        words.register()
        hooks.district_made.append(begin_with_topics)
        of_the_desk.computed.append(desk.waiting)
        of_the_desk.about[desk.TABLE] = desk.voices_named
        of_the_calendar.event_parts.append(acted.ideas_part)
        of_voices.dealt_with.append(acted.events_of)
        of_organisations.member_ways.append(ways.ways_of)
