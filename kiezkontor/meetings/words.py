"""How the deeds of this area read in the log."""

from django.utils.translation import gettext_lazy as _

from kiezkontor.audit.sentences import add_words

SENTENCES = {
    "meeting.prepared": _("%(actor)s prepared the meeting “%(subject)s”."),
    "meeting.attendance_noted": _("%(actor)s noted who is at the meeting “%(subject)s”."),
    "meeting.checked_in": _("Somebody checked in at the meeting “%(subject)s”."),
    "meeting.agenda_changed": _("%(actor)s changed the agenda of “%(subject)s”."),
    "meeting.task_given": _("%(actor)s noted a task of the meeting “%(subject)s”."),
}
SUBJECTS = {"meetings.meeting": _("Meeting")}


def register() -> None:
    add_words(SENTENCES, subjects=SUBJECTS)
