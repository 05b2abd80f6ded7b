from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "kiezkontor.outreach"

    def ready(self) -> None:
        from kiezkontor.organisations import hooks
        from kiezkontor.outreach import actions, panel, words  # models are loaded only now

        words.register()
        hooks.organisations_changed.append(actions.follow_memberships)
        hooks.entry_panels.append(panel.panel_of)
