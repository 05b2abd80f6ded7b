from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kiezkontor.organisations"

    def ready(self) -> None:
        from kiezkontor.organisations import words  # models are loaded only now
        from kiezkontor.organisations.rules import categories
        from kiezkontor.search import hooks

        words.register()
        hooks.real_words.append(categories.all_words)
