from django.apps import AppConfig


class PremisesConfig(AppConfig):
    name = "kiezkontor.premises"

    def ready(self) -> None:
        from kiezkontor.districts.hooks import areas_changed
        from kiezkontor.organisations import hooks
        from kiezkontor.premises import words  # models are loaded only now
        from kiezkontor.premises.actions.observations import follow_category
        from kiezkontor.premises.imports.inventory import assign_buildings
        from kiezkontor.premises.uses import derive_after_merge, follow_uses

        words.register()
        hooks.category_changed.append(follow_category)
        hooks.organisations_merged.append(derive_after_merge)
        hooks.merge_rules["premises.SpellOccupant.organisation"] = follow_uses
        areas_changed.append(assign_buildings)
