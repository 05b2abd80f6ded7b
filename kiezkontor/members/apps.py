from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "kiezkontor.members"

    def ready(self) -> None:
        from kiezkontor.desk import hooks as of_the_desk
        from kiezkontor.districts import hooks
        from kiezkontor.members import answering, desk, merging, ways, words  # models are loaded only now
        from kiezkontor.members.actions.topics import begin_with_topics
        from kiezkontor.organisations import hooks as of_organisations

        words.register()
        answering.register()
        merging.register()
        hooks.district_made.append(begin_with_topics)
        of_the_desk.about[desk.TABLE] = desk.complaints_named
        of_organisations.member_ways.append(ways.ways_of)
        of_organisations.contact_pages.append(ways.contact_pages)
