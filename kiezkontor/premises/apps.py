from django.apps import AppConfig


class PremisesConfig(AppConfig):
    name = "kiezkontor.premises"

    def ready(self) -> None:
        from kiezkontor.districts.hooks import areas_changed
        from kiezkontor.organisations.hooks import category_changed
        from kiezkontor.premises import words  # models are loaded only now
        from kiezkontor.premises.actions.observations import follow_category
        from kiezkontor.premises.imports.inventory import assign_buildings

        words.register()
        category_changed.append(follow_category)
        areas_changed.append(assign_buildings)
