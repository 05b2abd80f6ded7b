"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words
from kiezkontor.calendar.models import Answer

SENTENCES = {
    "event.added": _("%(actor)s planned the event “%(subject)s”."),
    "event.changed": _("%(actor)s changed the event “%(subject)s”: %(fields)s."),
    "event.announced": _("%(actor)s announced the event “%(subject)s”."),
    "event.postponed": _("%(actor)s postponed the event “%(subject)s”."),
    "event.moved": _("%(actor)s moved the event “%(subject)s” to another time."),
    "event.times_added": _("%(actor)s added times to the event “%(subject)s”: %(count)s."),
    "event.time_changed": _("%(actor)s changed a time of the event “%(subject)s”: %(fields)s."),
    "event.time_cancelled": _("%(actor)s cancelled a time of the event “%(subject)s”."),
    "event.time_restored": _("%(actor)s let a cancelled time of the event “%(subject)s” take place after all."),
    "event.time_removed": _("%(actor)s removed a time of the event “%(subject)s” nobody had answered to."),
    "event.cancelled": _("%(actor)s cancelled the event “%(subject)s”."),
    "event.reminded": _("%(actor)s changed the reminders of the event “%(subject)s”."),
    "event.costed": _("%(actor)s noted what the event “%(subject)s” cost."),
    "event.removed": _("%(actor)s deleted the planned event “%(subject)s”."),
    "registration.given": _("Somebody answered to “%(subject)s”: %(reply)s."),
    "registration.changed": _("Somebody changed their answer to “%(subject)s”: %(reply)s."),
    "registration.taken": _("Somebody took the place at “%(subject)s” that was offered to them."),
    "registration.moved_up": _("From the waiting list of “%(subject)s” moved up: %(count)s."),
    "registration.invited": _("%(actor)s invited %(count)s to “%(subject)s”."),
    "registration.readdressed": _("Somebody who is invited to “%(subject)s” has another address (%(actor)s)."),
    "registration.uninvited": _("%(actor)s took an invitation to “%(subject)s” back."),
    "format.begun": _("The district “%(subject)s” began with formats of events."),
    "format.added": _("%(actor)s added the format “%(subject)s”."),
    "format.changed": _("%(actor)s changed the format “%(subject)s”."),
    "format.removed": _("%(actor)s removed the format “%(subject)s”."),
    "targetgroup.begun": _("The district “%(subject)s” began with target groups of events."),
    "targetgroup.added": _("%(actor)s added the target group “%(subject)s”."),
    "targetgroup.changed": _("%(actor)s changed the target group “%(subject)s”."),
    "targetgroup.removed": _("%(actor)s removed the target group “%(subject)s”."),
    "body.added": _("%(actor)s added the body “%(subject)s”."),
    "body.changed": _("%(actor)s changed the body “%(subject)s” or its members."),
    "body.removed": _("%(actor)s removed the body “%(subject)s”."),
    "series.added": _("%(actor)s planned the series “%(subject)s”."),
    "series.changed": _("%(actor)s changed the series “%(subject)s”."),
    "calendarfeed.added": _("%(actor)s added the calendar “%(subject)s” from elsewhere."),
    "calendarfeed.changed": _("%(actor)s changed which events of the calendar “%(subject)s” are taken over."),
    "calendarfeed.renamed": _("%(actor)s renamed a calendar from elsewhere to “%(subject)s”."),
    "calendarfeed.read": _(
        "%(actor)s took over from the calendar “%(subject)s”: new: %(new)s, changed: %(changed)s, cancelled: %(gone)s."
    ),
    "calendarfeed.removed": _("%(actor)s removed the calendar “%(subject)s” from elsewhere."),
    "owncalendar.made": _("%(actor)s made an address for their own calendar."),
    "owncalendar.withdrawn": _("%(actor)s withdrew the address for their own calendar."),
    "series.ended": _("%(actor)s ended the series “%(subject)s”."),
}
SUBJECTS = {
    "calendar.event": _("Event"),
    "calendar.series": _("Series of events"),
    "calendar.eventformat": _("Format of events"),
    "calendar.body": _("Body"),
    "calendar.targetgroup": _("Target group"),
}
SUBJECTS["calendar.calendarfeed"] = _("Calendar from elsewhere")


def reply_name(value: str) -> str:
    return str(dict(Answer._meta.get_field("reply").flatchoices).get(value, value))


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS, details={"calendar.event:reply": reply_name})
