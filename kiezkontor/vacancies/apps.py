from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "kiezkontor.vacancies"

    def ready(self) -> None:
        from kiezkontor.calendar import hooks as of_the_calendar
        from kiezkontor.desk import hooks as of_the_desk
        from kiezkontor.premises import hooks as of_premises
        from kiezkontor.vacancies import (
            access,
            access_lettings,
            access_negotiations,
            access_seekers,
            desk,
            desk_lettings,
            desk_seekers,
            desk_viewings,
            units,
            words,
            words_seekers,
            words_viewings,
        )  # models are loaded only now
        from kiezkontor.vacancies.actions import viewings

        words.register()
        words_seekers.register()
        words_viewings.register()
        of_the_desk.computed.append(desk.waiting)
        of_the_desk.about[access.TABLE] = desk.cases_named
        of_the_desk.about[access_lettings.TABLE] = desk_lettings.lettings_named
        of_the_desk.about[access_seekers.TABLE] = desk_seekers.requests_named
        of_the_desk.about[access_negotiations.TABLE] = desk_viewings.negotiations_named
        of_the_calendar.office_links.append(desk_viewings.office_links)
        of_premises.hangs_on.append(units.hang_on)
        of_premises.dealt_with.append(units.links_of)
        of_the_calendar.after_stage.append(viewings.follow_stage)
        of_the_calendar.after_move.append(viewings.follow_move)
        of_the_calendar.after_answer.append(viewings.follow_answer)
