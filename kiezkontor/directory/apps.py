from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kiezkontor.directory"

    def ready(self) -> None:
        from kiezkontor.directory import actions, addresses, conversations, languages, words
        from kiezkontor.directory.rules import opening_marks, search_texts
        from kiezkontor.organisations import hooks
        from kiezkontor.search import hooks as search_hooks

        words.register()
        conversations.register()
        hooks.organisations_changed.append(actions.refresh_entries)
        hooks.organisations_edited.append(actions.refresh_search_texts)
        hooks.public_pages.append(addresses.public_page_of)
        search_hooks.documents.append(actions.rebuild_search_texts)
        search_hooks.sources += [languages, opening_marks, search_texts]
