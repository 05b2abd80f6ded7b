from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kiezkontor.organisations"

    def ready(self) -> None:
        from kiezkontor.notices.hooks import pages_of_links
        from kiezkontor.organisations import access, merging, words  # models are loaded only now
        from kiezkontor.organisations.rules import categories
        from kiezkontor.organisations.rules.purposes import PURPOSES
        from kiezkontor.search import hooks
        from kiezkontor.shared.media import keepers

        words.register()
        pages_of_links.update(dict.fromkeys(PURPOSES, "organisations:prepared"))
        merging.register()
        hooks.real_words.append(categories.all_words)
        keepers["photos"] = access.may_see_photo_file
