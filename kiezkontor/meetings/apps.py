from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kiezkontor.meetings"

    def ready(self) -> None:
        from kiezkontor.calendar import hooks as of_the_calendar
        from kiezkontor.desk import hooks as of_the_desk
        from kiezkontor.meetings import days_told, dealt, desk, shown, taking_on, words  # models are loaded only now
        from kiezkontor.meetings.actions.courses import let_days_follow
        from kiezkontor.meetings.actions.removing import clear_away
        from kiezkontor.organisations import hooks as of_organisations
        from kiezkontor.voices import hooks as of_voices

        words.register()
        of_the_desk.computed.append(desk.waiting)
        of_the_desk.about[desk.TABLE] = desk.items_named
        of_the_calendar.event_parts.append(shown.agenda_part)
        of_the_calendar.parts_behind_link.append(shown.agenda_behind_link)
        of_the_calendar.invited_lines.append(shown.agenda_in_lines)
        of_the_calendar.office_links.append(shown.office_links)
        of_the_calendar.calendar_links.append(shown.calendar_links)
        of_the_calendar.past_links.append(shown.past_links)
        of_the_calendar.before_removal.append(clear_away)
        of_the_calendar.after_stage += [let_days_follow, days_told.tell_of_day_off]
        of_the_calendar.after_move.append(days_told.tell_of_day_moved)
        of_the_calendar.day_numbers.append(days_told.day_numbers)
        of_the_calendar.further_days.append(days_told.further_days)
        of_organisations.own_panels.append(taking_on.own_panel_of)
        of_voices.dealt_with += [dealt.meetings_of, dealt.measures_of]
        of_voices.ways_on.append(dealt.into_the_plan)
