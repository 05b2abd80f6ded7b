from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kiezkontor.desk"

    def ready(self) -> None:
        from kiezkontor.desk import access, actions, hooks, words  # models are loaded only now
        from kiezkontor.organisations import hooks as organisations

        words.register()
        organisations.loose_merge_rules.append(actions.follow_merge)
        hooks.about["organisations.organisation"] = access.organisations_named
        hooks.about["premises.unit"] = access.units_named
