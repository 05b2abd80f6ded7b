from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kiezkontor.desk"

    def ready(self) -> None:
        from kiezkontor.desk import access, hooks, words  # models are loaded only now

        words.register()
        hooks.about["organisations.organisation"] = access.organisations_named
        hooks.about["premises.unit"] = access.units_named
