from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "kiezkontor.members"

    def ready(self) -> None:
        from kiezkontor.districts import hooks
        from kiezkontor.members import answering, ways, words  # models are loaded only now
        from kiezkontor.members.actions.topics import begin_with_topics
        from kiezkontor.organisations import hooks as of_organisations

        words.register()
        answering.register()
        hooks.district_made.append(begin_with_topics)
        of_organisations.member_ways.append(ways.ways_of)
