from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "kiezkontor.home"

    def ready(self) -> None:
        from kiezkontor.desk import hooks as desk
        from kiezkontor.home import panel, words  # models are loaded only now
        from kiezkontor.home.desk import found_by_looking
        from kiezkontor.organisations import hooks as organisations

        words.register()
        desk.computed.append(found_by_looking)
        organisations.closing_panels.append(panel.holds_panel)
