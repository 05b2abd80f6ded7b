from django.urls import include, path, register_converter

from kiezkontor.calendar.rules.months import Month, read_month
from kiezkontor.calendar.views import (
    answers,
    bodies,
    costs,
    feeds,
    formats,
    imports,
    inviting,
    letters,
    office,
    own,
    own_feed,
    public,
    reminders,
    series,
    slots,
    target_groups,
)


class MonthConverter:
    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return read_month(value)

    def to_url(self, value: Month | str) -> str:
        return str(value)


register_converter(MonthConverter, "month")
app_name = "calendar"
one_event = [
    path("", public.event, name="event"),
    path("termin.ics", public.event_ics, name="event_ics"),
    path("anmelden/", answers.register, name="register"),
]
of_a_link = [
    path("", answers.own_answer, name="own_answer"),
    path("nehmen/", answers.take, name="take"),
]
one_of_the_office = [
    path("", office.event, name="office_event"),
    path("aendern/", office.change, name="office_change"),
    path("ankuendigen/", office.announce, name="office_announce"),
    path("verlegen/", office.move, name="office_move"),
    path("verschieben/", office.postpone, name="office_postpone"),
    path("absagen/", office.cancel, name="office_cancel"),
    path("loeschen/", office.remove, name="office_remove"),
    path("zeiten/", slots.slots, name="office_slots"),
    path("zeiten/neu/", slots.new, name="office_slot_new"),
    path("zeiten/<int:slot_pk>/", slots.change, name="office_slot"),
    path("zeiten/<int:slot_pk>/absagen/", slots.cancel, name="office_slot_cancel"),
    path("zeiten/<int:slot_pk>/doch/", slots.restore, name="office_slot_restore"),
    path("zeiten/<int:slot_pk>/entfernen/", slots.remove, name="office_slot_remove"),
    path("kosten/", costs.cost, name="office_cost"),
    path("antwort/", office.note_answer, name="office_note_answer"),
    path("antworten/<int:answer_pk>/", office.change_answer, name="office_change_answer"),
]
of_reminders = [
    path("neu/", reminders.new, name="office_reminder_new"),
    path("<int:reminder_pk>/", reminders.change, name="office_reminder"),
    path("<int:reminder_pk>/entfernen/", reminders.remove, name="office_reminder_remove"),
]
of_invitations = [
    path("", inviting.invitations, name="office_invitations"),
    path("neu/", inviting.invite, name="office_invite"),
    path("tabelle.csv", inviting.table, {"kind": "csv"}, name="office_invitations_csv"),
    path("tabelle.xlsx", inviting.table, {"kind": "xlsx"}, name="office_invitations_xlsx"),
    path("briefe/", letters.start, name="office_letters"),
    path("<int:invitation_pk>/antwort/", inviting.tap, name="office_tap"),
    path("<int:invitation_pk>/notieren/", inviting.note, name="office_note_invited"),
    path("<int:invitation_pk>/zuruecknehmen/", inviting.uninvite, name="office_uninvite"),
]
one_series = [
    path("", series.one, name="office_series_one"),
    path("aendern/", series.change, name="office_series_change"),
    path("beenden/", series.end, name="office_series_end"),
]
one_feed = [
    path("", imports.one, name="office_feed"),
    path("uebernehmen/", imports.take, name="office_feed_take"),
    path("lesen/", imports.read, name="office_feed_read"),
    path("aendern/", imports.change, name="office_feed_change"),
    path("weglassen/<int:event_pk>/", imports.leave_out, name="office_feed_leave_out"),
    path("entfernen/", imports.remove, name="office_feed_remove"),
]
urlpatterns = [
    path("kalender/", public.events, name="events"),
    path("kalender/<month:month>/", public.month, name="month"),
    path("kalender/karte/", public.events_map, name="map"),
    path("kalender/karte/termine.geojson", public.map_events, name="map_events"),
    path("kalender/vergangene/", public.past, name="past"),
    path("kalender/einbetten/", feeds.embedded, name="embedded"),
    path("mein/kalender/", own_feed.own_feed, name="own_feed"),
    path("mein/kalender/zurueckziehen/", own_feed.withdraw, name="own_feed_withdraw"),
    path("kalender/mein/<str:token>/termine.ics", own_feed.own_ics, name="own_ics"),
    path("kalender.ics", feeds.events_ics, name="ics"),
    path("kalender.atom", feeds.events_atom, name="atom"),
    path("kalender/<int:pk>/", include(one_event)),
    path("anmeldung/<str:token>/", include(of_a_link)),
    path("mein/einladungen/", own.invitations, name="own_invitations"),
    path("mein/einladungen/<int:pk>/antwort/", own.reply, name="own_reply"),
    path("mein/anmeldungen/<int:pk>/antwort/", own.change, name="own_change"),
    path("buero/kalender/", office.events, name="office"),
    path("buero/kalender/neu/", office.new, name="office_new"),
    path("buero/kalender/reihen/", series.all_series, name="office_series"),
    path("buero/kalender/reihen/neu/", series.new, name="office_series_new"),
    path("buero/kalender/reihen/<int:pk>/", include(one_series)),
    path("buero/kalender/formate/", formats.formats, name="office_formats"),
    path("buero/kalender/formate/neu/", formats.new, name="office_format_new"),
    path("buero/kalender/formate/<int:pk>/", formats.change, name="office_format"),
    path("buero/kalender/formate/<int:pk>/entfernen/", formats.remove, name="office_format_remove"),
    path("buero/kalender/zielgruppen/", target_groups.groups, name="office_groups"),
    path("buero/kalender/zielgruppen/neu/", target_groups.new, name="office_group_new"),
    path("buero/kalender/zielgruppen/<int:pk>/", target_groups.change, name="office_group"),
    path("buero/kalender/zielgruppen/<int:pk>/entfernen/", target_groups.remove, name="office_group_remove"),
    path("buero/kalender/antwortzettel/", letters.slips, name="office_slips"),
    path("buero/kalender/einladungsbriefe/<int:pk>/", letters.run, name="office_letters_run"),
    path("buero/kalender/einladungsbriefe/<int:pk>/datei/", letters.file, name="office_letters_file"),
    path("buero/kalender/gremien/", bodies.bodies, name="office_bodies"),
    path("buero/kalender/gremien/neu/", bodies.new, name="office_body_new"),
    path("buero/kalender/gremien/<int:pk>/", bodies.change, name="office_body"),
    path("buero/kalender/gremien/sitze/<int:pk>/", bodies.seat, name="office_body_seat"),
    path("buero/kalender/gremien/<int:pk>/entfernen/", bodies.remove, name="office_body_remove"),
    path("buero/kalender/quellen/", imports.feeds, name="office_feeds"),
    path("buero/kalender/quellen/neu/", imports.new, name="office_feed_new"),
    path("buero/kalender/quellen/<int:pk>/", include(one_feed)),
    path("buero/kalender/<int:pk>/", include(one_of_the_office)),
    path("buero/kalender/<int:pk>/einladungen/", include(of_invitations)),
    path("buero/kalender/<int:pk>/erinnerungen/", include(of_reminders)),
]
