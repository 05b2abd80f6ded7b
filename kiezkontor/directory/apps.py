from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "kiezkontor.directory"

    def ready(self) -> None:
        from kiezkontor.directory import actions, addresses, conversations, languages, view_counts, words
        from kiezkontor.directory.rules import opening_marks, search_texts
        from kiezkontor.organisations import hooks
        from kiezkontor.search import hooks as search_hooks

        words.register()
        hooks.merge_rules["directory.Entry.organisation"] = actions.drop_entries
        hooks.merge_rules["directory.ViewCount.organisation"] = view_counts.add_up_counts
        conversations.register()
        hooks.organisations_changed.append(actions.refresh_entries)
        hooks.organisations_edited.append(actions.refresh_search_texts)
        hooks.public_pages.append(addresses.public_page_of)
        hooks.public_lists.append(addresses.public_list_of)
        search_hooks.documents.append(actions.rebuild_search_texts)
        search_hooks.sources += [languages, opening_marks, search_texts]
