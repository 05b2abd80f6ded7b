from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "kiezkontor.outreach"

    def ready(self) -> None:
        from kiezkontor.calendar import hooks as of_calendar
        from kiezkontor.notices.hooks import pages_of_links
        from kiezkontor.organisations import hooks
        from kiezkontor.outreach import actions, merging, panel, segments, words  # models are loaded only now
        from kiezkontor.outreach.rules.purposes import NEEDS

        words.register()
        merging.register()
        hooks.organisations_changed.append(actions.follow_memberships)
        hooks.entry_panels.append(panel.panel_of)
        hooks.own_panels.append(panel.own_panel_of)
        pages_of_links[NEEDS] = "outreach:answer"
        of_calendar.segments.append(segments.segments_of)
